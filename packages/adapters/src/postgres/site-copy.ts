import type { BatchCommit, SiteCopy } from '@matchday/domain/ports/site-copy'
import { emptyPartition } from '@matchday/domain/inventory/state'
import type { BulkPool } from './bulk-pool.ts'
import { commit } from './commit.ts'
import { reaching } from './database-fault.ts'
import { openGiveBacks } from './give-backs.ts'
import { load } from './load.ts'
import { leaveNotices, takeNotices } from './notices.ts'
import { tellOfEnd } from './notification.ts'
import { doorOf, isInteger } from './rows/bad-row.ts'
import { partitionColumns, partitionTables, readPartition } from './rows/federation-row.ts'

const partitionText = `SELECT ${partitionColumns} FROM ${partitionTables} WHERE p.partition = $1`

// From due_from_ms on there may be index entries of holds that were sold or released since; the next search starts
// behind them, unless a commit came in between. Where no hold is live, behind everything.
const nextDueText = `
  WITH place AS (SELECT due_from_ms, next_offset FROM partition_state WHERE partition = $1),
  found AS (
    SELECT expires_at_ms FROM hold
    WHERE partition = $1 AND state = 'held' AND expires_at_ms >= (SELECT due_from_ms FROM place)
    ORDER BY expires_at_ms LIMIT 1
  ),
  remembered AS (
    UPDATE partition_state p SET due_from_ms = coalesce((SELECT expires_at_ms FROM found), ${Number.MAX_SAFE_INTEGER})
    FROM place
    WHERE p.partition = $1 AND p.next_offset = place.next_offset
      AND p.due_from_ms < coalesce((SELECT expires_at_ms FROM found), ${Number.MAX_SAFE_INTEGER})
  )
  SELECT expires_at_ms FROM found`

/**
 * This site's copy in Postgres. It writes and reads by statements made for bulk; see `commit` and `load`.
 * @param committed hears at once of each batch that was written here
 */
export const siteCopyOn = (pool: BulkPool, committed: (batch: BatchCommit) => void = () => {}): SiteCopy => ({
  partition: partition =>
    reaching(async () => {
      const [row] = await pool.run({ name: 'partition', text: partitionText, values: [partition] })
      return row === undefined ? emptyPartition(partition) : readPartition(row)
    }),
  load: (partition, touched) => reaching(() => load(pool, partition, touched)),
  commit: async batch => {
    const outcome = await reaching(() => commit(pool, batch))
    // Not before whoever folds has gone on: while buyers are answered, Postgres can do the next batch.
    if (outcome === 'committed') setImmediate(committed, batch)
    return outcome
  },
  reportCaughtUp: partition =>
    reaching(async () => {
      await pool.run(tellOfEnd(partition))
    }),
  nextDueMs: partition =>
    reaching(async () => {
      const [row] = await pool.run({ name: 'next-due', text: nextDueText, values: [partition] })
      if (row === undefined) return null
      return doorOf('hold', `next of partition ${partition}`).is(row[0], isInteger, 'expires_at_ms')
    }),
  pendingGiveBacks: max => reaching(() => openGiveBacks(pool, max)),
  takeNotices: (partition, terms, max) => reaching(() => takeNotices(pool, partition, terms, max)),
  leaveNotices: (partition, notices) => reaching(() => leaveNotices(pool, partition, notices)),
})
