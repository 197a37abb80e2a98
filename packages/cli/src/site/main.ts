import { describeFaults } from '@matchday/adapters/config/environment'
import type { Ended } from '@matchday/consumer/daemon'
import { runConsumer } from '@matchday/consumer/run-consumer'
import type { HttpConfig } from '@matchday/http/config'
import { readConfig } from '@matchday/http/config'
import { createLogger } from '@matchday/http/logger'
import { postgres } from '@matchday/http/outside'
import { startHttp } from '@matchday/http/start'
import { Registry } from 'prom-client'
import type { SiteMessage } from '../commands/up/site-child.ts'
import type { SharedParts } from './share-parts.ts'
import { shareParts } from './share-parts.ts'

/**
 * One whole site in one process: HTTP and consumer. It tells the process that forked it when it serves, and ends when
 * that one asks or is gone. Settings come by environment, as they do for each of the two alone.
 */
const tell = (message: SiteMessage): void => void process.send?.(message)
const stopping = new AbortController()
const asked = new Promise<void>(resolve => {
  process.once('disconnect', resolve)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
})
void asked.then(() => stopping.abort())

async function runSite(): Promise<void> {
  const config = readConfig(process.env)
  if (!config.ok) throw new Error(describeFaults(config.refusal))
  const shared = shareParts(config.value)
  try {
    await serve(config.value, shared)
  } finally {
    await shared.close()
  }
}

/** HTTP does not wait for the consumer: it serves the shop while a log is away that the consumer waits for. */
async function serve(config: HttpConfig, shared: SharedParts): Promise<void> {
  const registry = new Registry()
  const log = createLogger(config.site, config.logLevel)
  const ending = new AbortController()
  const signal = AbortSignal.any([stopping.signal, ending.signal])
  const consumer = runConsumer(config, { log, registry, signal, outside: shared })
  const ended = consumer.then(({ stopped }) => stopped, (error: Error): Ended => ({ kind: 'failed', error }))
  try {
    const http = await startHttp(config, { registry, signal, outside: { ...postgres, ...shared } })
    tell({ kind: 'ready', url: http.url })
    const first = await Promise.race([ended, asked])
    await http.close()
    if (first?.kind === 'failed') throw first.error
  } finally {
    ending.abort()
    await consumer.then(({ close }) => close(), () => {})
  }
}

try {
  await runSite()
} catch (error) {
  if (!stopping.signal.aborted) {
    tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) })
    process.exitCode = 1
  }
} finally {
  if (process.connected) process.disconnect()
}
