import { checkLog } from '@matchday/adapters/federation/check-log'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { FoldTools } from '@matchday/domain/inventory/state'
import type { Chance } from '@matchday/domain/ports/chance'
import type { Clock } from '@matchday/domain/ports/clock'
import type { Convergence } from '@matchday/domain/ports/convergence'
import type { Decisions } from '@matchday/domain/ports/decisions'
import type { Reservations } from '@matchday/domain/ports/reservations'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import type { SiteCopy } from '@matchday/domain/ports/site-copy'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { stateDigests } from './digest-loop.ts'
import type { MasterListParts } from './feed-loop.ts'
import { followFeed } from './feed-loop.ts'
import { createFeedReports } from './feed-reports.ts'
import { createMetrics } from './metrics.ts'
import { giveNotices } from './notice-loop.ts'
import { createReports } from './reports.ts'
import { followSales } from './sales-loop.ts'
import { abandonUnheardReservations, giveBackHolds, tickLateHolds } from './side-loops.ts'
import type { Pause } from './time.ts'
import { createBell } from './time.ts'
import { warnOfAnnouncers } from './warn-of-announcers.ts'

export type ConsumerParts = {
  readonly site: SiteId
  /** This site's newest `federation.json`. */
  readonly federation: Federation
  readonly salesLog: SalesLog
  readonly copy: SiteCopy
  readonly decisions: Decisions
  readonly reservations: Reservations
  readonly convergence: Convergence
  readonly tools: FoldTools
  readonly clock: Clock
  readonly chance: Chance
  readonly pause: Pause
  readonly log: Logger
  /** One registry a consumer: metric names carry no site. */
  readonly registry: Registry
  /** The master-list topic, at the site of the federation's publisher; other sites ignore it. */
  readonly masterList?: MasterListParts
}

/** Why a consumer ended: it was asked to, or it cannot go on and says why. */
export type Ended = { readonly kind: 'closed' } | { readonly kind: 'failed'; readonly error: Error }

export type Consumer = {
  /** Finish the batches in flight and stop. The parts stay open: they belong to whoever made them. */
  readonly close: () => Promise<void>
  /** Resolves when all loops have stopped; it never rejects. */
  readonly stopped: Promise<Ended>
}

/** How long to wait for this site's copy to get to the end of the log before a reservation is called abandoned. */
const decisionTimeoutMs = 2_000

/**
 * Keep one site's copy true: fold the sales log, end due holds of a quiet one, give back what is over the limit per
 * tournament, give notice to sites that do not wait, mark what never reached the log. When one loop cannot go on, all
 * stop: half a copy sells half a basket.
 * @throws Misconfigured when the log is not the one that `federation.json` speaks of, or does not name this site
 */
export function startConsumer(parts: ConsumerParts): Consumer {
  const { site, federation, salesLog, log, registry, masterList } = parts
  checkLog(federation, salesLog, site)
  const reports = createReports(log, createMetrics(registry, parts.convergence))
  const giveBackBell = createBell(parts.pause)
  const partitions = Array.from({ length: salesLog.partitions }, (_, partition) => partition)
  const noticeBells = partitions.map(() => createBell(parts.pause))
  const onNotices = (partition: number): void => noticeBells[partition]?.ring()
  const loopParts = { ...parts, reports, decisionTimeoutMs, onGiveBacks: giveBackBell.ring, onNotices }
  const stopping = new AbortController()
  const { signal } = stopping
  log.info({ site, logId: salesLog.logId, partitions: salesLog.partitions }, 'consumer started')
  warnOfAnnouncers(federation, log)
  const loops = [
    ...partitions.map(partition => followSales(loopParts, partition, signal)),
    ...partitions.map(partition => tickLateHolds(loopParts, partition, signal)),
    ...noticeBells.map((bell, partition) => giveNotices(loopParts, partition, bell, signal)),
    ...partitions.map(partition => stateDigests(loopParts, partition, signal)),
    giveBackHolds(loopParts, giveBackBell, signal),
    abandonUnheardReservations(loopParts, signal),
    ...(masterList === undefined ? [] : [
      followFeed({ ...loopParts, ...masterList, feedReports: createFeedReports(log, registry, reports) }, signal),
    ]),
  ]
  const stopped = endOf(loops, stopping, log)
  return {
    close: async () => {
      stopping.abort()
      await stopped
    },
    stopped,
  }
}

/** The first failure stops the other loops; only it is reported, for the others' follow from it. */
async function endOf(loops: readonly Promise<void>[], stopping: AbortController, log: Logger): Promise<Ended> {
  let failure: Error | null = null
  const guarded = loops.map(loop =>
    loop.catch((thrown: unknown) => {
      failure ??= thrown instanceof Error ? thrown : new Error(String(thrown))
      stopping.abort()
    }),
  )
  await Promise.all(guarded)
  const error = failure as Error | null
  if (error === null) {
    log.info('consumer stopped')
    return { kind: 'closed' }
  }
  log.fatal({ err: error }, `consumer stopped: ${error.message}`)
  return { kind: 'failed', error }
}
