import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { isDeeperThan } from './json-depth.ts'

/** Counted on the parsed value, as the scan is not. */
const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0

describe('the depth of a JSON text', () => {
  it('is that of the value, whatever its strings contain', () => {
    const text = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', 'a', '\u00e9') })
    const { value } = fc.letrec(tie => ({
      value: fc.oneof({ maxDepth: 8 }, text, fc.integer(), fc.constant(null), tie('list'), tie('map')),
      list: fc.array(tie('value'), { maxLength: 3 }),
      map: fc.dictionary(text, tie('value'), { maxKeys: 3 }),
    }))
    fc.assert(fc.property(value, fc.nat({ max: 10 }), fc.constantFrom(0, 2), (json, max, space) => {
      expect(isDeeperThan(Buffer.from(JSON.stringify(json, null, space)), max)).toBe(depthOf(json) > max)
    }), { numRuns: 500 })
  })

  it('is found for a text that is no JSON', () => {
    expect(isDeeperThan(Buffer.from('['.repeat(9)), 8)).toBe(true)
    expect(isDeeperThan(Buffer.from('['.repeat(8)), 8)).toBe(false)
    expect(isDeeperThan(Buffer.from('"\\'), 0)).toBe(false)
  })
})
