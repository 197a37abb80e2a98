import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it, jest } from '@jest/globals'
import { batchOf, seal } from '../testing/hostile-batch.ts'
import type { Writable } from './encode-batch.ts'
import { encodeBatch } from './encode-batch.ts'
import { openBatch, sliceBatches } from './open-batch.ts'
import type { LoggedRecord, ReadableBatch } from './take-records.ts'
import { takeRecords } from './take-records.ts'

const record = (value: string, headers: Writable['headers'] = []): Writable => ({ key: '7', value, headers })
const three = [record('{}'), record('a'), { key: null, value: null, headers: [['x', null], ['x', 'y']] } as const]

async function recordsOf(bytes: Buffer, from = 0, max = 1_000): Promise<{ records: LoggedRecord[]; next: number }> {
  const records: LoggedRecord[] = []
  const next = takeRecords((await openBatch(bytes)) as ReadableBatch, from, max, records)
  return { records, next }
}
const stampOf = ({ stampedBy, raw }: LoggedRecord) => [stampedBy, raw.timestampMs]
const valuesOf = (records: readonly LoggedRecord[]) => records.map(({ raw }) => raw.value?.toString() ?? null)

describe('the records of a batch', () => {
  it('are those that were written', async () => {
    const { records, next } = await recordsOf(batchOf(three, { baseOffset: 5 }))
    expect(records.map(({ offset }) => offset)).toEqual([5, 6, 7])
    expect(next).toBe(8)
    expect(records.map(({ raw }) => raw)).toEqual([
      { key: Buffer.from('7'), value: Buffer.from('{}'), headers: [], timestampMs: 1_000 },
      { key: Buffer.from('7'), value: Buffer.from('a'), headers: [], timestampMs: 1_000 },
      { key: null, value: null, headers: [['x', null], ['x', Buffer.from('y')]], timestampMs: 1_000 },
    ])
  })

  it('may be read from any of them, as many as are wanted', async () => {
    const batch = batchOf(three, { baseOffset: 5 })
    expect(valuesOf((await recordsOf(batch, 6, 1)).records)).toEqual(['a'])
    expect((await recordsOf(batch, 6, 1)).next).toBe(7)
    expect(valuesOf((await recordsOf(batch, 0, 2)).records)).toEqual(['{}', 'a'])
    expect((await recordsOf(batch, 8, 2)).records).toEqual([])
  })

  it('have the time that the log put on all of them, or each its sender’s', async () => {
    const byLog = await recordsOf(batchOf(three, { attributes: 0x08 }))
    expect(byLog.records.map(stampOf)).toEqual(Array.from({ length: 3 }, () => ['log', 2_000]))
    const bySender = await recordsOf(batchOf(three))
    expect(bySender.records.map(stampOf)).toEqual(Array.from({ length: 3 }, () => ['sender', 1_000]))
  })

  const times = [[-1n, 0], [2n ** 62n, 0], [-(2n ** 63n), 0], [12n, 12]] as const
  it.each(times)('have no time that is none: %d', async (time, read) => {
    for (const fields of [{ baseMs: time }, { attributes: 0x08, maxMs: time }]) {
      const { records } = await recordsOf(batchOf([record('{}')], fields))
      expect(records[0]?.raw.timestampMs).toBe(read)
    }
  })

  it('count although their transaction is open, or was given up', async () => {
    expect((await recordsOf(batchOf(three, { attributes: 0x10 }))).records).toHaveLength(3)
  })

  it('may have gaps between them, and behind them, where the log was compacted', async () => {
    const { records, next } = await recordsOf(batchOf([record('{}')], { lastOffsetDelta: 9 }))
    expect(records).toHaveLength(1)
    expect(next).toBe(10)
  })

  it('are read in every codec', async () => {
    for (const [codec, compress] of [[1, gzipSync], [4, zstdCompressSync]] as const) {
      const batch = batchOf(three, { attributes: codec, body: body => compress(body) })
      expect(valuesOf((await recordsOf(batch)).records)).toEqual(['{}', 'a', null])
    }
  })

  it('with 100,000 headers take a time that grows as they do', async () => {
    const header = (_: unknown, at: number) => [`h${at % 10}`, 'v'] as const
    const many = (count: number) => record('{}', Array.from({ length: count }, header))
    const readsFor = async (count: number) => {
      const batch = batchOf([many(count)])
      const reads = jest.spyOn(Buffer.prototype, 'readUInt8')
      const { records } = await recordsOf(batch)
      expect(records[0]?.raw.headers).toHaveLength(count)
      const { length } = reads.mock.calls
      reads.mockRestore()
      return length
    }
    expect((await readsFor(65)) / 65).toBeLessThan(20)
    expect((await readsFor(100_000)) / 100_000).toBeLessThan(10)
  })
})

