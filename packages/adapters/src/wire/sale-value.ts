import type { CategoryNumber, GameNumber } from '@matchday/domain/game/ids'
import { isCategoryNumber, isGameNumber } from '@matchday/domain/game/ids'

export type SaleAction = 'TICKET_PENDING' | 'TICKET_RESERVED' | 'TICKET_CANCELLED'

/** The value of a record of the sales topic. */
export type SaleValue = {
  readonly action: SaleAction
  readonly game: GameNumber
  /** One or two. */
  readonly lines: readonly SaleLine[]
}

export type SaleLine = {
  readonly category: CategoryNumber
  /** Any safe integer. */
  readonly quantity: number
  readonly price: number
}

/**
 * Reads a parsed value; null for anything that is not one. Unknown fields are passed over, nothing is coerced.
 * Written out by hand: this runs once for every record of every site, and a schema takes several times as long.
 */
export function readSaleValue(value: unknown): SaleValue | null {
  if (!isObject(value) || !isObject(value.meta) || !isObject(value.body)) return null
  const { action } = value.meta
  const { matchNumber, tickets } = value.body
  if (!isAction(action) || !isGameNumber(matchNumber)) return null
  const lines = Array.isArray(tickets) ? readLines(tickets) : readLine(tickets)
  return lines === null ? null : { action, game: matchNumber, lines: Array.isArray(lines) ? lines : [lines] }
}

const isAction = (value: unknown): value is SaleAction =>
  value === 'TICKET_PENDING' || value === 'TICKET_RESERVED' || value === 'TICKET_CANCELLED'

function readLines(tickets: readonly unknown[]): SaleLine[] | null {
  if (tickets.length < 1 || tickets.length > 2) return null
  const lines = tickets.map(readLine).filter(line => line !== null)
  return lines.length === tickets.length ? lines : null
}

function readLine(value: unknown): SaleLine | null {
  if (!isObject(value)) return null
  const { category, quantity, price } = value
  if (!isCategoryNumber(category) || !isQuantity(quantity) || !isPrice(price)) return null
  // A negative zero is a zero: it would be told apart wherever the number is written down.
  return { category, quantity: quantity === 0 ? 0 : quantity, price: price === 0 ? 0 : price }
}

export const isQuantity = (value: unknown): value is number => Number.isSafeInteger(value)

/** Whole units of the currency. Below 2^53: two larger numbers may read as the same one. */
export const isPrice = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** The value as other sites' validators demand it: these fields and no other, one line as an object. */
export const saleValue = (action: SaleAction, game: GameNumber, { category, quantity, price }: SaleLine): string =>
  `{"meta":{"action":"${action}"},"body":{"matchNumber":${game},` +
  `"tickets":{"category":${category},"quantity":${quantity},"price":${price}}}}`
