import type { Opened } from '@matchday/domain/ports/reservations'
import type { ReservationRecord } from '@matchday/domain/reservation/reservation'
import type { BulkPool } from './bulk-pool.ts'
import type { Columns } from './columns.ts'
import { arraysOf, namesOf, unnestOf } from './columns.ts'
import { reaching } from './database-fault.ts'
import { doorOf, isCount } from './rows/bad-row.ts'
import { reservationWritten } from './rows/reservation-row.ts'
import { countsFor } from './rows/tally-row.ts'

/** A record to write, and the most seats its buyer may have over all games. */
export type Asked = { readonly record: ReservationRecord; readonly tournamentLimit: number | null }

const seatsOf = ({ items }: ReservationRecord): number => items.reduce((seats, item) => seats + item.quantity, 0)

const askedColumns: Columns<Asked> = [
  ...reservationWritten.map(([name, type, of]) => [name, type, ({ record }: Asked) => of(record)] as const),
  ['seats', 'bigint', ({ record }) => seatsOf(record)],
  ['seats_max', 'bigint', ({ tournamentLimit }) => tournamentLimit],
]

// Not EXISTS: Postgres would look for all in one go, by reading every reservation there is. And answered before it is
// on the disk: the commit of what the log decided is waited for there, and takes everything before it along.
const text = `
  WITH asked AS MATERIALIZED (
    SELECT a.*, had.seats AS has, a.seats_max IS NULL OR had.seats + a.seats <= a.seats_max AS fits
    FROM ${unnestOf(askedColumns, 1)} AS a(${namesOf(askedColumns)})
    CROSS JOIN (SELECT set_config('synchronous_commit', 'off', true)) AS lazily
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(h.quantity - coalesce(cardinality(h.returned_seats), 0)), 0)::bigint AS seats
      FROM hold h WHERE a.seats_max IS NOT NULL AND ${countsFor('a.buyer')}
    ) AS had
  ),
  opened AS (
    INSERT INTO reservation (${namesOf(reservationWritten)})
    SELECT ${namesOf(reservationWritten)} FROM asked WHERE fits
    ON CONFLICT (id) DO NOTHING
    RETURNING id
  )
  SELECT id, true, NULL, NULL, NULL FROM opened
  UNION ALL
  SELECT a.id, false, a.has, a.fits, (SELECT true FROM reservation r WHERE r.id = a.id)
  FROM asked a WHERE a.id NOT IN (SELECT id FROM opened)`

/** `exists`: the record has to be read. */
export type OpenAnswer = Exclude<Opened, { kind: 'exists' }> | { readonly kind: 'exists' }

/**
 * Write records of different ids in one statement; on the disk with this database's next durable commit.
 * @returns one answer a record, in their order
 * @throws Unavailable
 */
export async function openTogether(pool: BulkPool, asked: readonly Asked[]): Promise<OpenAnswer[]> {
  const rows = await reaching(() => pool.run({ name: 'open', text, values: arraysOf(askedColumns, asked) }))
  const opened = new Set(rows.filter(([, isOpened]) => isOpened === true).map(([id]) => id))
  const found = new Map(rows.filter(([, isOpened]) => isOpened !== true).map(row => [row[0], row]))
  return asked.map(({ record: { id } }) => {
    if (opened.has(id)) return { kind: 'opened' }
    const [, , has, fits, existed] = found.get(id) ?? []
    // One that fits and was not written met one that another process wrote meanwhile; existing comes before any limit.
    if (existed === true || fits === true) return { kind: 'exists' }
    return { kind: 'over-tournament-limit', has: doorOf('hold', `of the buyer of ${id}`).is(has, isCount, 'seats') }
  })
}
