import type { RawRecord } from '@matchday/domain/ports/sales-log'
import type { Batch } from './open-batch.ts'

/** One place in a partition, and what stands there. */
export type LoggedRecord = {
  readonly offset: number
  readonly stampedBy: 'log' | 'sender'
  readonly raw: RawRecord
  /** Why its batch cannot be taken apart, if it cannot; then `raw` is what is kept of it. */
  readonly undecodable: string | null
}

export type ReadableBatch = Exclude<Batch, { kind: 'damaged' }>

/**
 * Records of one batch, from an offset on, up to `max`.
 * @returns where to go on: behind the last of them, or behind the batch
 */
export function takeRecords(batch: ReadableBatch, from: number, max: number, into: LoggedRecord[]): number {
  const { stampedBy } = batch
  switch (batch.kind) {
    case 'gap':
      return batch.last + 1
    case 'records': {
      const { records } = batch
      const start = records.indexFrom(from)
      const end = Math.min(records.count, start + max)
      for (let index = start; index < end; index++) {
        into.push({ offset: records.offsetOf(index), stampedBy, raw: records.recordAt(index), undecodable: null })
      }
      return end === records.count ? batch.last + 1 : records.offsetOf(end)
    }
    case 'undecodable': {
      const { first, raw: whole, why: undecodable } = batch
      const end = Math.min(batch.last + 1, Math.max(from, first) + max)
      for (let offset = Math.max(from, first); offset < end; offset++) {
        // The batch is kept once, with the first of its records.
        const raw = offset === first ? whole : { ...whole, value: null }
        into.push({ offset, stampedBy, raw, undecodable })
      }
      return end
    }
    default:
      return batch satisfies never
  }
}

/** @throws RangeError where none has that offset */
export function rawAt(records: readonly LoggedRecord[], offset: number): RawRecord {
  const found = records.find(record => record.offset === offset)
  if (found === undefined) throw new RangeError(`offset ${offset} is not in this chunk`)
  return found.raw
}
