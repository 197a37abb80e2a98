import type { ReservationRecord } from '@matchday/domain/reservation/reservation'
import { sql } from 'slonik'
import { z } from 'zod'
import { arrayOf } from './array-literal.ts'
import type { BulkPool, BulkQuery, BulkRow } from './bulk-pool.ts'
import { reaching } from './database-fault.ts'
import type { OrdinaryPool } from './ordinary-pool.ts'
import { doorOf, isCount } from './rows/bad-row.ts'
import { isHold } from './rows/ids.ts'
import { reservationColumns, reservationSchema } from './rows/reservation-row.ts'

/** Reservations looked at together, and how often in one call at most: the next call goes on from there. */
const chunkMax = 1_000
const chunksMax = 100

/** One after which to look on. */
export type Place = { readonly createdAtMs: number; readonly id: string }

export const firstId = '00000000-0000-0000-0000-000000000000'
const sweepSchema = z.object({ sweptToMs: z.int() }).describe('reservation_sweep')

/**
 * Reservations none of whose holds the log knows. What was looked at and heard of is not looked at again: the place is
 * kept, and moves on past the unheard once they are abandoned. It supposes that a record is written less than the
 * caller's age limit after the time it carries.
 */
export async function unheardOf(
  { bulk, ordinary }: { readonly bulk: BulkPool; readonly ordinary: OrdinaryPool },
  beforeMs: number,
  max: number,
): Promise<readonly ReservationRecord[]> {
  const [sweep] = await ordinary.rows(sql.type(sweepSchema)`SELECT swept_to_ms AS "sweptToMs" FROM reservation_sweep`)
  let place: Place = { createdAtMs: sweep?.sweptToMs ?? 0, id: firstId }
  const found: Place[] = []
  for (let chunk = 0; chunk < chunksMax && found.length < max; chunk++) {
    const { unheard, last } = await lookFrom(bulk, place, beforeMs)
    found.push(...unheard)
    if (last === null) break
    place = last
  }
  await keepPlace(ordinary, found[0]?.createdAtMs ?? place.createdAtMs)
  return found.length === 0 ? [] : recordsOf(ordinary, found.slice(0, max))
}

// Almost every reservation was heard of, so the server looks at them all and names the others: the rows are not sent.
// OFFSET 0 keeps each look one by key: joined freely, a plan made for few holds reads them all for each reservation.
const chunkText = `
  WITH chunk AS MATERIALIZED (
    SELECT r.created_at_ms, r.id, r.site, r.items FROM reservation r
    WHERE (r.created_at_ms, r.id) > ($1::bigint, $2::uuid) AND r.created_at_ms < $3 AND r.abandoned_at_ms IS NULL
    ORDER BY r.created_at_ms, r.id LIMIT $4
  ),
  unheard AS (
    SELECT r.created_at_ms, r.id FROM chunk r
    WHERE NOT EXISTS (
      SELECT FROM json_array_elements(r.items) AS item, json_array_elements(item -> 'holds') AS asked
      CROSS JOIN LATERAL (
        SELECT FROM hold h
        WHERE h.game = (item ->> 'game')::smallint AND h.site = r.site AND h.id = (asked ->> 'id')::uuid
        OFFSET 0
      ) AS known
    )
    ORDER BY r.created_at_ms, r.id
  )
  SELECT created_at_ms, id, true FROM unheard
  UNION ALL
  (SELECT created_at_ms, id, false FROM chunk ORDER BY created_at_ms DESC, id DESC LIMIT 1)`

export const unheardQuery = ({ createdAtMs, id }: Place, beforeMs: number): BulkQuery => ({
  name: 'unheard', text: chunkText, values: [createdAtMs, id, beforeMs, chunkMax],
})

type Look = { readonly unheard: readonly Place[]; readonly last: Place | null }

async function lookFrom(bulk: BulkPool, place: Place, beforeMs: number): Promise<Look> {
  const rows = await reaching(() => bulk.run(unheardQuery(place, beforeMs)))
  const last = rows.find(([, , isUnheard]) => isUnheard === false)
  return {
    unheard: rows.filter(([, , isUnheard]) => isUnheard === true).map(placeOf),
    last: last === undefined ? null : placeOf(last),
  }
}

function placeOf([createdAtMs, id]: BulkRow): Place {
  const door = doorOf('reservation', String(id))
  return { createdAtMs: door.is(createdAtMs, isCount, 'created_at_ms'), id: door.is(id, isHold, 'id') }
}

const recordsOf = (ordinary: OrdinaryPool, places: readonly Place[]): Promise<readonly ReservationRecord[]> =>
  ordinary.rows(sql.type(reservationSchema)`
    SELECT ${reservationColumns} FROM reservation r
    WHERE r.id = ANY(${arrayOf(places, ({ id }) => id)}::uuid[]) ORDER BY r.created_at_ms, r.id`)

const keepPlace = (ordinary: OrdinaryPool, sweptToMs: number): Promise<readonly unknown[]> =>
  ordinary.rows(sql.type(z.object({}))`
    UPDATE reservation_sweep SET swept_to_ms = ${sweptToMs} WHERE swept_to_ms < ${sweptToMs}`)
