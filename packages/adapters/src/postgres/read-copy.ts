import type { CopyState } from '@matchday/domain/inventory/compare-copies'
import { emptyPartition } from '@matchday/domain/inventory/state'
import type { BulkPool } from './bulk-pool.ts'
import { reaching } from './database-fault.ts'
import { partitionColumns, partitionTables, readPartition } from './rows/federation-row.ts'
import { categoryColumns, gameColumns, readGames } from './rows/game-row.ts'
import { pendingColumns, readQueues } from './rows/pending-row.ts'

const queries = {
  partition: `SELECT ${partitionColumns} FROM ${partitionTables} WHERE p.partition = $1`,
  games: `SELECT ${gameColumns} FROM game g WHERE g.partition = $1`,
  categories: `
    SELECT ${categoryColumns} FROM game g JOIN category_stock c ON c.game = g.game WHERE g.partition = $1`,
  pendings: `SELECT ${pendingColumns} FROM announced_pending a WHERE a.partition = $1`,
} as const

/**
 * A whole partition as it stood at one moment, but for its hold rows; consumers may go on meanwhile.
 * @throws Unavailable, BadRow
 */
export const readCopy = (pool: BulkPool, partition: number): Promise<CopyState> =>
  reaching(() =>
    pool.readTwice(
      run => {
        const read = (name: keyof typeof queries) =>
          run({ name: `copy-${name}`, text: queries[name], values: [partition] })
        return Promise.all([read('partition'), read('games'), read('categories'), read('pendings')])
      },
      (_, [[row], games, categories, pendings]) =>
        Promise.resolve({
          partition: row === undefined ? emptyPartition(partition) : readPartition(row),
          games: readGames(games, categories),
          queues: readQueues(pendings),
        }),
    ),
  )
