import type { GameNumber } from '@matchday/domain/game/ids'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { GameStock } from '@matchday/domain/inventory/stock'
import { arrayOf } from './array-literal.ts'
import type { BulkPool, BulkQuery } from './bulk-pool.ts'
import { partitionColumns, partitionTables, readPartition } from './rows/federation-row.ts'
import { categoryColumns, gameColumns, readGames } from './rows/game-row.ts'

export type FoundCatalogue = {
  readonly games: ReadonlyMap<GameNumber, GameStock>
  /** The newest in force in any partition. */
  readonly federation: Federation | null
  readonly nextDueMs: number | null
}

const isWanted = '($1::smallint[] IS NULL OR g.game = ANY ($1))'

const partitionsText = `
  SELECT ${partitionColumns}, next_due.at_ms
  FROM ${partitionTables}
  LEFT JOIN LATERAL (
    SELECT h.expires_at_ms AS at_ms FROM hold h
    WHERE h.partition = p.partition AND h.state = 'held' AND h.expires_at_ms >= p.due_from_ms
    ORDER BY h.expires_at_ms LIMIT 1
  ) AS next_due ON true`

/** Games of all partitions (null: every one), and what holds for all of them, on one snapshot. */
export function readCatalogue(pool: BulkPool, games: readonly GameNumber[] | null): Promise<FoundCatalogue> {
  const named = games === null ? null : arrayOf(games, game => game)
  const query = (name: string, text: string): BulkQuery => ({ name, text, values: [named] })
  const partitionsQuery = { name: 'catalogue-partitions', text: partitionsText, values: [] }
  return pool.readTwice(
    run => Promise.all([
      run(query('catalogue-games', `SELECT ${gameColumns} FROM game g WHERE ${isWanted}`)),
      run(query(
        'catalogue-categories',
        `SELECT ${categoryColumns} FROM game g JOIN category_stock c ON c.game = g.game WHERE ${isWanted}`,
      )),
      run(partitionsQuery),
    ]),
    (_, [gameRows, categoryRows, partitionRows]) => {
      const federations = partitionRows.map(row => readPartition(row).federation).filter(found => found !== null)
      const dues = partitionRows.map(row => row.at(-1)).filter(due => typeof due === 'number')
      return Promise.resolve({
        games: readGames(gameRows, categoryRows),
        federation: federations.sort((a, b) => b.version - a.version)[0] ?? null,
        nextDueMs: dues.length === 0 ? null : Math.min(...dues),
      })
    },
  )
}
