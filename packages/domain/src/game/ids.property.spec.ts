import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { categoryNumberMax, gameNumberMax, isCategoryNumber, isGameNumber } from './ids.ts'

test('a number is of a game or of a category exactly when it is one of 1..max', () => {
  fc.assert(fc.property(fc.oneof(fc.integer({ min: -200, max: 20_000 }), fc.double(), fc.anything()), value => {
    const within = (max: number): boolean =>
      typeof value === 'number' && Array.from({ length: max }, (_, at) => at + 1).includes(value)
    expect(isGameNumber(value)).toBe(within(gameNumberMax))
    expect(isCategoryNumber(value)).toBe(within(categoryNumberMax))
  }))
})
