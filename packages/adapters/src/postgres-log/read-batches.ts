import type { LogChunk } from '@matchday/domain/ports/sales-log'
import { LogOutOfRange, Unavailable } from '@matchday/domain/ports/unavailable'
import type { Pool } from 'pg'
import { isDatabaseFault } from '../postgres/database-fault.ts'
import type { Batch } from './batch.ts'
import { batchMax, chunkOf } from './batch.ts'

/** The log's end, and a batch; nulls where there is none. */
type BatchRow = [string, string, string, string, string] | [string, null, null, null, null]

/** By the key's range: a batch that reaches past `from` ends before `from` + max + the size of a batch. */
const statement = `
  SELECT head.next_offset, batch.first_offset, batch.last_offset, batch.time_ms, batch.records
  FROM log_head AS head
  LEFT JOIN log_batch AS batch
    ON batch.last_offset >= $1::bigint AND batch.last_offset < $2::bigint AND batch.first_offset < $3::bigint
  ORDER BY batch.last_offset`

/**
 * Up to `max` entries from `from` on.
 * @throws LogOutOfRange where the log has no such offset and it is not the next one
 * @throws Unavailable
 */
export async function readEntries(pool: Pool, from: number, max: number): Promise<LogChunk> {
  const values = [from, from + max + batchMax, from + max]
  const { rows } = await reachingLog(() =>
    pool.query<BatchRow>({ name: 'read', text: statement, values, rowMode: 'array' }),
  )
  const end = Number(rows[0]?.[0])
  const chunk = chunkOf(rows.flatMap(batchOf), end, from, max)
  const found = chunk.entries[0]?.offset ?? end
  if (found !== from) throw new LogOutOfRange(0, from, Math.min(found, end), end)
  return chunk
}

function batchOf([, first, last, timeMs, records]: BatchRow): Batch[] {
  if (first === null) return []
  const lines = records.split('\n')
  if (lines.length !== Number(last) - Number(first) + 1) {
    throw new Error(`the batch of offsets ${first} to ${last} holds ${lines.length} records`)
  }
  return [{ first: Number(first), timeMs: Number(timeMs), lines }]
}

/** One past the last offset. @throws Unavailable */
export async function endOf(pool: Pool): Promise<number> {
  const { rows } = await reachingLog(() =>
    pool.query<[string]>({ name: 'end', text: 'SELECT next_offset FROM log_head', rowMode: 'array' }),
  )
  return Number(rows[0]?.[0])
}

/** Reading changes nothing, so whatever breaks on the way is only this: the log cannot be reached. */
export async function reachingLog<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw isDatabaseFault(error) ? new Unavailable('sales-log', error) : error
  }
}
