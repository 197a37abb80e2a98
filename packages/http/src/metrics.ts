import type { Catalogue } from '@matchday/domain/ports/catalogue'
import type { Clock } from '@matchday/domain/ports/clock'
import type { Decisions } from '@matchday/domain/ports/decisions'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  /** Prometheus' text format, and its content type. */
  readonly read: () => Promise<{ readonly text: string; readonly type: string }>
  /** One request: the route as documented, never the path itself, so that nobody can fill the memory with labels. */
  readonly request: (route: string, method: string, status: number, seconds: number) => void
  readonly reservation: (outcome: string) => void
  /** The same decisions, with how long each was waited for measured. */
  readonly timed: (decisions: Decisions) => Decisions
  readonly watchCatalogue: (catalogue: Catalogue, clock: Clock) => void
  readonly watchFollowers: (count: () => number) => void
}

const secondsBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** @param registry one a site, which its consumer may write to as well when it runs in this process */
export function createMetrics(site: string, registry = new Registry()): Metrics {
  registry.setDefaultLabels({ site })
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const requests = new Histogram({
    name: 'matchday_http_request_duration_seconds',
    help: 'Time from the request line to the answer',
    labelNames: ['route', 'method', 'status'],
    buckets: secondsBuckets,
    registers,
  })
  const reservations = new Counter({
    name: 'matchday_reservations_total',
    help: 'Requests to reserve or release, by what became of them',
    labelNames: ['outcome'],
    registers,
  })
  const waits = new Histogram({
    name: 'matchday_decision_wait_seconds',
    help: 'Time from the append to the decision by the log; timeouts are counted where the wait ended',
    buckets: secondsBuckets,
    registers,
  })

  return {
    read: async () => ({ text: await registry.metrics(), type: registry.contentType }),
    request: (route, method, status, seconds) => requests.observe({ route, method, status }, seconds),
    reservation: outcome => reservations.inc({ outcome }),
    timed: decisions => ({
      after: async (positions, holds, timeoutMs) => {
        const startedMs = performance.now()
        try {
          return await decisions.after(positions, holds, timeoutMs)
        } finally {
          waits.observe((performance.now() - startedMs) / 1_000)
        }
      },
    }),
    watchCatalogue: (catalogue, clock) => {
      gauge(registers, 'matchday_catalogue_age_seconds', 'Since the copy was last at the end of the log', () =>
        (clock() - catalogue.view().caughtUpAtMs) / 1_000)
      gauge(registers, 'matchday_catalogue_revision', 'Goes up with every change of the copy', () =>
        catalogue.view().revision)
    },
    watchFollowers: count => {
      gauge(registers, 'matchday_stream_followers', 'Clients that follow availability', count)
    },
  }
}

/** A gauge that is read when it is asked for. */
function gauge(registers: Registry[], name: string, help: string, read: () => number): void {
  new Gauge({ name, help, registers, collect() { this.set(read()) } })
}
