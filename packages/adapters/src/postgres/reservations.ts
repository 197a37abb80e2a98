import type { Opened, Reservations } from '@matchday/domain/ports/reservations'
import type { ReservationId } from '@matchday/domain/reservation/ids'
import type { ReservationRecord } from '@matchday/domain/reservation/reservation'
import { sql } from 'slonik'
import { z } from 'zod'
import { createBatcher } from '../batching/batcher.ts'
import type { BulkPool } from './bulk-pool.ts'
import type { HoldLookup } from './hold-lookup.ts'
import type { Asked } from './open-reservations.ts'
import { openTogether } from './open-reservations.ts'
import type { OrdinaryPool } from './ordinary-pool.ts'
import { reservationColumns, reservationSchema } from './rows/reservation-row.ts'
import { unheardOf } from './unheard.ts'

/** Records of one statement at most. */
const openMax = 500

export type ReservationPools = { readonly bulk: BulkPool; readonly ordinary: OrdinaryPool }

/** This site's reservations in Postgres. */
export function reservationsOn(pools: ReservationPools, lookup: HoldLookup): Reservations {
  const { bulk, ordinary } = pools
  const find = async (id: ReservationId): Promise<ReservationRecord | null> => {
    const [record] = await ordinary.rows(sql.type(reservationSchema)`
      SELECT ${reservationColumns} FROM reservation r WHERE r.id = ${id}`)
    return record ?? null
  }

  const openBatch = (asked: readonly Asked[]) => openTogether(bulk, asked)
  const batcher = createBatcher(openBatch, { max: openMax, concurrency: 2 })
  /** By id, what is being opened: one statement takes an id once. */
  const opening = new Map<ReservationId, Promise<Opened>>()
  const openOne = async (asked: Asked): Promise<Opened> => {
    const answer = await batcher.add(asked)
    if (answer.kind !== 'exists') return answer
    const record = await find(asked.record.id)
    if (record === null) throw new Error(`reservation ${asked.record.id} is there and is not`)
    return { kind: 'exists', record }
  }
  const open: Reservations['open'] = async (record, tournamentLimit) => {
    for (;;) {
      const before = opening.get(record.id)
      if (before === undefined) break
      await before.catch(() => {})
    }
    const opened = openOne({ record, tournamentLimit })
    opening.set(record.id, opened)
    try {
      return await opened
    } finally {
      opening.delete(record.id)
    }
  }

  return {
    open,
    find,
    ofSession: (session, max) =>
      ordinary.rows(sql.type(reservationSchema)`
        SELECT ${reservationColumns} FROM reservation r
        WHERE r.session = ${session} ORDER BY r.created_at_ms DESC, r.id LIMIT ${max}`),
    holds: refs => lookup.add(refs),
    unheard: (beforeMs, max) => unheardOf(pools, beforeMs, max),
    abandon: async (ids, atMs) => {
      await ordinary.rows(sql.type(z.object({}))`
        UPDATE reservation SET abandoned_at_ms = ${atMs}
        WHERE id = ANY(${sql.array(ids, 'uuid')}) AND abandoned_at_ms IS NULL`)
    },
  }
}
