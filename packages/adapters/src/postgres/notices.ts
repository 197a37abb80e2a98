import type { OwedNotice } from '@matchday/domain/inventory/notices'
import type { NoticeTerms } from '@matchday/domain/ports/site-copy'
import { noticeTriesMax } from '@matchday/domain/ports/site-copy'
import type { BulkPool } from './bulk-pool.ts'
import { arraysOf, namesOf, unnestOf } from './columns.ts'
import { noticeColumns, noticePlaceWritten, readNotice } from './rows/notice-row.ts'

// A notice is removed by the commit that moves the partition past it, so one that is still there on this snapshot was
// not in the log before next_offset.
const takeText = `
  WITH free AS MATERIALIZED (
    SELECT log_offset, step FROM notice
    WHERE partition = $1 AND (taken_at_ms IS NULL OR (taken_at_ms < $3 AND tries < ${noticeTriesMax} AND EXISTS (
      SELECT FROM partition_state WHERE partition = $1 AND next_offset >= $4
    )))
    ORDER BY log_offset, step LIMIT $5
    FOR UPDATE SKIP LOCKED
  )
  UPDATE notice n SET taken_at_ms = $2, tries = n.tries + 1 FROM free f
  WHERE n.partition = $1 AND n.log_offset = f.log_offset AND n.step = f.step
  RETURNING ${noticeColumns('n')}`

/** Notices that nobody else gets, in the order they are owed, at most `max`. */
export async function takeNotices(
  pool: BulkPool,
  partition: number,
  { nowMs, againBeforeMs, end }: NoticeTerms,
  max: number,
): Promise<OwedNotice[]> {
  const values = [partition, nowMs, againBeforeMs, end, max]
  const rows = await pool.run({ name: 'take-notices', text: takeText, values })
  return rows.map(readNotice).sort((a, b) => a.offset - b.offset || a.step - b.step)
}

const leaveText = `
  UPDATE notice n SET taken_at_ms = NULL, tries = n.tries - 1
  FROM ${unnestOf(noticePlaceWritten, 2)} AS l(${namesOf(noticePlaceWritten)})
  WHERE n.partition = $1 AND n.log_offset = l.log_offset AND n.step = l.step`

export async function leaveNotices(pool: BulkPool, partition: number, left: readonly OwedNotice[]): Promise<void> {
  await pool.run({ name: 'leave-notices', text: leaveText, values: [partition, ...arraysOf(noticePlaceWritten, left)] })
}
