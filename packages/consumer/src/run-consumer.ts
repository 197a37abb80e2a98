import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { Outside } from './composition.ts'
import { composeConsumer, postgres, services } from './composition.ts'
import type { Consumer } from './daemon.ts'
import { startConsumer } from './daemon.ts'
import type { ConsumerConfig } from './env.ts'

export type RunOptions = {
  readonly log: Logger
  readonly registry: Registry
  /** Gives up waiting for servers that are not up yet; a consumer that runs is closed by its `close`. */
  readonly signal?: AbortSignal
  /** Postgres where absent. */
  readonly outside?: Outside
}

/**
 * Open what a consumer of one site needs, start it, and close all of it when it ends, asked for or not.
 * @throws Misconfigured in one line: no usable `federation.json`, another log, a site that is not in the roster
 * @throws Error when a database is not what it should be
 */
export async function runConsumer(config: ConsumerConfig, options: RunOptions): Promise<Consumer> {
  const { log, registry, signal = new AbortController().signal, outside = postgres } = options
  const container = composeConsumer(config, { log, registry, signal, outside })
  const closeParts = (): Promise<void> => container.unbindAllAsync()
  try {
    // First what needs no server: a faulty file is not to be waited for.
    await container.getAsync(services.federation)
    const consumer = startConsumer(await container.getAsync(services.parts))
    const stopped = consumer.stopped.then(async ended => {
      // What does not close now goes with the process; why the consumer ended is what matters.
      await closeParts().catch((error: unknown) => log.warn({ err: error }, 'a connection did not close'))
      return ended
    })
    return {
      close: async () => {
        await consumer.close()
        await stopped
      },
      stopped,
    }
  } catch (error) {
    await closeParts()
    throw error
  }
}
