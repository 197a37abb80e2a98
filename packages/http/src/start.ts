import type { Catalogue } from '@matchday/domain/ports/catalogue'
import type { Registry } from 'prom-client'
import { compose, createContainer } from './composition.ts'
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
  /** Gives up starting. */
  readonly signal?: AbortSignal
}

/** How long a start waits for this site's copy, in milliseconds, before it serves without. */
const copyWithinMs = 3_000

/**
 * The services of one site over HTTP. While the sales log is away the shop is served, and nothing sold.
 * @throws Misconfigured, CannotListen: both messages are for a person
 * @throws Error when what is there is not a sales log
 * @throws the signal's reason when it is aborted
 */
export async function startHttp(config: HttpConfig, options: StartOptions = {}): Promise<RunningHttp> {
  const { outside = postgres, registry, signal } = options
  signal?.throwIfAborted()
  const { app, log, catalogue, triedLog, close } = await compose(createContainer(config, outside, registry))
  try {
    await Promise.race([Promise.all([triedLog, isLoaded(catalogue, copyWithinMs)]), abortOf(signal)])
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

/** Rejects when the signal is aborted, with its reason. */
function abortOf(signal: AbortSignal | undefined): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  return promise
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
