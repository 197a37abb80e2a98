import type { LogEntry } from '@matchday/domain/inventory/entry'
import type { LogChunk, RawRecord } from '@matchday/domain/ports/sales-log'
import { decodeText } from '../wire/decode-record.ts'
import { rawRecord } from '../wire/text-record.ts'
import { recordOf } from './lines.ts'

/** The most records of one batch; the table's own check allows no more. */
export const batchMax = 1_000

/** Records as they were appended together; all have the same time. */
export type Batch = { readonly first: number; readonly timeMs: number; readonly lines: readonly string[] }

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
