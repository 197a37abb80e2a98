import { describe, expect, test } from '@jest/globals'
import { categoryNumber, gameNumber, isCategoryNumber, isGameNumber } from './ids.ts'

describe.each([
  { name: 'game', max: 9_999, is: isGameNumber, make: gameNumber },
  { name: 'category', max: 99, is: isCategoryNumber, make: categoryNumber },
])('a $name number', ({ name, max, is, make }) => {
  test.each([1, 2, max - 1, max])('is %d', value => {
    expect(is(value)).toBe(true)
    expect(make(value)).toBe(value)
  })

  test.each([0, -1, max + 1, 1.5, NaN, Infinity])('is not %d', value => {
    expect(is(value)).toBe(false)
    expect(() => make(value)).toThrow(new RangeError(`${name} ${value} is not an integer from 1 to ${max}`))
  })

  test.each(['1', 1n, null, undefined, [1], { valueOf: () => 1 }])('is not %p', value => {
    expect(is(value)).toBe(false)
  })
})
