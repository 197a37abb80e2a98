import { Undecodable } from './undecodable.ts'

/** Reads Kafka's record fields one after the other. Every method throws Undecodable past the end. */
export type Reader = {
  at: number
  readonly end: number
  /** Signed, zigzag, at most 32 bits. */
  readonly varint: () => number
  /** Signed, zigzag, at most 64 bits: exact where it is a safe integer, else only about as large. */
  readonly varlong: () => number
  readonly skip: (length: number) => void
  /** That many bytes, shared with the buffer; null for a length of -1. */
  readonly bytes: (length: number) => Buffer | null
}

export function createReader(buffer: Buffer, start = 0): Reader {
  const reader: Reader = {
    at: start,
    end: buffer.length,
    varint: () => zigzag(unsigned(5), 32),
    varlong: () => zigzag(unsigned(10), 64),
    skip: length => {
      if (length < 0 || length > buffer.length - reader.at) throw new Undecodable('a field is cut off')
      reader.at += length
    },
    bytes: length => {
      if (length === -1) return null
      const from = reader.at
      reader.skip(length)
      return buffer.subarray(from, reader.at)
    },
  }
  const unsigned = (maxBytes: number): number => {
    let value = 0
    for (let index = 0; index < maxBytes; index++) {
      if (reader.at >= buffer.length) throw new Undecodable('a number is cut off')
      const byte = buffer.readUInt8(reader.at++)
      value += (byte & 0x7f) * 2 ** (7 * index)
      if (byte < 0x80) return value
    }
    throw new Undecodable('a number does not end')
  }
  return reader
}

/** 0, -1, 1, -2, 2 and so on, as 0, 1, 2, 3, 4. */
function zigzag(value: number, bits: number): number {
  if (value >= 2 ** bits) throw new Undecodable('a number is too large')
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
