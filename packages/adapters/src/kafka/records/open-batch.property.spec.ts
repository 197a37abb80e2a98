import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { batchOf, seal } from '../testing/hostile-batch.ts'
import type { Writable } from './encode-batch.ts'
import { encodedMax, encodeBatch } from './encode-batch.ts'
import type { Batch } from './open-batch.ts'
import { openBatch, sliceBatches } from './open-batch.ts'
import type { LoggedRecord } from './take-records.ts'
import { takeRecords } from './take-records.ts'

const bytes = fc.uint8Array({ maxLength: 300 }).map(drawn => Buffer.from(drawn))
const field = fc.oneof(fc.constant(null), bytes)
const record: fc.Arbitrary<Writable> = fc.record({
  key: field,
  value: field,
  headers: fc.array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 80 }), field), { maxLength: 6 }),
})
const records = fc.array(record, { minLength: 1, maxLength: 8 })

/** All that a batch holds, by `max` at a time. */
function allOf(batch: Batch, max: number): LoggedRecord[] {
  const all: LoggedRecord[] = []
  if (batch.kind === 'damaged') return all
  for (let at = batch.first; at <= batch.last;) {
    const some: LoggedRecord[] = []
    at = takeRecords(batch, at, max, some)
    all.push(...some)
  }
  return all
}

describe('a batch', () => {
  it('is read as it was written', async () => {
    await fc.assert(fc.asyncProperty(records, fc.integer({ min: 1, max: 9 }), async (written, max) => {
      const batch = encodeBatch({ producerId: 1n, producerEpoch: 0, sequence: 0, timestampMs: 5 }, written)
      expect(batch.length - 61).toBeLessThanOrEqual(written.reduce((sum, one) => sum + encodedMax(one), 0))
      const entries = allOf(await openBatch(batch), max)
      expect(entries.map(({ raw }) => raw)).toEqual(written.map(one => ({ ...one, timestampMs: 5 })))
    }))
  })

  it('with one byte changed is damaged, or the same but for its offset', async () => {
    const drawn = fc.tuple(records, fc.nat(), fc.integer({ min: 1, max: 255 }))
    await fc.assert(fc.asyncProperty(drawn, async ([written, at, change]) => {
      const batch = batchOf(written)
      const before = allOf(await openBatch(batch), 100).map(({ raw }) => raw)
      const place = at % batch.length
      batch.writeUInt8(batch.readUInt8(place) ^ change, place)
      for (const part of sliceBatches(batch)) {
        const opened = await openBatch(part)
        // The base offset, the frame's length and the leader's epoch are not under the checksum: the log fills them in.
        if (opened.kind === 'records') expect(allOf(opened, 100).map(({ raw }) => raw)).toEqual(before)
        else expect(['damaged', 'undecodable']).toContain(opened.kind)
      }
    }), { numRuns: 500 })
  })

  it('of any bytes under a right checksum says the same, however much is read at once', async () => {
    const hostile = fc.tuple(records, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat(40))
    await fc.assert(fc.asyncProperty(hostile, fc.integer({ min: 1, max: 5 }), async ([written, changes, cut], max) => {
      const whole = batchOf(written)
      const batch = Buffer.from(whole.subarray(0, Math.max(61, whole.length - cut)))
      // Of the records' bytes, and of their count.
      for (const [at, value] of changes) batch.writeUInt8(value, 57 + (at % (batch.length - 57)))
      const opened = await openBatch(seal(batch))
      const [some, all] = [allOf(opened, max), allOf(opened, 100)]
      expect(some).toEqual(all)
      expect(some.map(({ offset }) => offset)).toEqual(some.map(({ offset }) => offset).toSorted((a, b) => a - b))
      if (opened.kind === 'undecodable') expect(all).toHaveLength(written.length)
    }), { numRuns: 1_000 })
  })

  it('of any bytes at all is some batch', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 12, maxLength: 200 }), async drawn => {
      const opened = await openBatch(Buffer.from(drawn))
      expect(['damaged', 'undecodable']).toContain(opened.kind)
    }), { numRuns: 500 })
  })
})
