import { createHmac } from 'node:crypto'
import type { LogEntry, Said } from '../inventory/entry.ts'
import type { Federation } from '../inventory/federation.ts'
import type { BuyerHash } from '../inventory/ids.ts'
import type { CatalogueView } from '../inventory/catalogue-view.ts'
import type { Decisions } from '../ports/decisions.ts'
import type { LogChunk, SalesLog } from '../ports/sales-log.ts'
import type { SiteCopy } from '../ports/site-copy.ts'
import { applySales } from '../usecases/apply-sales.ts'
import type { PlaceHoldsPorts } from '../usecases/place-holds.ts'
import type { Guard, LittleStore } from './little-store.ts'
import { decidedOf, littleCopy, littleReservations, nextDueOf, unguarded } from './little-store.ts'
import { site as siteId, toolsFor } from './world.ts'

/** One partition of the log, in memory, and the clock that stamps it. */
export type LittleLog = { nowMs: number; readonly entries: LogEntry[] }

export const littleLog = (nowMs = 1_000): LittleLog => ({ nowMs, entries: [] })

/** Append a record. @returns its offset */
export function say(log: LittleLog, said: Said): number {
  const offset = log.entries.length
  log.entries.push({ offset, timestampMs: log.nowMs, stampedBy: 'log', said })
  return offset
}

const chunkOf = ({ entries }: LittleLog, offset: number, max: number): LogChunk => ({
  entries: entries.slice(offset, offset + max),
  rawOf: at => ({ key: null, value: null, headers: [], timestampMs: entries[at]?.timestampMs ?? 0 }),
  next: Math.min(offset + max, entries.length),
  end: entries.length,
})

/**
 * A process of a site: its ports over the real fold, each as small as its contract allows. Several may share one store
 * and one log.
 */
export type LittleSite = PlaceHoldsPorts & {
  readonly salesLog: SalesLog
  readonly copy: SiteCopy
  /** Fold what the log has, `max` records at a time. */
  readonly consume: (max?: number) => Promise<void>
}

export function littleSite(
  log: LittleLog,
  store: LittleStore,
  federation: Federation,
  { name = 'a', guard = unguarded }: { readonly name?: string; readonly guard?: Guard } = {},
): LittleSite {
  const site = siteId(name)
  const clock = () => log.nowMs
  const copy = littleCopy(store, clock)
  const consume = async (max = 100): Promise<void> => {
    while (!store.isStuck && store.whole.partition.nextOffset < log.entries.length) {
      const { partition } = store.whole
      const chunk = chunkOf(log, partition.nextOffset, max)
      const applied = await applySales({ site, copy, tools: toolsFor(federation) }, partition, chunk)
      if (applied.kind === 'applied' && applied.changes.stop !== null) return
    }
    if (!store.isStuck) store.caughtUpAtMs = clock()
  }
  let ids = 0
  return {
    site, clock, copy, consume,
    calendar: clock,
    keyedHash: text => createHmac('sha256', `secret of ${name}`).update(text).digest('hex'),
    hashBuyer: email => createHmac('sha256', 'federation').update(email).digest('base64url') as BuyerHash,
    newId: () => `${name}-${log.entries.length}-${ids++}`,
    decisionTimeoutMs: 100,
    salesLog: littleSalesLog(log, guard),
    decisions: littleDecisions(store, consume, guard),
    reservations: littleReservations(store, guard),
    catalogue: { view: () => viewOf(store, federation), follow: () => () => {} },
  }
}

function littleSalesLog(log: LittleLog, guard: Guard): SalesLog {
  return {
    logId: 'log',
    partitions: 1,
    append: record => guard('append', () => ({ partition: 0, offset: say(log, record) })),
    appendRaw: () => Promise.reject(new RangeError('this log keeps what is said, not bytes')),
    read: ({ offset }, max) => guard('read', () => chunkOf(log, offset, max)),
    end: () => guard('end', () => log.entries.length),
    onAppended: () => () => {},
    close: () => Promise.resolve(),
  }
}

function littleDecisions(store: LittleStore, consume: () => Promise<void>, guard: Guard): Decisions {
  return {
    after: async (positions, holds) => {
      await consume()
      const isFolded = positions.every(({ offset }) => offset < store.whole.partition.nextOffset)
      return guard('decisions', () => (isFolded ? decidedOf(store, holds) : 'timeout'))
    },
  }
}

const viewOf = (store: LittleStore, federation: Federation): CatalogueView => ({
  revision: store.whole.partition.nextOffset,
  games: store.whole.games,
  federation,
  caughtUpAtMs: store.caughtUpAtMs,
  nextDueMs: nextDueOf(store),
})
