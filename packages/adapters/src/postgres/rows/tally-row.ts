import { isGameNumber } from '@matchday/domain/game/ids'
import type { BuyerTally } from '@matchday/domain/inventory/stock'
import type { BulkRow } from '../bulk-pool.ts'
import { doorOf, isCount } from './bad-row.ts'
import { isBuyer } from './ids.ts'

/** Holds `h` that count for the buyer that the expression names, by their index. */
export const countsFor = (buyer: string): string =>
  `hashtextextended(h.buyer, 0) = hashtextextended(${buyer}, 0) AND h.buyer = ${buyer} AND h.state IN ('held', 'sold')`

/** Seats of holds `h` that count for their buyer. */
export const tallyColumns = `
  coalesce(sum(h.quantity) FILTER (WHERE h.state = 'held'), 0)::bigint AS held,
  coalesce(sum(h.quantity - cardinality(h.returned_seats)) FILTER (WHERE h.state = 'sold'), 0)::bigint AS sold`

/** @throws BadRow */
export const readTallies = (rows: readonly BulkRow[]): BuyerTally[] =>
  rows.map(([game, buyer, held, sold]) => {
    const door = doorOf('hold', `${String(game)}|*, buyer ${String(buyer)}`)
    return {
      game: door.is(game, isGameNumber, 'game'),
      buyer: door.is(buyer, isBuyer, 'buyer'),
      held: door.is(held, isCount, 'held'),
      sold: door.is(sold, isCount, 'sold'),
    }
  })
