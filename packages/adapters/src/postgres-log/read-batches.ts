import type { LogEntry } from '@matchday/domain/inventory/entry'
import type { LogChunk, RawRecord } from '@matchday/domain/ports/sales-log'
import { LogOutOfRange, Unavailable } from '@matchday/domain/ports/unavailable'
import type { Pool } from 'pg'
import { isDatabaseFault } from '../postgres/database-fault.ts'
import { decodeText } from '../wire/decode-record.ts'
import { rawRecord } from '../wire/text-record.ts'
import { batchMax } from './append-batch.ts'
import { recordOf } from './lines.ts'

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

/** Records as they were appended together; all have the same time. */
export type Batch = { readonly first: number; readonly timeMs: number; readonly lines: readonly string[] }

function batchOf([, first, last, timeMs, records]: BatchRow): Batch[] {
  if (first === null) return []
  const lines = records.split('\n')
  if (lines.length !== Number(last) - Number(first) + 1) {
    throw new Error(`the batch of offsets ${first} to ${last} holds ${lines.length} records`)
  }
  return [{ first: Number(first), timeMs: Number(timeMs), lines }]
}

/** What batches, one behind the other, hold from an offset on: up to `max` entries. */
export function chunkOf(batches: readonly Batch[], end: number, from: number, max: number): LogChunk {
  const entries: LogEntry[] = []
  const taken: string[] = []
  for (const { first, timeMs, lines } of batches) {
    for (let index = Math.max(0, from - first); index < lines.length && entries.length < max; index++) {
      const line = lines[index] ?? ''
      taken.push(line)
      entries.push({
        offset: first + index, timestampMs: timeMs, stampedBy: 'log', said: decodeText(recordOf(line)),
      })
    }
  }
  return { entries, next: from + entries.length, end, rawOf: offset => rawOf(entries, taken, offset - from) }
}

function rawOf(entries: readonly LogEntry[], lines: readonly string[], index: number): RawRecord {
  const [entry, line] = [entries[index], lines[index]]
  if (entry === undefined || line === undefined) throw new RangeError(`entry ${index} is not in this chunk`)
  return rawRecord(recordOf(line), entry.timestampMs)
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
