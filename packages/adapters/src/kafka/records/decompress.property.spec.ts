import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Step } from '../testing/compressed.ts'
import { lz4Block, lz4Frame, plainOf, snappyBlock, steps, xerial } from '../testing/compressed.ts'
import { decompress } from './decompress.ts'
import { decompressLz4 } from './lz4.ts'
import { decompressSnappy } from './snappy.ts'
import { Undecodable } from './undecodable.ts'

const maxBytes = 1 << 20
const nothing = Buffer.alloc(0)

describe('whatever steps a compressor takes', () => {
  it('snappy gives what they say', () => {
    fc.assert(fc.property(steps(1, 64), all => {
      expect(decompressSnappy(snappyBlock(all), maxBytes)).toEqual(plainOf(all))
    }))
  })

  it('snappy in blocks gives the blocks', () => {
    fc.assert(fc.property(fc.array(steps(1, 64), { maxLength: 4 }), blocks => {
      const bytes = xerial(...blocks.map(snappyBlock))
      expect(decompressSnappy(bytes, maxBytes)).toEqual(Buffer.concat(blocks.map(plainOf)))
    }))
  })

  it('LZ4 gives what they say, from one block into the next', () => {
    fc.assert(fc.property(steps(4, 1_000), fc.uint8Array(), (all, last) => {
      const half = 2 * Math.floor(all.length / 4)
      const blocks = [lz4Block(all.slice(0, half), nothing), lz4Block(all.slice(half), Buffer.from(last))]
      expect(decompressLz4(lz4Frame(...blocks), maxBytes)).toEqual(Buffer.concat([plainOf(all), last]))
    }))
  })
})

describe('whatever bytes there are', () => {
  it('a codec gives bytes within its bound, or says that it cannot', async () => {
    const formats = [
      snappyBlock,
      (all: readonly Step[]) => xerial(snappyBlock(all)),
      (all: readonly Step[]) => lz4Frame(lz4Block(all, nothing)),
    ]
    const changed = fc.tuple(steps(4, 60), fc.constantFrom(...formats), fc.nat(), fc.nat(255))
    const damaged = changed.map(([all, compress, at, value]) => {
      const bytes = compress(all)
      bytes.writeUInt8(value, at % bytes.length)
      return bytes
    })
    const anything = fc.oneof(damaged, fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)))
    const bound = fc.integer({ min: 1, max: 5_000 })
    await fc.assert(fc.asyncProperty(fc.nat(7), anything, bound, async (codec, bytes, max) => {
      try {
        const plain = await decompress(codec, bytes, max)
        if (codec > 0) expect(plain.length).toBeLessThanOrEqual(max)
      } catch (error) {
        expect(error).toBeInstanceOf(Undecodable)
      }
    }), { numRuns: 2_000 })
  })
})
