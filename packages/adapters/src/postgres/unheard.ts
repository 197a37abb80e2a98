import { holdKey } from '@matchday/domain/inventory/ids'
import type { ReservationRecord } from '@matchday/domain/reservation/reservation'
import { holdRefsOf } from '@matchday/domain/reservation/reservation'
import { sql } from 'slonik'
import { z } from 'zod'
import type { BulkPool } from './bulk-pool.ts'
import { decidedOf } from './hold-lookup.ts'
import type { OrdinaryPool } from './ordinary-pool.ts'
import { reservationColumns, reservationSchema } from './rows/reservation-row.ts'

/** Reservations looked at together, and how often in one call at most: the next call goes on from there. */
const chunkMax = 1_000
const chunksMax = 100

type Place = { readonly createdAtMs: number; readonly id: string }

const firstId = '00000000-0000-0000-0000-000000000000'
const sweepSchema = z.object({ sweptToMs: z.int() }).describe('reservation_sweep')

/**
 * Reservations none of whose holds the log knows. What was looked at and heard of is not looked at again: the place is
 * kept, and moves on past the unheard once they are abandoned. It supposes that a record is written less than the
 * caller's age limit after the time it carries.
 */
export async function unheardOf(
  pools: { readonly bulk: BulkPool; readonly ordinary: OrdinaryPool },
  beforeMs: number,
  max: number,
): Promise<ReservationRecord[]> {
  const { ordinary } = pools
  const [sweep] = await ordinary.rows(sql.type(sweepSchema)`SELECT swept_to_ms AS "sweptToMs" FROM reservation_sweep`)
  let place: Place = { createdAtMs: sweep?.sweptToMs ?? 0, id: firstId }
  const found: ReservationRecord[] = []
  for (let chunk = 0; chunk < chunksMax && found.length < max; chunk++) {
    const records = await chunkFrom(ordinary, place, beforeMs)
    found.push(...(await unheardIn(pools.bulk, records)))
    const last = records.at(-1)
    if (last === undefined) break
    place = last
  }
  await keepPlace(ordinary, found[0]?.createdAtMs ?? place.createdAtMs)
  return found.slice(0, max)
}

const chunkFrom = (ordinary: OrdinaryPool, place: Place, beforeMs: number): Promise<readonly ReservationRecord[]> =>
  ordinary.rows(sql.type(reservationSchema)`
    SELECT ${reservationColumns} FROM reservation r
    WHERE (r.created_at_ms, r.id) > (${place.createdAtMs}, ${place.id}::uuid)
      AND r.created_at_ms < ${beforeMs} AND r.abandoned_at_ms IS NULL
    ORDER BY r.created_at_ms, r.id LIMIT ${chunkMax}`)

async function unheardIn(bulk: BulkPool, records: readonly ReservationRecord[]): Promise<ReservationRecord[]> {
  const heard = await decidedOf(bulk, records.flatMap(holdRefsOf))
  return records.filter(record => holdRefsOf(record).every(ref => !heard.has(holdKey(ref))))
}

const keepPlace = (ordinary: OrdinaryPool, sweptToMs: number): Promise<readonly unknown[]> =>
  ordinary.rows(sql.type(z.object({}))`
    UPDATE reservation_sweep SET swept_to_ms = ${sweptToMs} WHERE swept_to_ms < ${sweptToMs}`)
