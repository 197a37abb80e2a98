import type { GiveBack } from '@matchday/domain/ports/site-copy'
import type { BulkPool } from './bulk-pool.ts'
import { holdColumns, readHold } from './rows/hold-row.ts'

const holdOf = (columns: string, state: string): string =>
  `CROSS JOIN LATERAL (
    SELECT ${columns} FROM hold h
    WHERE h.game = o.game AND h.site = o.site AND h.id = o.id AND h.state ${state} OFFSET 0
  ) AS h`

// Those whose hold has ended are closed on the way, so that what was given back long ago is not looked at again.
// OFFSET 0 keeps Postgres from starting at the other end, with every hold there is.
const text = `
  WITH open AS MATERIALIZED (SELECT game, site, id FROM give_back WHERE open),
  closed AS (
    UPDATE give_back g SET open = false FROM open o ${holdOf('h.id', "<> 'held'")}
    WHERE g.game = o.game AND g.site = o.site AND g.id = o.id
  )
  SELECT ${holdColumns('h')} FROM open o ${holdOf('h.*', "= 'held'")}
  ORDER BY h.game, h.site, h.id LIMIT $1`

/** Live holds that are to be given back, at most `max`. */
export async function openGiveBacks(pool: BulkPool, max: number): Promise<GiveBack[]> {
  const rows = await pool.run({ name: 'give-backs', text, values: [max] })
  return rows.map(readHold).map(({ game, site, id, category, quantity, price }) => ({
    game, site, id, category, quantity, price,
  }))
}
