import type { LogEntry } from '@matchday/domain/inventory/entry'
import type { RawRecord } from '@matchday/domain/ports/sales-log'
import { decodeRecord } from '../../wire/decode-record.ts'
import { withRaw } from '../../wire/raw-entry.ts'
import { malformed } from '../../wire/text-record.ts'
import type { Batch } from './open-batch.ts'

export type ReadableBatch = Exclude<Batch, { kind: 'damaged' }>

/**
 * Entries of one batch, from an offset on, up to `max`.
 * @returns where to go on: behind the last entry, or behind the batch
 */
export function takeEntries(batch: ReadableBatch, from: number, max: number, into: LogEntry[]): number {
  switch (batch.kind) {
    case 'gap':
      return batch.last + 1
    case 'records': {
      const { records } = batch
      const start = records.indexFrom(from)
      const end = Math.min(records.count, start + max)
      for (let index = start; index < end; index++) {
        const raw = records.recordAt(index)
        into.push(entryOf(batch, records.offsetOf(index), raw, decodeRecord(raw)))
      }
      return end === records.count ? batch.last + 1 : records.offsetOf(end)
    }
    case 'undecodable': {
      const start = Math.max(from, batch.first)
      const end = Math.min(batch.last + 1, start + max)
      for (let offset = start; offset < end; offset++) {
        const raw = offset === batch.first ? batch.raw : { ...nothing, timestampMs: batch.raw.timestampMs }
        into.push(entryOf(batch, offset, raw, malformed('undecodable')))
      }
      return end
    }
    default:
      return batch satisfies never
  }
}

const nothing = { key: null, value: null, headers: [] }

const entryOf = ({ stampedBy }: Batch, offset: number, raw: RawRecord, said: LogEntry['said']): LogEntry =>
  withRaw({ offset, timestampMs: raw.timestampMs, stampedBy, said }, raw)
