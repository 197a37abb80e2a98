import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { median, percentile, spread } from './statistics.ts'

describe('the median', () => {
  it('is the middle value, or lies between the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([10, 1, 2, 4])).toBe(3)
  })

  it('does not follow one value that went astray', () => {
    expect(median([100, 101, 99, 3, 102])).toBe(100)
  })

  it('needs a value', () => {
    expect(() => median([])).toThrow(RangeError)
  })
})

describe('the spread', () => {
  it('is half of what lies between the extremes, by the median', () => {
    expect(spread([90, 100, 110])).toBeCloseTo(0.1)
    expect(spread([100])).toBe(0)
    expect(spread([0, 0])).toBe(0)
  })
})

describe('a percentile', () => {
  it('is by nearest rank', () => {
    const values = Array.from({ length: 200 }, (_, index) => index + 1)
    expect(percentile(values, 0.99)).toBe(198)
    expect(percentile(values, 0.5)).toBe(100)
    expect(percentile(values, 1)).toBe(200)
    expect(percentile([7], 0.01)).toBe(7)
  })

  it('is not exceeded by its share of the values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (values, share) => {
          const ascending = values.sort((a, b) => a - b)
          const found = percentile(ascending, share)
          expect(ascending.filter(value => value <= found).length).toBeGreaterThanOrEqual(share * values.length)
          expect(ascending.filter(value => value < found).length).toBeLessThan(share * values.length)
        },
      ),
    )
  })
})
