import type { CopyDifference } from '@matchday/domain/inventory/compare-copies'
import type { Hold } from '@matchday/domain/inventory/hold'
import { createRecount } from '@matchday/domain/inventory/recount'
import type { FoldTools } from '@matchday/domain/inventory/state'
import type { BulkPool } from './bulk-pool.ts'
import { reaching } from './database-fault.ts'
import { categoryColumns, gameColumns, readGames } from './rows/game-row.ts'
import { holdColumns, readHold } from './rows/hold-row.ts'

const gamesText = `SELECT ${gameColumns} FROM game g`
const categoriesText = `SELECT ${categoryColumns} FROM category_stock c`
const pageText = `
  SELECT ${holdColumns('h')} FROM hold h WHERE (h.game, h.id, h.site) > ($1::smallint, $2::uuid, $3::text)
  ORDER BY h.game, h.id, h.site LIMIT $4`

const pageRows = 5_000
const beforeAll = [0, '00000000-0000-0000-0000-000000000000', ''] as const

/**
 * Read every hold row, as all stood at one moment, and hold the copy's counters against them. Consumers may go on.
 * @param onRows called with how many rows were read so far
 * @throws Unavailable, BadRow
 */
export const recountRows = (
  pool: BulkPool,
  sha256: FoldTools['sha256'],
  onRows: (rows: number) => void,
): Promise<CopyDifference[]> =>
  reaching(() =>
    pool.snapshot(async run => {
      const games = await run({ name: 'recount-games', text: gamesText, values: [] })
      const categories = await run({ name: 'recount-categories', text: categoriesText, values: [] })
      const recount = createRecount(sha256)
      let rows = 0
      for (let last: Hold | undefined, isMore = true; isMore;) {
        const after = last === undefined ? beforeAll : [last.game, last.id, last.site]
        const page = (await run({ name: 'recount-page', text: pageText, values: [...after, pageRows] })).map(readHold)
        for (const hold of page) recount.add(hold)
        last = page.at(-1)
        isMore = page.length === pageRows
        onRows(rows += page.length)
      }
      return recount.differences(readGames(games, categories))
    }),
  )
