import type { Convergence } from '@matchday/domain/ports/convergence'
import type { Registry } from 'prom-client'
import { Counter, Gauge, Histogram } from 'prom-client'

export type ConsumerMetrics = {
  /** A batch was committed; `lag` records were left in the partition when it was read. */
  readonly folded: (partition: number, entries: number, lag: number) => void
  readonly deadLetters: Counter<'reason'>
  readonly outages: Counter<'part'>
  readonly oversoldSeats: Counter
  readonly notices: Counter
  readonly partitions: Gauge
  readonly divergences: Counter<'other'>
}

/** @throws Error when the registry has them already: one consumer a registry */
export function createMetrics(registry: Registry, convergence: Convergence): ConsumerMetrics {
  const registers = [registry]
  watchDivergence(registers, convergence)
  const entries = new Counter({
    name: 'matchday_consumer_entries_folded_total',
    help: 'Records of the sales log that were folded into this site\'s copy.',
    labelNames: ['partition'],
    registers,
  })
  const batch = new Histogram({
    name: 'matchday_consumer_batch_entries',
    help: 'Records folded in one transaction.',
    buckets: [1, 4, 16, 64, 256, 1_024, 4_096],
    registers,
  })
  const lag = new Gauge({
    name: 'matchday_consumer_lag_entries',
    help: 'Records of the sales log that were not folded yet when it was last read.',
    labelNames: ['partition'],
    registers,
  })
  return {
    folded: (partition, count, left) => {
      entries.inc({ partition }, count)
      batch.observe(count)
      lag.set({ partition }, left)
    },
    deadLetters: new Counter({
      name: 'matchday_consumer_dead_letters_total',
      help: 'Records of the sales log that were not applied, by reason.',
      labelNames: ['reason'],
      registers,
    }),
    outages: new Counter({
      name: 'matchday_consumer_outages_total',
      help: 'Times that the sales log or the database became unavailable.',
      labelNames: ['part'],
      registers,
    }),
    oversoldSeats: new Counter({
      name: 'matchday_consumer_oversold_seats_total',
      help: 'Seats that sites which do not wait for the log announced beyond what there was.',
      registers,
    }),
    notices: new Counter({
      name: 'matchday_consumer_notices_total',
      help: 'CANCELLED notices given to sites that do not wait for the log.',
      registers,
    }),
    partitions: new Gauge({
      name: 'matchday_consumer_partitions',
      help: 'Partitions of the sales log that this consumer owns.',
      registers,
    }),
    divergences: new Counter({
      name: 'matchday_divergence_alarms_total',
      help: 'Digests stated by a site that differ from this site\'s own.',
      labelNames: ['other'],
      registers,
    }),
  }
}

/** Read from the database when asked for, so that a restart forgets no alarm. */
function watchDivergence(registers: Registry[], convergence: Convergence): void {
  new Gauge({
    name: 'matchday_divergence',
    help: '1 where the copy of a site differs from this one, by the last digest it stated; 0 where both are equal.',
    labelNames: ['partition', 'other'],
    registers,
    async collect() {
      const standings = await convergence.standings().catch(() => null)
      if (standings === null) return
      this.reset()
      for (const { partition, site, differsFrom } of standings) {
        this.set({ partition, other: site }, differsFrom === null ? 0 : 1)
      }
    },
  })
}
