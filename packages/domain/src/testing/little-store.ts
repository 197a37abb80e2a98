import { noDigests } from '../inventory/digest-standing.ts'
import { holdKey } from '../inventory/ids.ts'
import type { BuyerHash, HoldRef } from '../inventory/ids.ts'
import type { JournalEntry } from '../inventory/journal.ts'
import type { WholePartition } from '../inventory/whole.ts'
import { applyChanges, emptyWhole } from '../inventory/whole.ts'
import type { Decided } from '../inventory/decided.ts'
import type { Reservations } from '../ports/reservations.ts'
import type { SiteCopy } from '../ports/site-copy.ts'
import type { ReservationId } from '../reservation/ids.ts'
import type { ReservationRecord } from '../reservation/reservation.ts'
import { holdRefsOf } from '../reservation/reservation.ts'
import type { LittleNotices } from './little-notices.ts'
import { littleNotices } from './little-notices.ts'
import { narrowTo } from './narrow.ts'

/** What a site keeps: its copy of one partition, its reservations and what it gives back and owes notice of. */
export type LittleStore = {
  readonly whole: WholePartition
  readonly journal: JournalEntry[]
  readonly records: Map<ReservationId, ReservationRecord>
  readonly giveBacks: Map<string, HoldRef>
  readonly notices: LittleNotices
  caughtUpAtMs: number
  /** The consumer stands still: nobody hears of a decision. */
  isStuck: boolean
}

export const littleStore = (): LittleStore => ({
  whole: emptyWhole(0), journal: [], records: new Map(), giveBacks: new Map(), notices: littleNotices(),
  caughtUpAtMs: 0, isStuck: false,
})

/** Puts something in the way of a port's operation. */
export type Guard = <Result>(name: string, operation: () => Result) => Promise<Result>
export const unguarded: Guard = (_, operation) => Promise.resolve().then(operation)

export const decidedOf = ({ whole, giveBacks }: LittleStore, refs: readonly HoldRef[]): Map<string, Decided> =>
  new Map(refs.map(holdKey).flatMap(key => {
    const hold = whole.holds.get(key)
    return hold === undefined ? [] : [[key, { hold, givenBack: giveBacks.has(key) }] as const]
  }))

/** Seats a buyer has over all games, held and sold. */
export function seatsOf({ whole }: LittleStore, buyer: BuyerHash): number {
  const own = [...whole.buyers.values()].filter(tally => tally.buyer === buyer)
  return own.reduce((sum, { held, sold }) => sum + held + sold, 0)
}

/** When the next live hold is due; null: there is none. */
export function nextDueOf({ whole }: LittleStore): number | null {
  const due = [...whole.holds.values()].flatMap(hold => (hold.state === 'held' ? [hold.expiresAtMs] : []))
  return due.length === 0 ? null : Math.min(...due)
}

export function littleReservations(store: LittleStore, guard: Guard): Reservations {
  const newestFirst = () => [...store.records.values()].sort((a, b) => b.createdAtMs - a.createdAtMs)
  const isUnheard = (record: ReservationRecord, beforeMs: number) =>
    record.createdAtMs < beforeMs && record.abandonedAtMs === null && decidedOf(store, holdRefsOf(record)).size === 0
  return {
    open: (record, limit) => guard('open', () => {
      const before = store.records.get(record.id)
      if (before !== undefined) return { kind: 'exists', record: before }
      const has = seatsOf(store, record.buyer)
      const asked = record.items.reduce((sum, { quantity }) => sum + quantity, 0)
      if (limit !== null && has + asked > limit) return { kind: 'over-tournament-limit', has }
      store.records.set(record.id, record)
      return { kind: 'opened' }
    }),
    find: id => guard('find', () => store.records.get(id) ?? null),
    ofSession: (session, max) =>
      guard('ofSession', () => newestFirst().filter(record => record.session === session).slice(0, max)),
    holds: refs => guard('holds', () => decidedOf(store, refs)),
    unheard: (beforeMs, max) =>
      guard('unheard', () => newestFirst().filter(record => isUnheard(record, beforeMs)).slice(0, max)),
    abandon: (ids, abandonedAtMs) => guard('abandon', () => {
      const records = ids.map(id => store.records.get(id)).filter(record => record !== undefined)
      for (const record of records) store.records.set(record.id, { ...record, abandonedAtMs })
    }),
  }
}

export function littleCopy(store: LittleStore, clock: () => number): SiteCopy {
  const { whole } = store
  return {
    partition: () => Promise.resolve(whole.partition),
    load: (partition, touched) => {
      const buyers = [...touched.buyers.values()].map(({ buyer }) => buyer)
      const buyerTotals = new Map(buyers.map(buyer => [buyer, seatsOf(store, buyer)]))
      return Promise.resolve({ state: { ...narrowTo(whole, touched), partition }, buyerTotals, digests: noDigests })
    },
    commit: ({ expectedOffset, changes, giveBacks, notices }) => {
      if (whole.partition.nextOffset !== expectedOffset) return Promise.resolve('stale')
      applyChanges(whole, changes)
      store.journal.push(...changes.journal)
      for (const ref of giveBacks) store.giveBacks.set(holdKey(ref), ref)
      store.notices.keep(notices)
      return Promise.resolve('committed')
    },
    reportCaughtUp: () => {
      store.caughtUpAtMs = clock()
      return Promise.resolve()
    },
    nextDueMs: () => Promise.resolve(nextDueOf(store)),
    pendingGiveBacks: max => {
      const given = [...decidedOf(store, [...store.giveBacks.values()]).values()].map(({ hold }) => hold)
      return Promise.resolve(given.filter(({ state }) => state === 'held').slice(0, max))
    },
    takeNotices: (_, terms, max) => Promise.resolve(store.notices.take(terms, whole.partition.nextOffset, max)),
    leaveNotices: (_, notices) => Promise.resolve(store.notices.leave(notices)),
  }
}
