import type { RawRecord } from '@matchday/domain/ports/sales-log'
import type { Reader } from './reader.ts'
import { createReader } from './reader.ts'
import { Undecodable } from './undecodable.ts'

/** The records of a batch that was found to be whole; each is taken apart when it is asked for. */
export type OpenedRecords = {
  readonly count: number
  readonly offsetOf: (index: number) => number
  readonly recordAt: (index: number) => RawRecord
  /** The first record from `offset` on; `count` where there is none. */
  readonly indexFrom: (offset: number) => number
}

export type BatchFrame = {
  readonly first: number
  readonly last: number
  /** What the records' own timestamps are told from. */
  readonly baseMs: number
  /** The log's stamp, which is that of every record; null where the sender's count. */
  readonly logMs: number | null
}

/** A record of nothing: length, attributes, two deltas, two lengths of null, no headers. */
const recordMinBytes = 7

/**
 * Go over all records once, to know that each can be taken apart.
 * @param count as the batch's header says
 * @throws Undecodable unless `body` is exactly that many records with ascending offsets of the batch's range
 */
export function openRecords(body: Buffer, count: number, frame: BatchFrame): OpenedRecords {
  if (count < 0 || count > body.length / recordMinBytes) throw new Undecodable(`${count} records do not fit`)
  const starts = new Int32Array(count)
  const deltas = new Int32Array(count)
  const reader = createReader(body)
  let before = -1
  for (let index = 0; index < count; index++) {
    starts[index] = reader.at
    const delta = passOver(reader)
    if (delta <= before || frame.first + delta > frame.last) throw new Undecodable('an offset is out of place')
    deltas[index] = before = delta
  }
  if (reader.at !== reader.end) throw new Undecodable('something follows the last record')
  const offsetOf = (index: number): number => frame.first + (deltas[index] ?? NaN)
  return {
    count,
    offsetOf,
    recordAt: index => recordAt(createReader(body, starts[index]), frame),
    indexFrom: offset => firstIndex(count, index => offsetOf(index) >= offset),
  }
}

/** @returns the record's offset delta. @throws Undecodable where a field does not fit in the record */
function passOver(reader: Reader): number {
  const length = reader.varint()
  const end = reader.at + length
  reader.skip(1)
  reader.varlong()
  const delta = reader.varint()
  passOverBytes(reader)
  passOverBytes(reader)
  const headers = reader.varint()
  if (headers < 0) throw new Undecodable('fewer headers than none')
  for (let index = 0; index < headers; index++) {
    reader.skip(reader.varint())
    passOverBytes(reader)
  }
  if (reader.at !== end) throw new Undecodable('a record does not end where it says')
  return delta
}

function passOverBytes(reader: Reader): void {
  const length = reader.varint()
  if (length !== -1) reader.skip(length)
}

function recordAt(reader: Reader, { baseMs, logMs }: BatchFrame): RawRecord {
  reader.varint()
  reader.skip(1)
  const sentMs = plainTime(baseMs + reader.varlong())
  reader.varint()
  const key = reader.bytes(reader.varint())
  const value = reader.bytes(reader.varint())
  const headers: [string, Buffer | null][] = []
  for (let left = reader.varint(); left > 0; left--) {
    const name = reader.bytes(reader.varint())?.toString() ?? ''
    headers.push([name, reader.bytes(reader.varint())])
  }
  return { key, value, headers, timestampMs: logMs ?? sentMs }
}

/** A sender may write any 64 bits; what is no time is 0, and nobody goes by it. */
export const plainTime = (ms: number): number => (Number.isSafeInteger(ms) && ms >= 0 ? ms : 0)

/** The first index, of `count`, from which on `holds`; `count` where there is none. */
function firstIndex(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
