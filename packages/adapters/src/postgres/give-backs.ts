import type { GiveBack } from '@matchday/domain/ports/site-copy'
import type { BulkPool } from './bulk-pool.ts'
import { holdColumns, readHold } from './rows/hold-row.ts'

// Those whose hold has ended are closed on the way, so that what was given back long ago is not looked at again.
const text = `
  WITH closed AS (
    UPDATE give_back g SET open = false FROM hold h
    WHERE g.open AND h.game = g.game AND h.site = g.site AND h.id = g.id AND h.state <> 'held'
  )
  SELECT ${holdColumns('h')} FROM give_back g JOIN hold h USING (game, site, id)
  WHERE g.open AND h.state = 'held' ORDER BY game, site, id LIMIT $1`

/** Live holds that are to be given back, at most `max`. */
export async function openGiveBacks(pool: BulkPool, max: number): Promise<GiveBack[]> {
  const rows = await pool.run({ name: 'give-backs', text, values: [max] })
  return rows.map(readHold).map(({ game, site, id, category, quantity, price }) => ({
    game, site, id, category, quantity, price,
  }))
}
