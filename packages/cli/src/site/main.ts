import { describeFaults } from '@matchday/adapters/config/environment'
import { runConsumer } from '@matchday/consumer/run-consumer'
import { readConfig } from '@matchday/http/config'
import { createLogger } from '@matchday/http/logger'
import { startHttp } from '@matchday/http/start'
import { Registry } from 'prom-client'
import type { SiteMessage } from '../commands/up/site-child.ts'

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
  const { site, logLevel } = config.value
  const registry = new Registry()
  const log = createLogger(site, logLevel)
  const consumer = await runConsumer(config.value, { log, registry, signal: stopping.signal })
  try {
    const http = await startHttp(config.value, { registry, signal: stopping.signal })
    tell({ kind: 'ready', url: http.url })
    const ended = await Promise.race([consumer.stopped, asked])
    await http.close()
    if (ended?.kind === 'failed') throw ended.error
  } finally {
    await consumer.close()
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
