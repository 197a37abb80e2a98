import { crc32c } from './crc32c.ts'

/** Text goes out as UTF-8. */
type Field = string | Uint8Array | null

/** A record to be written, of text or of bytes. */
export type Writable = {
  readonly key: Field
  readonly value: Field
  readonly headers: readonly (readonly [name: string, value: Field])[]
}

export type BatchHead = {
  readonly producerId: bigint
  readonly producerEpoch: number
  /** Of the first record; the log takes each number once, in order. */
  readonly sequence: number
  /** Of all records; a log that stamps them itself puts its own in its place. */
  readonly timestampMs: number
}

const headerLength = 61
const varintMax = 5
/** The record's attributes, and the delta of its time, which is 0: a byte each. */
const fixedLength = 2

/** The most bytes that a record takes in a batch. */
export function encodedMax({ key, value, headers }: Writable): number {
  let length = fixedLength + 5 * varintMax + sizeOf(key) + sizeOf(value)
  for (const [name, field] of headers) length += 2 * varintMax + sizeOf(name) + sizeOf(field)
  return length
}

/**
 * One record batch of version 2. Not compressed: a record is small, its signature does not shrink, and a batch is as
 * large as the load makes it.
 */
export function encodeBatch(head: BatchHead, records: readonly Writable[]): Buffer {
  const writer = createWriter(records.reduce((sum, record) => sum + encodedMax(record), headerLength), headerLength)
  records.forEach((record, index) => writeRecord(writer, record, index))
  const batch = writer.written()
  batch.fill(0, 0, headerLength)
  batch.writeInt32BE(batch.length - 12, 8)
  batch.writeInt32BE(-1, 12)
  batch.writeInt8(2, 16)
  batch.writeInt32BE(records.length - 1, 23)
  batch.writeBigInt64BE(BigInt(head.timestampMs), 27)
  batch.writeBigInt64BE(BigInt(head.timestampMs), 35)
  batch.writeBigInt64BE(head.producerId, 43)
  batch.writeInt16BE(head.producerEpoch, 51)
  batch.writeInt32BE(head.sequence, 53)
  batch.writeInt32BE(records.length, 57)
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17)
  return batch
}

function writeRecord(writer: Writer, { key, value, headers }: Writable, index: number): void {
  let length = fixedLength + varintLength(index) + fieldLength(key) + fieldLength(value) + varintLength(headers.length)
  for (const [name, field] of headers) length += fieldLength(name) + fieldLength(field)
  writer.varint(length)
  writer.varint(0)
  writer.varint(0)
  writer.varint(index)
  writer.field(key)
  writer.field(value)
  writer.varint(headers.length)
  for (const [name, field] of headers) {
    writer.field(name)
    writer.field(field)
  }
}

const sizeOf = (field: Field): number => (field === null ? 0 : Buffer.byteLength(field))

const fieldLength = (field: Field): number => {
  const size = sizeOf(field)
  return varintLength(field === null ? -1 : size) + size
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)

function varintLength(value: number): number {
  let length = 1
  for (let rest = zigzag(value); rest >= 0x80; rest = Math.floor(rest / 0x80)) length++
  return length
}

type Writer = ReturnType<typeof createWriter>

function createWriter(max: number, start: number) {
  const bytes = Buffer.allocUnsafe(max)
  let at = start
  const varint = (value: number): void => {
    let rest = zigzag(value)
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) at = bytes.writeUInt8((rest % 0x80) | 0x80, at)
    at = bytes.writeUInt8(rest, at)
  }
  const field = (value: Field): void => {
    if (value === null) return varint(-1)
    varint(sizeOf(value))
    if (typeof value === 'string') at += bytes.write(value, at)
    else {
      bytes.set(value, at)
      at += value.length
    }
  }
  return { varint, field, written: () => bytes.subarray(0, at) }
}
