import type { Sink } from './sink.ts'
import { createSink } from './sink.ts'
import { Undecodable } from './undecodable.ts'

/** Java's framing: this, two versions, then blocks behind their lengths. Others write one block without it. */
const xerialMagic = Buffer.from('\x82SNAPPY\0', 'latin1')
const xerialHeaderLength = 16

/**
 * Snappy in Java's framing, or one raw block.
 * @param max bytes
 * @throws Undecodable for anything else, and for more than `max`
 */
export function decompressSnappy(bytes: Buffer, max: number): Buffer {
  const sink = createSink(max, 4 * bytes.length)
  if (!bytes.subarray(0, xerialMagic.length).equals(xerialMagic)) {
    block(bytes, sink)
    return sink.bytes()
  }
  for (let at = xerialHeaderLength; at < bytes.length;) {
    const length = at + 4 <= bytes.length ? bytes.readUInt32BE(at) : Infinity
    const end = at + 4 + length
    if (end > bytes.length) throw new Undecodable('a snappy block is cut off')
    block(bytes.subarray(at + 4, end), sink)
    at = end
  }
  return sink.bytes()
}

/** One block: its length, then literals and copies of what came before, which fill exactly that length. */
function block(bytes: Buffer, sink: Sink): void {
  const start = sink.length()
  let [length, at] = blockLength(bytes)
  sink.reserve(length)
  while (at < bytes.length) {
    const tag = bytes.readUInt8(at++)
    const extra = extraBytes(tag)
    if (at + extra > bytes.length) throw new Undecodable('a snappy element is cut off')
    const number = extra === 0 ? 0 : bytes.readUIntLE(at, extra)
    at += extra
    const size = sizeOf(tag, number)
    if (size > length) throw new Undecodable('a snappy block is longer than it says')
    length -= size
    if ((tag & 3) === 0) {
      if (at + size > bytes.length) throw new Undecodable('a snappy literal is cut off')
      sink.put(bytes, at, at + size)
      at += size
    } else {
      const distance = (tag & 3) === 1 ? ((tag >>> 5) << 8) | number : number
      if (distance === 0 || distance > sink.length() - start) throw new Undecodable('a snappy copy of nothing')
      sink.repeat(distance, size)
    }
  }
  if (length > 0) throw new Undecodable('a snappy block is shorter than it says')
}

/** Unsigned, seven bits a byte, the lowest first. @returns it, and where it ends */
function blockLength(bytes: Buffer): [length: number, end: number] {
  let length = 0
  for (let at = 0; at < Math.min(5, bytes.length); at++) {
    const byte = bytes.readUInt8(at)
    length += (byte & 0x7f) * 2 ** (7 * at)
    if (byte < 0x80) return [length, at + 1]
  }
  throw new Undecodable('a snappy block has no length')
}

/** How many bytes behind its tag an element's length or distance takes. */
function extraBytes(tag: number): number {
  switch (tag & 3) {
    case 0:
      return Math.max(0, (tag >>> 2) - 59)
    case 3:
      return 4
    default:
      return tag & 3
  }
}

function sizeOf(tag: number, number: number): number {
  switch (tag & 3) {
    case 0:
      return (tag >>> 2 < 60 ? tag >>> 2 : number) + 1
    case 1:
      return ((tag >>> 2) & 7) + 4
    default:
      return (tag >>> 2) + 1
  }
}
