import type { Reservations } from '@matchday/domain/ports/reservations'
import type { ReservationRecord } from '@matchday/domain/reservation/reservation'
import { holdRefsOf } from '@matchday/domain/reservation/reservation'
import type { MemorySiteStore } from './site-store.ts'
import { decidedIn, seatsOfBuyer } from './site-store.ts'

/** This site's reservations, in memory. */
export function memoryReservations(store: MemorySiteStore): Reservations {
  const records = (): ReservationRecord[] => [...store.reservations.values()]
  const isUnheard = (record: ReservationRecord): boolean => decidedIn(store, holdRefsOf(record)).size === 0
  return {
    open: (record, tournamentLimit) => {
      const before = store.reservations.get(record.id)
      if (before !== undefined) return Promise.resolve({ kind: 'exists', record: before })
      const has = seatsOfBuyer(store, record.buyer)
      const asked = record.items.reduce((seats, { quantity }) => seats + quantity, 0)
      if (tournamentLimit !== null && has + asked > tournamentLimit) {
        return Promise.resolve({ kind: 'over-tournament-limit', has })
      }
      store.reservations.set(record.id, record)
      return Promise.resolve({ kind: 'opened' })
    },
    find: id => Promise.resolve(store.reservations.get(id) ?? null),
    ofSession: (session, max) => {
      const own = records().filter(record => record.session === session)
      return Promise.resolve(own.sort(newestFirst).slice(0, max))
    },
    holds: refs => Promise.resolve(decidedIn(store, refs)),
    unheard: (beforeMs, max) => {
      const old = records().filter(record => record.createdAtMs < beforeMs && record.abandonedAtMs === null)
      return Promise.resolve(old.filter(isUnheard).sort((a, b) => newestFirst(b, a)).slice(0, max))
    },
    abandon: (ids, atMs) => {
      for (const id of ids) {
        const record = store.reservations.get(id)
        if (record?.abandonedAtMs === null) store.reservations.set(id, { ...record, abandonedAtMs: atMs })
      }
      return Promise.resolve()
    },
  }
}

const newestFirst = (a: ReservationRecord, b: ReservationRecord): number =>
  b.createdAtMs - a.createdAtMs || byText(a.id, b.id)

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
