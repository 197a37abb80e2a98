import type { RawRecord } from '@matchday/domain/ports/sales-log'
import { crc32c } from './crc32c.ts'
import { decompress } from './decompress.ts'
import type { OpenedRecords } from './open-records.ts'
import { openRecords, plainTime } from './open-records.ts'
import { Undecodable } from './undecodable.ts'

/** The offsets that a batch takes, and who stamped it. */
type Span = {
  readonly first: number
  readonly last: number
  readonly stampedBy: 'log' | 'sender'
}

/** A record batch as it came from the log. */
export type Batch = Span &
  (
    | { readonly kind: 'records'; readonly records: OpenedRecords }
    /** Its offsets hold nothing for a reader: the end of a transaction, or what compaction left. */
    | { readonly kind: 'gap' }
    /** Cannot be decoded by anybody: those who wrote it wrote it so. */
    | { readonly kind: 'undecodable'; readonly why: string; readonly raw: RawRecord }
    /** Not what the log accepted: it checks the sum of every batch that is written. Read again, it may be whole. */
    | { readonly kind: 'damaged'; readonly why: string }
  )

/** Of every batch, whatever its version: the base offset, and the length of what follows. */
const frameLength = 12
const headerLength = 61
const controlBit = 0x20
const logAppendTimeBit = 0x08
const codecMask = 0x07

/**
 * The whole batches at the start of `bytes`, in order; the log cuts the last one off where its answer is full.
 * @returns a batch of version 2 or later each, or an old message set
 */
export function sliceBatches(bytes: Buffer): Buffer[] {
  const batches: Buffer[] = []
  for (let at = 0; at + frameLength <= bytes.length;) {
    const end = at + frameLength + Math.max(0, bytes.readInt32BE(at + 8))
    if (end > bytes.length) break
    batches.push(bytes.subarray(at, end))
    at = end
  }
  return batches
}

/**
 * Look into one batch. What it says of its records, all of it, depends on its bytes alone, so that every reader of the
 * log finds the same, however much it asks for at once.
 * @throws Error for want of memory, or whatever else is no fault of the bytes
 */
export async function openBatch(bytes: Buffer): Promise<Batch> {
  const first = offsetAt(bytes, 0)
  if (!Number.isSafeInteger(first) || first < 0) return damaged(first, 'no log is that long')
  if (bytes.length <= 16) return damaged(first, 'it is cut off')
  const version = bytes.readInt8(16)
  if (version < 2) return old(first, bytes)
  if (bytes.length < headerLength) return damaged(first, 'it is cut off')
  if (version > 2) return damaged(first, `it has version ${version}, which is not known here`)
  if (bytes.readUInt32BE(17) !== crc32c(bytes.subarray(21))) return damaged(first, 'its checksum is wrong')

  const attributes = bytes.readInt16BE(21)
  const count = bytes.readInt32BE(57)
  const span: Span = {
    first,
    last: first + bytes.readInt32BE(23),
    stampedBy: attributes & logAppendTimeBit ? 'log' : 'sender',
  }
  if (span.last < first) return damaged(first, 'it ends before it begins')
  if (attributes & controlBit || count === 0) return { ...span, kind: 'gap' }
  try {
    const body = await decompress(attributes & codecMask, bytes.subarray(headerLength))
    const stamps = { baseMs: timeAt(bytes, 27), logMs: span.stampedBy === 'log' ? timeAt(bytes, 35) : null }
    return { ...span, kind: 'records', records: openRecords(body, count, { ...span, ...stamps }) }
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error
    return { ...span, kind: 'undecodable', why: error.message, raw: rawOf(bytes, timeAt(bytes, 35)) }
  }
}

const damaged = (first: number, why: string): Batch =>
  ({ first, last: first, stampedBy: 'sender', kind: 'damaged', why })

/** The message sets of before 2017, which no broker takes any more. */
const old = (first: number, bytes: Buffer): Batch => ({
  first,
  last: first,
  stampedBy: 'sender',
  kind: 'undecodable',
  why: 'it has a format of before Kafka 0.11',
  raw: rawOf(bytes, 0),
})

/** What is kept of a batch that cannot be taken apart: all of it, as if it were the value of its first record. */
const rawOf = (bytes: Buffer, timestampMs: number): RawRecord => ({ key: null, value: bytes, headers: [], timestampMs })

const offsetAt = (bytes: Buffer, at: number): number => Number(bytes.readBigInt64BE(at))

const timeAt = (bytes: Buffer, at: number): number => plainTime(Number(bytes.readBigInt64BE(at)))
