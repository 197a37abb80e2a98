import type { Hold } from '../../inventory/hold.ts'
import { holdKey } from '../../inventory/ids.ts'
import { isReheld } from '../../payment/evolve.ts'
import type { Payment } from '../../payment/payment.ts'
import { isIn } from '../../payment/payment.ts'
import type { Seen } from '../../payment/seen.ts'
import { truthIn } from '../../payment/seen.ts'
import type { Left } from './world.ts'
import type { HoldRows } from '../../payment/record.ts'

// What no step and no rule of the fold tells apart is made one, so that there are fewer worlds to look at. Each merging
// can only add runs, never hide one: whoever might act on the difference would find the row moved on.

/** How often it was written, and why it came to nothing. No payment is ever the same again, so nothing is mistaken. */
export const plainRow = (row: Payment): Payment => ({
  ...row, revision: 0, ...(isIn(row, 'undoing', 'voided') && { why: 'seats-gone' }),
})

/** In which ways a hold ended; and whether it expired, where that is no reason any more to ask for another. */
export function plainHold(hold: Hold, row: Payment): Hold {
  switch (hold.state) {
    case 'held':
    case 'sold':
      return hold
    case 'expired':
      return mayRehold(row) ? hold : ended(hold)
    case 'released':
    case 'refunded':
    case 'refused':
      return ended(hold)
    default:
      return hold satisfies never
  }
}

const mayRehold = (row: Payment): boolean =>
  isIn(row, 'created', 'requires-action', 'failed', 'authorised') && !isReheld(row.terms.holds)

const ended = ({ game, site, id, category, quantity, price, buyer, country }: Hold): Hold => ({
  game, site, id, category, quantity, price, buyer, country, state: 'released',
})

/** A card more, and a time limit, matter only until money is reserved. */
export function plainLeft(left: Left, row: Payment): Left {
  if (left.cards + left.deadlines === 0 || isIn(row, 'created', 'requires-action', 'failed')) return left
  return { ...left, cards: 0, deadlines: 0 }
}

/** What was heard of a reservation's money that does not matter once it is known to be reserved. */
export const plainHeard = (heard: Seen['heard'], row: Payment): Seen['heard'] =>
  isIn(row, 'authorised', 'reholding', 'capturing', 'undoing') && truthIn(heard)?.kind === 'authorised' ? null : heard

/** The rows that a payment cares for. */
export const plainRows = (rows: HoldRows, row: Payment): HoldRows =>
  new Map(row.terms.holds.flatMap(({ game, id }) => {
    const key = holdKey({ game, site: row.terms.site, id })
    const found = rows.get(key)
    return found === undefined ? [] : [[key, { ...found, hold: plainHold(found.hold, row) }] as const]
  }))
