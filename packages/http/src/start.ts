import { setTimeout as pause } from 'node:timers/promises'
import type { Catalogue } from '@matchday/domain/ports/catalogue'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import type { Registry } from 'prom-client'
import type { Composed } from './composition.ts'
import { compose, createContainer, parts } from './composition.ts'
import type { HttpConfig } from './config.ts'
import type { Outside } from './outside.ts'
import { postgres } from './outside.ts'
import { startServer } from './server.ts'

export type RunningHttp = {
  /** Where it listens, such as `http://127.0.0.1:3000`. */
  readonly url: string
  /** Stops taking requests, lets those under way finish, and closes what was opened. */
  readonly close: () => Promise<void>
}

export type StartOptions = {
  /** Postgres where absent. */
  readonly outside?: Outside
  /** Where figures are kept, one a site, which its consumer may share; one of its own where absent. */
  readonly registry?: Registry
  /** Gives up waiting for a log that is away. */
  readonly signal?: AbortSignal
}

/** A log that is away is tried again this much later, in milliseconds. */
const retryMs = 1_000
/** How long a start waits for this site's copy, in milliseconds, before it serves without. */
const copyWithinMs = 3_000

/**
 * The services of one site over HTTP. A sales log that is away at start is waited for.
 * @throws Misconfigured, CannotListen: both messages are for a person
 * @throws the signal's reason when it is aborted
 */
export async function startHttp(config: HttpConfig, options: StartOptions = {}): Promise<RunningHttp> {
  const { app, log, catalogue, close } = await composeWhenThere(config, options)
  try {
    await isLoaded(catalogue, copyWithinMs)
    const server = await startServer(app, config)
    log.info({ url: server.url, services: config.services }, 'listening')
    const stop = async (): Promise<void> => {
      close.streams()
      await server.close()
      await close.parts()
    }
    let stopping: Promise<void> | null = null
    return { url: server.url, close: () => (stopping ??= stop()) }
  } catch (error) {
    close.streams()
    await close.parts()
    throw error
  }
}

async function composeWhenThere(config: HttpConfig, options: StartOptions): Promise<Composed> {
  const { outside = postgres, registry, signal } = options
  for (;;) {
    signal?.throwIfAborted()
    // A new one each time: a container remembers what failed.
    const container = createContainer(config, outside, registry)
    try {
      return await compose(container)
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      container.get(parts.log).warn({ err: error }, `${error.message}; trying again in ${retryMs} ms`)
      await pause(retryMs, undefined, { signal })
    }
  }
}

/** Resolves when there is a copy to show, or when it has taken too long. */
function isLoaded(catalogue: Catalogue, withinMs: number): Promise<void> {
  if (catalogue.view().revision > 0) return Promise.resolve()
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer)
      unfollow()
      resolve()
    }
    const unfollow = catalogue.follow(done)
    const timer = setTimeout(done, withinMs)
  })
}
