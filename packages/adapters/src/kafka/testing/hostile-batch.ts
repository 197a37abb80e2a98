import { crc32c } from '../records/crc32c.ts'
import type { Writable } from '../records/encode-batch.ts'
import { encodeBatch } from '../records/encode-batch.ts'

export type Fields = {
  readonly baseOffset?: number
  readonly attributes?: number
  readonly lastOffsetDelta?: number
  readonly baseMs?: bigint
  readonly maxMs?: bigint
  readonly count?: number
  /** In place of the records, compressed or however broken. */
  readonly body?: (records: Buffer) => Buffer
}

/** The records of a batch, as they stand behind its header. */
export const bodyOf = (records: readonly Writable[]): Buffer => batchOf(records).subarray(61)

/** A batch with whatever its header should say, and a checksum that fits: what a hostile sender can write. */
export function batchOf(records: readonly Writable[], fields: Fields = {}): Buffer {
  const plain = encodeBatch({ producerId: -1n, producerEpoch: -1, sequence: -1, timestampMs: 1_000 }, records)
  const bytes = Buffer.concat([plain.subarray(0, 61), fields.body?.(plain.subarray(61)) ?? plain.subarray(61)])
  bytes.writeBigInt64BE(BigInt(fields.baseOffset ?? 0), 0)
  bytes.writeInt32BE(bytes.length - 12, 8)
  bytes.writeInt16BE(fields.attributes ?? 0, 21)
  bytes.writeInt32BE(fields.lastOffsetDelta ?? Math.max(0, records.length - 1), 23)
  bytes.writeBigInt64BE(fields.baseMs ?? 1_000n, 27)
  bytes.writeBigInt64BE(fields.maxMs ?? 2_000n, 35)
  bytes.writeInt32BE(fields.count ?? records.length, 57)
  return seal(bytes)
}

/** Make the checksum fit. */
export function seal(batch: Buffer): Buffer {
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17)
  return batch
}
