import { describeFaults } from '@matchday/adapters/config/environment'
import { readFlags, siteFlags } from '@matchday/adapters/config/flags'
import { Misconfigured } from '@matchday/adapters/config/misconfigured'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { readSettings } from './env.ts'
import { ConsumerFailure } from './failure.ts'
import type { MetricsServer } from './metrics-server.ts'
import { serveMetrics } from './metrics-server.ts'
import { runConsumer } from './run-consumer.ts'

/** Exit codes: 0 stopped as asked, 1 cannot go on (the last line says why), 2 settings are missing or wrong. */
const environment = readFlags(siteFlags, process.argv.slice(2), process.env)
if (!environment.ok) misunderstood(environment.refusal)
const settings = readSettings(environment.value)
if (!settings.ok) misunderstood(describeFaults(settings.refusal))
const { config, metricsPort, logLevel } = settings.value
const base = { service: 'consumer', site: config.site }
const log = pino({ level: logLevel, base, timestamp: pino.stdTimeFunctions.isoTime })
const registry = new Registry()
const starting = new AbortController()
let metrics: MetricsServer | null = null

// The second signal ends the process at once: what is in flight is rolled back, and the next one starts there.
const signalled = new Promise<void>(resolve => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      starting.abort()
      resolve()
    })
  }
})

try {
  if (metricsPort !== undefined) {
    metrics = await serveMetrics(registry, metricsPort)
    log.info({ url: metrics.url }, 'metrics are served')
  }
  const consumer = await runConsumer(config, { log, registry, signal: starting.signal })
  void signalled.then(consumer.close)
  const ended = await consumer.stopped
  if (ended.kind === 'failed') process.exitCode = 1
} catch (error) {
  const isKnown = error instanceof ConsumerFailure || error instanceof Misconfigured
  if (!starting.signal.aborted) {
    log.fatal(isKnown ? {} : { err: error }, `cannot start: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
await metrics?.close()

function misunderstood(why: string): never {
  process.stderr.write(`${why}\n`)
  process.exit(2)
}
