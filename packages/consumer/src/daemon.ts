import { checkLog } from '@matchday/adapters/federation/check-log'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { FoldTools } from '@matchday/domain/inventory/state'
import type { Chance } from '@matchday/domain/ports/chance'
import type { Clock } from '@matchday/domain/ports/clock'
import type { Convergence } from '@matchday/domain/ports/convergence'
import type { Decisions } from '@matchday/domain/ports/decisions'
import type { MemberId, Membership } from '@matchday/domain/ports/membership'
import type { Reservations } from '@matchday/domain/ports/reservations'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import type { SiteCopy } from '@matchday/domain/ports/site-copy'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { stateDigests } from './digest-loop.ts'
import { createMetrics } from './metrics.ts'
import { giveNotices } from './notice-loop.ts'
import { createReports } from './reports.ts'
import { followSales } from './sales-loop.ts'
import type { Work } from './share-partitions.ts'
import { sharePartitions } from './share-partitions.ts'
import { sideBySide } from './side-by-side.ts'
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
  /** This consumer among those of its site. */
  readonly member: MemberId
  readonly membership: Membership
  readonly tools: FoldTools
  readonly clock: Clock
  readonly chance: Chance
  readonly pause: Pause
  readonly log: Logger
  /** One registry a consumer: metric names carry no site. */
  readonly registry: Registry
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
 * Keep one site's copy true, alone or with other consumers of the site: fold the sales log, end due holds of a quiet
 * one, state digests, give notice to sites that do not wait; give back what is over the limit per tournament, and mark
 * what never reached the log. When one loop cannot go on, all stop: half a copy sells half a basket.
 * @throws Misconfigured when the log is not the one that `federation.json` speaks of, or does not name this site
 */
export function startConsumer(parts: ConsumerParts): Consumer {
  const { site, federation, salesLog, log } = parts
  checkLog(federation, salesLog, site)
  const reports = createReports(log, createMetrics(parts.registry, parts.convergence))
  const giveBackBell = createBell(parts.pause)
  const noticeBells = Array.from({ length: salesLog.partitions }, () => createBell(parts.pause))
  const onNotices = (partition: number): void => noticeBells[partition]?.ring()
  const loopParts = { ...parts, reports, decisionTimeoutMs, onGiveBacks: giveBackBell.ring, onNotices }
  const work: Work = (partition, role, signal) => {
    if (role === 'stand-by') return followSales(loopParts, partition, role, signal)
    const bell = noticeBells[partition] ?? createBell(parts.pause)
    return sideBySide(ending => [
      followSales(loopParts, partition, role, ending),
      tickLateHolds(loopParts, partition, ending),
      stateDigests(loopParts, partition, ending),
      giveNotices(loopParts, partition, bell, ending),
    ], signal)
  }
  const stopping = new AbortController()
  log.info({ site, logId: salesLog.logId, partitions: salesLog.partitions }, 'consumer started')
  warnOfAnnouncers(federation, log)
  const running = sideBySide(signal => [
    sharePartitions(loopParts, work, signal),
    giveBackHolds(loopParts, giveBackBell, signal),
    abandonUnheardReservations(loopParts, signal),
  ], stopping.signal)
  const stopped = endOf(running, log)
  return {
    close: async () => {
      stopping.abort()
      await stopped
    },
    stopped,
  }
}

async function endOf(running: Promise<void>, log: Logger): Promise<Ended> {
  try {
    await running
    log.info('consumer stopped')
    return { kind: 'closed' }
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    log.fatal({ err: error }, `consumer stopped: ${error.message}`)
    return { kind: 'failed', error }
  }
}
