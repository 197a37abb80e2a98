import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { literalOf, lz4Block, lz4Frame, snappyBlock, u32le, xerial } from '../testing/compressed.ts'
import { decompress } from './decompress.ts'
import { Undecodable } from './undecodable.ts'

const [none, gzip, snappy, lz4, zstd] = [0, 1, 2, 3, 4]
const text = 'To be, or not to be'
const plain = Buffer.from(text)
const nothing = Buffer.alloc(0)
const steps = [literalOf('To be, or not t'), { distance: 14, length: 4 }]
const literal = (said: string) => snappyBlock([literalOf(said)])
const repeated = (length: number) => [literalOf('a'), { distance: 1, length: length - 1 }]
const copied = (distance: number) => lz4Frame(lz4Block([literalOf('ab'), { distance, length: 4 }], nothing))
const reads = async (codec: number, bytes: Buffer, max?: number) => (await decompress(codec, bytes, max)).toString()

describe('a codec', () => {
  it.each([
    ['none', none, plain],
    ['gzip', gzip, gzipSync(plain)],
    ['zstd', zstd, zstdCompressSync(plain)],
    ['snappy, one raw block', snappy, snappyBlock(steps)],
    ['snappy as Java frames it', snappy, xerial(literal(text.slice(0, 8)), literal(text.slice(8)))],
    ['lz4', lz4, lz4Frame(lz4Block(steps, nothing))],
    ['lz4 with a block that is stored', lz4, lz4Frame(plain).fill(u32le(plain.length + 2 ** 31), 7, 11)],
  ])('%s', async (_, codec, bytes) => {
    expect(await reads(codec, bytes)).toBe(text)
  })

  it('that Kafka does not know', async () => {
    for (const codec of [5, 6, 7]) await expect(decompress(codec, plain)).rejects.toThrow(Undecodable)
  })
})

describe('what swells', () => {
  const size = 1_000_000
  it.each([
    ['gzip', gzip, gzipSync(Buffer.alloc(size))],
    ['zstd', zstd, zstdCompressSync(Buffer.alloc(size))],
    ['snappy', snappy, xerial(...Array.from({ length: size / 50 }, () => snappyBlock(repeated(50))))],
    ['lz4', lz4, lz4Frame(lz4Block(repeated(size), nothing))],
  ])('by %s is stopped at its bound, not after it', async (_, codec, bytes) => {
    expect((await decompress(codec, bytes, size)).length).toBe(size)
    await expect(decompress(codec, bytes, size - 1)).rejects.toThrow(Undecodable)
  })
})

describe('what is not as its format says', () => {
  const block = snappyBlock(steps)
  const frame = lz4Frame(lz4Block(steps, nothing))
  const changed = (bytes: Buffer, at: number, value: number) => {
    const other = Buffer.from(bytes)
    other.writeUInt8(value, at)
    return other
  }
  it.each([
    ['a snappy block that says it is longer', snappy, changed(block, 0, 20)],
    ['a snappy block that says it is shorter', snappy, changed(block, 0, 18)],
    ['a snappy block that says it is enormous', snappy, Buffer.from('ffffffff0f00', 'hex')],
    ['a snappy copy from before the block', snappy, xerial(literal('abcd'), Buffer.from('04090400', 'hex'))],
    ['a snappy copy of nothing', snappy, Buffer.from('0500610100', 'hex')],
    ['a snappy block without a length', snappy, Buffer.alloc(0)],
    ['a snappy block that is cut off', snappy, xerial(block).subarray(0, -1)],
    ['an LZ4 frame without an end', lz4, frame.subarray(0, -4)],
    ['an LZ4 frame with something behind', lz4, Buffer.concat([frame, Buffer.of(0)])],
    ['an LZ4 block that is cut off', lz4, frame.subarray(0, 20)],
    ['an LZ4 copy from before the frame', lz4, copied(3)],
    ['an LZ4 copy of nothing', lz4, copied(0)],
    ['an LZ4 frame of another version', lz4, changed(frame, 4, 0x80)],
    ['an LZ4 frame with a dictionary', lz4, changed(frame, 4, 0x41)],
    ['an LZ4 block larger than its frame allows', lz4, changed(lz4Frame(lz4Block(repeated(70_000), nothing)), 5, 0x40)],
    ['what is not gzip', gzip, plain],
    ['what is not zstd', zstd, plain],
    ['gzip that is cut off', gzip, gzipSync(plain).subarray(0, -9)],
    ['zstd that is cut off', zstd, zstdCompressSync(plain).subarray(0, -5)],
  ])('%s', async (_, codec, bytes) => {
    await expect(decompress(codec, bytes)).rejects.toThrow(Undecodable)
  })
})