describe('a batch that holds nothing for a reader', () => {
  it.each([
    ['the end of a transaction', batchOf([record('{}')], { baseOffset: 4, attributes: 0x30 })],
    ['what compaction left of one', batchOf([], { baseOffset: 4, lastOffsetDelta: 0 })],
  ])('%s, is a gap', async (_, batch) => {
    expect(await recordsOf(batch, 4)).toEqual({ records: [], next: 5 })
  })
})

describe('a batch that cannot be taken apart', () => {
  const swelling = zstdCompressSync(Buffer.alloc(400_000_000))
  it.each([
    ['does not decompress', batchOf(three, { attributes: 1 })],
    ['swells to 400 MB', batchOf(three, { attributes: 4, body: () => swelling })],
    ['has a codec that does not exist', batchOf(three, { attributes: 7 })],
    ['is cut off in a record', batchOf(three, { body: body => body.subarray(0, -1) })],
    ['has something behind its records', batchOf(three, { body: body => Buffer.concat([body, Buffer.of(0)]) })],
    ['has fewer records than it says', batchOf(three, { count: 4 })],
    ['has fewer records than none', batchOf(three, { count: -1 })],
    ['says that it has two thousand million', batchOf(three, { count: 2 ** 31 - 1 })],
    ['has a record beyond its last offset', batchOf(three, { lastOffsetDelta: 1 })],
  ])('because it %s, is a dead letter for each of its offsets', async (_, bytes) => {
    bytes.writeBigInt64BE(20n, 0)
    const last = bytes.readInt32BE(23)
    const { records, next } = await recordsOf(bytes)
    const offsets = Array.from({ length: last + 1 }, (_none, at) => 20 + at)
    expect(records.map(({ offset }) => offset)).toEqual(offsets)
    expect(next).toBe(21 + last)
    for (const { offset, raw, undecodable } of records) {
      expect(undecodable).not.toBeNull()
      expect(raw).toMatchObject({ key: null, value: offset === 20 ? bytes : null, headers: [] })
    }
  })

  it('moves the clock all the same, where the log stamped it', async () => {
    const { records } = await recordsOf(batchOf(three, { attributes: 0x09 }))
    expect(records.map(stampOf)).toEqual(Array.from({ length: 3 }, () => ['log', 2_000]))
  })

  it('is so however much of it is read at once', async () => {
    const bytes = batchOf(three, { attributes: 1 })
    expect((await recordsOf(bytes, 1, 1)).records.map(({ offset }) => offset)).toEqual([1])
    expect((await recordsOf(bytes, 1, 1)).next).toBe(2)
  })

  it('of a format that no broker writes, is one', async () => {
    const bytes = batchOf(three)
    bytes.writeInt8(1, 16)
    const { records } = await recordsOf(bytes)
    expect(records).toMatchObject([{ offset: 0, undecodable: expect.stringContaining('format') }])
  })
})

describe('a batch that is not as the log took it', () => {
  const whole = () => batchOf(three)
  const broken: [string, Buffer][] = [
    ['has another checksum', Buffer.from(whole().fill(1, 70, 71))],
    ['is of a version to come', whole().fill(3, 16, 17)],
    ['is cut off', seal(whole()).subarray(0, 40)],
    ['ends before it begins', batchOf(three, { lastOffsetDelta: -1 })],
  ]
  it.each(broken)('because it %s, is to be read again', async (_, bytes) => {
    expect(await openBatch(bytes)).toMatchObject({ kind: 'damaged', first: 0 })
  })
})

describe('batches in an answer', () => {
  it('are cut where they end, and the last is left out where it is cut off', () => {
    const batches = [batchOf(three), batchOf([record('b')]), batchOf(three)]
    const bytes = Buffer.concat(batches)
    expect(sliceBatches(bytes)).toEqual(batches)
    expect(sliceBatches(bytes.subarray(0, -1))).toEqual(batches.slice(0, 2))
    expect(sliceBatches(Buffer.alloc(0))).toEqual([])
    expect(sliceBatches(bytes.subarray(0, 11))).toEqual([])
  })

  it('do not go on for ever where a length is wrong', () => {
    expect(sliceBatches(Buffer.alloc(120)).length).toBe(10)
    expect(sliceBatches(Buffer.alloc(120, 0xff)).length).toBe(10)
  })
})

describe('a batch that is written', () => {
  it('says who wrote it, and its numbers', () => {
    const bytes = encodeBatch({ producerId: 2n ** 40n, producerEpoch: 3, sequence: 9, timestampMs: 77 }, three)
    expect(bytes.readBigInt64BE(43)).toBe(2n ** 40n)
    expect(bytes.readInt16BE(51)).toBe(3)
    expect(bytes.readInt32BE(53)).toBe(9)
    expect([bytes.readBigInt64BE(27), bytes.readBigInt64BE(35)]).toEqual([77n, 77n])
  })
})
