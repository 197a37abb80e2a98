import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { splitSeats } from './split.ts'

const weights = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 9 })
  .filter(all => all.some(weight => weight > 0))
const seats = fc.integer({ min: 0, max: 1_000_000 })

describe('a split of seats', () => {
  it('adds up to exactly the seats, in whole parts, none further than one seat from its share', () => {
    fc.assert(
      fc.property(seats, weights, (total, shares) => {
        const parts = splitSeats(total, shares)
        const sum = shares.reduce((left, right) => left + right)
        expect(parts.reduce((left, right) => left + right)).toBe(total)
        for (const [index, part] of parts.entries()) {
          expect(Number.isInteger(part)).toBe(true)
          expect(Math.abs(part - (total * (shares[index] ?? 0)) / sum)).toBeLessThan(1)
        }
      }),
    )
  })

  it('gives a larger weight at least as much, and an equal one at most one seat more, to the earlier', () => {
    fc.assert(
      fc.property(seats, weights, (total, shares) => {
        const parts = splitSeats(total, shares)
        for (const [left, weight] of shares.entries()) {
          for (const [right, other] of shares.entries()) {
            if (weight > other || (weight === other && left < right)) {
              expect(parts[left]).toBeGreaterThanOrEqual(parts[right] ?? 0)
            }
          }
        }
      }),
    )
  })

  it.each([
    [68_895, [35, 30, 25, 10], [24_113, 20_669, 17_224, 6_889]],
    [1, [1, 1], [1, 0]],
    [2, [0, 1], [0, 2]],
    [0, [1, 2], [0, 0]],
  ])('of %d by %j is %j', (total, shares, parts) => expect(splitSeats(total, shares)).toEqual(parts))

  it.each([
    [1, []],
    [1, [0, 0]],
    [-1, [1]],
    [1.5, [1]],
    [1, [-1, 2]],
    [1, [0.5, 0.5]],
    [Number.MAX_SAFE_INTEGER, [2, 3]],
  ])('of %d by %j is refused', (total, shares) => {
    expect(() => splitSeats(total, shares)).toThrow(`${total} seats do not split by ${shares.join(':')}`)
  })
})
