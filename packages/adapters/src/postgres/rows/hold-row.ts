import { isCategoryNumber, isGameNumber } from '@matchday/domain/game/ids'
import type { Hold, HoldRefusal, HoldTerms } from '@matchday/domain/inventory/hold'
import type { HoldRef } from '@matchday/domain/inventory/ids'
import { z } from 'zod'
import { arrayOf, quoted, quotedOrNull } from '../array-literal.ts'
import type { BulkRow } from '../bulk-pool.ts'
import type { Columns } from '../columns.ts'
import type { RowDoor } from './bad-row.ts'
import { doorOf, isInteger, isTextOrNull } from './bad-row.ts'
import { isBuyer, isHold, isSite } from './ids.ts'
import { jsonColumn } from './json-column.ts'

const count = z.int()

const refusalSchema: z.ZodType<HoldRefusal> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not-on-sale') }),
  z.object({ kind: z.literal('unknown-category') }),
  z.object({ kind: z.literal('price-changed'), price: count }),
  z.object({ kind: z.literal('bad-quantity'), max: count }),
  z.object({ kind: z.literal('over-limit'), limit: count, has: count }),
  z.object({ kind: z.literal('site-over-share'), limit: count, has: count }),
  z.object({ kind: z.literal('sold-out'), sellable: count }),
])

const readRefusal = jsonColumn('hold', 'refusal', refusalSchema)

/** In the order in which {@link readHold} takes them. */
export const holdColumns = (hold: string): string =>
  ['game', 'category', 'site', 'id', 'quantity', 'price', 'buyer', 'country', 'state', 'expires_at_ms',
    'returned_seats', 'refusal'].map(column => `${hold}.${column}`).join(', ')

/** @throws BadRow */
export function readHold(row: BulkRow): Hold {
  const [game, category, site, id, quantity, price, buyer, country, state, expiresAtMs, returnedSeats, refusal] = row
  const key = `${String(game)}|${String(site)}|${String(id)}`
  const door = doorOf('hold', key)
  const terms: HoldTerms = {
    game: door.is(game, isGameNumber, 'game'),
    site: door.is(site, isSite, 'site'),
    id: door.is(id, isHold, 'id'),
    category: door.is(category, isCategoryNumber, 'category'),
    quantity: door.is(quantity, isInteger, 'quantity'),
    price: door.is(price, isInteger, 'price'),
    buyer: door.is(buyer, isBuyer, 'buyer'),
    country: door.is(country, isTextOrNull, 'country'),
  }
  switch (state) {
    case 'held':
      return { ...terms, state, expiresAtMs: door.is(expiresAtMs, isInteger, 'expires_at_ms') }
    case 'sold':
      return { ...terms, state, returnedSeats: seatsOf(returnedSeats, terms.quantity, door) }
    case 'refused':
      return { ...terms, state, refusal: readRefusal(refusal, key) }
    case 'expired':
    case 'released':
    case 'refunded':
      return { ...terms, state }
    default:
      return door.refuse(`state is ${JSON.stringify(state)}`)
  }
}

/** Fewer than the hold has, ascending, each 1..quantity. */
function seatsOf(value: unknown, quantity: number, door: RowDoor): number[] {
  const seats = Array.isArray(value) ? value.filter(isInteger) : []
  const isAscending = seats.every((seat, at) => seat > (seats[at - 1] ?? 0) && seat <= quantity)
  const fits = Array.isArray(value) && seats.length === value.length && isAscending && seats.length < quantity
  return fits ? seats : door.refuse(`returned_seats is ${JSON.stringify(value)} of ${quantity}`)
}

const termsWritten: Columns<Hold> = [
  ['game', 'smallint', hold => hold.game],
  ['site', 'text', hold => `"${hold.site}"`],
  ['id', 'uuid', hold => hold.id],
  ['category', 'smallint', hold => hold.category],
  ['quantity', 'bigint', hold => hold.quantity],
  ['price', 'bigint', hold => hold.price],
  ['buyer', 'text', hold => hold.buyer],
  ['country', 'text', hold => quotedOrNull(hold.country)],
  ['state', 'text', hold => hold.state],
]

/** A hold as its request leaves it: such a row is new. */
export const isDecided = ({ state }: Hold): boolean => state === 'held' || state === 'refused'

export const decidedWritten: Columns<Hold> = [
  ...termsWritten,
  ['expires_at_ms', 'bigint', hold => (hold.state === 'held' ? hold.expiresAtMs : null)],
  ['refusal', 'json', hold => (hold.state === 'refused' ? quoted(JSON.stringify(hold.refusal)) : null)],
]

/** A hold that was sold or ended; the seats are an array in a text, as `unnest` flattens arrays of arrays. */
export const resolvedWritten: Columns<Hold> = [
  ...termsWritten,
  ['returned_seats', 'text', hold => (hold.state === 'sold' ? `"${arrayOf(hold.returnedSeats, seat => seat)}"` : null)],
]

/** The key of a hold. */
export const refWritten: Columns<HoldRef> = [
  ['game', 'smallint', ref => ref.game],
  ['site', 'text', ref => `"${ref.site}"`],
  ['id', 'uuid', ref => ref.id],
]
