import type { DigestStanding } from '@matchday/domain/inventory/digest-standing'
import { divergenceText } from '@matchday/domain/inventory/digest-standing'
import type { JournalEntry } from '@matchday/domain/inventory/journal'
import type { Changes } from '@matchday/domain/inventory/state'
import type { Unavailable } from '@matchday/domain/ports/unavailable'
import type { Logger } from 'pino'
import type { ConsumerMetrics } from './metrics.ts'
import type { Role } from './ownership.ts'

type Part = Unavailable['part']

/** What the sales loops have to tell operators. */
export type Reports = {
  readonly folded: (batch: { readonly entries: number; readonly end: number; readonly changes: Changes }) => void
  /** How sites stand that stated a digest; each statement that differs is an alarm. */
  readonly compared: (partition: number, standings: readonly DigestStanding[]) => void
  /** A part failed to answer; told once an outage, however many tries and loops notice it. */
  readonly unavailable: (part: Part, error: Error) => void
  readonly available: (part: Part) => void
  /** Which partitions are whose changed; `consumers` is how many of this site there are. */
  readonly sharing: (roles: ReadonlyMap<number, Role>, consumers: number) => void
  readonly caughtUp: (partition: number, nextOffset: number) => void
  /** Another consumer of this site folds a partition that is this one's. */
  readonly gaveWay: (partition: number) => void
  readonly standingBy: (partition: number, nextOffset: number) => void
  readonly tookOver: (partition: number, nextOffset: number) => void
  readonly gaveBack: (holds: number) => void
  /** Sites that do not wait for the log were told of refused, expired or repeated holds. */
  readonly gaveNotice: (notices: number) => void
  readonly abandoned: (reservations: number) => void
}

/** The most dead letters of one batch that get a line each; the rest are counted in one more. */
const deadLetterLinesMax = 10

export function createReports(log: Logger, metrics: ConsumerMetrics): Reports {
  const down = new Set<Part>()
  return {
    folded: ({ entries, end, changes }) => {
      const { partition, nextOffset } = changes.partition
      metrics.folded(partition, entries, end - nextOffset)
      tellDeadLetters(log, metrics, changes)
      for (const entry of changes.journal) {
        if (entry.kind === 'oversold') tellOversold(log, metrics, partition, entry)
      }
    },
    compared: (partition, standings) => {
      for (const standing of standings) {
        const { site: other, ...digests } = standing
        if (standing.differsFrom === null) continue
        metrics.divergences.inc({ other })
        log.error({ partition, other, ...digests }, `DIVERGENCE: ${divergenceText(partition, standing)}`)
      }
    },
    unavailable: (part, error) => {
      if (down.has(part)) return
      down.add(part)
      metrics.outages.inc({ part })
      log.warn({ part, cause: causeOf(error) }, `the ${part} is unavailable; trying again`)
    },
    available: part => {
      if (down.delete(part)) log.info({ part }, `the ${part} is back`)
    },
    sharing: (roles, consumers) => {
      const owned = [...roles].filter(([, role]) => role === 'owner').map(([partition]) => partition)
      metrics.partitions.set(owned.length)
      log.info({ owned, consumers }, 'the partitions are shared anew among the consumers of this site')
    },
    caughtUp: (partition, nextOffset) => log.info({ partition, nextOffset }, 'caught up with the sales log'),
    gaveWay: partition => log.debug({ partition }, 'another consumer of this site went ahead in this partition'),
    standingBy: (partition, nextOffset) =>
      log.info({ partition, nextOffset }, 'another consumer of this site folds this partition; standing by'),
    tookOver: (partition, nextOffset) =>
      log.info({ partition, nextOffset }, 'this partition stood still with records waiting; taking over'),
    gaveBack: holds => log.info({ holds }, 'gave back holds over the limit per tournament'),
    gaveNotice: notices => metrics.notices.inc(notices),
    abandoned: reservations => log.info({ reservations }, 'marked reservations abandoned that never reached the log'),
  }
}

const causeOf = ({ cause, message }: Error): string => (cause instanceof Error ? cause.message : message)

function tellDeadLetters(log: Logger, metrics: ConsumerMetrics, { partition, deadLetters }: Changes): void {
  const { partition: number } = partition
  for (const { reason } of deadLetters) metrics.deadLetters.inc({ reason })
  for (const { offset, reason } of deadLetters.slice(0, deadLetterLinesMax)) {
    log.warn({ partition: number, offset, reason }, 'dead letter: a record was not applied')
  }
  const more = deadLetters.length - deadLetterLinesMax
  if (more > 0) log.warn({ partition: number, more }, 'dead letters: more records of the same batch were not applied')
}

function tellOversold(log: Logger, metrics: ConsumerMetrics, partition: number, entry: JournalEntry): void {
  const { game, category, quantity, site, offset, detail } = entry
  metrics.oversoldSeats.inc(quantity ?? 0)
  const where = { partition, offset, game, category, site, seats: quantity, total: detail?.['total'] ?? null }
  log.warn(where, 'oversold: more seats were announced as sold than there are')
}
