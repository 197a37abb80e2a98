import type { Sink } from './sink.ts'
import { createSink } from './sink.ts'
import { Undecodable } from './undecodable.ts'

const magic = 0x184d2204
const blockMaxBytes = new Map([[4, 1 << 16], [5, 1 << 18], [6, 1 << 20], [7, 1 << 22]])

/**
 * One LZ4 frame. Its own checksums are passed over: the checksum of the record batch covers the same bytes.
 * @param max bytes
 * @throws Undecodable for anything else, and for more than `max`
 */
export function decompressLz4(bytes: Buffer, max: number): Buffer {
  const frame = readFrame(bytes)
  const sink = createSink(max, 4 * bytes.length)
  for (let at = frame.start; ;) {
    const head = at + 4 <= bytes.length ? bytes.readUInt32LE(at) : NaN
    at += 4
    if (head === 0) {
      if (at + frame.trailer !== bytes.length) throw new Undecodable('something follows an LZ4 frame')
      return sink.bytes()
    }
    const end = at + (head & 0x7fffffff)
    if (!(end + frame.blockTrailer <= bytes.length)) throw new Undecodable('an LZ4 block is cut off')
    const isStored = head >= 0x80000000
    const length = sink.length()
    if (isStored) store(bytes, at, end, sink)
    else block(bytes.subarray(at, end), frame.areBlocksLinked ? 0 : length, length + frame.blockMax, sink)
    if (sink.length() - length > frame.blockMax) throw new Undecodable('an LZ4 block is longer than its frame allows')
    at = end + frame.blockTrailer
  }
}

function readFrame(bytes: Buffer) {
  if (bytes.length < 7 || bytes.readUInt32LE(0) !== magic) throw new Undecodable('no LZ4 frame')
  const flags = bytes.readUInt8(4)
  const blockMax = blockMaxBytes.get(bytes.readUInt8(5) >>> 4)
  const hasDictionary = (flags & 0x01) !== 0
  if (flags >>> 6 !== 1 || hasDictionary || blockMax === undefined) throw new Undecodable('no LZ4 frame of this kind')
  const hasContentSize = (flags & 0x08) !== 0
  return {
    start: hasContentSize ? 15 : 7,
    blockMax,
    areBlocksLinked: (flags & 0x20) === 0,
    blockTrailer: (flags & 0x10) !== 0 ? 4 : 0,
    trailer: (flags & 0x04) !== 0 ? 4 : 0,
  }
}

function store(bytes: Buffer, start: number, end: number, sink: Sink): void {
  sink.reserve(end - start)
  sink.put(bytes, start, end)
}

/**
 * Sequences of a literal and a copy; the last has only the literal.
 * @param first where copies may reach back to
 * @param last where the block must have ended
 */
function block(bytes: Buffer, first: number, last: number, sink: Sink): void {
  const cursor = { bytes, at: 0 }
  for (;;) {
    const token = nextByte(cursor)
    const literal = lengthOf(cursor, token >>> 4)
    if (cursor.at + literal > bytes.length) throw new Undecodable('an LZ4 literal is cut off')
    reserve(literal)
    sink.put(bytes, cursor.at, cursor.at + literal)
    cursor.at += literal
    if (cursor.at === bytes.length) return
    const distance = nextByte(cursor) | (nextByte(cursor) << 8)
    if (distance === 0 || distance > sink.length() - first) throw new Undecodable('an LZ4 copy of nothing')
    const size = lengthOf(cursor, token & 15) + 4
    reserve(size)
    sink.repeat(distance, size)
  }
  function reserve(size: number): void {
    if (sink.length() + size > last) throw new Undecodable('an LZ4 block is longer than its frame allows')
    sink.reserve(size)
  }
}

type Cursor = { readonly bytes: Buffer; at: number }

function nextByte(cursor: Cursor): number {
  if (cursor.at >= cursor.bytes.length) throw new Undecodable('an LZ4 block is cut off')
  return cursor.bytes.readUInt8(cursor.at++)
}

/** Four bits of the token; where they are all set, every byte that follows adds to them, up to one that is not 255. */
function lengthOf(cursor: Cursor, bits: number): number {
  let length = bits
  if (bits < 15) return length
  for (;;) {
    const byte = nextByte(cursor)
    length += byte
    if (byte < 255) return length
  }
}
