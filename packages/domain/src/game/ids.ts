import type { Brand } from '../brand.ts'

export type GameNumber = Brand<number, 'GameNumber'>
export type CategoryNumber = Brand<number, 'CategoryNumber'>

/** The wire's limits: a game is 1..9999, a category 1..99. */
export const gameNumberMax = 9_999
export const categoryNumberMax = 99

const isWithin = (value: unknown, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max

export const isGameNumber = (value: unknown): value is GameNumber => isWithin(value, gameNumberMax)
export const isCategoryNumber = (value: unknown): value is CategoryNumber => isWithin(value, categoryNumberMax)

/** @throws RangeError when `value` is not an integer in 1..9999. */
export function gameNumber(value: number): GameNumber {
  if (!isGameNumber(value)) throw new RangeError(`game ${value} is not an integer from 1 to ${gameNumberMax}`)
  return value
}

/** @throws RangeError when `value` is not an integer in 1..99. */
export function categoryNumber(value: number): CategoryNumber {
  if (!isCategoryNumber(value)) {
    throw new RangeError(`category ${value} is not an integer from 1 to ${categoryNumberMax}`)
  }
  return value
}
