import type { Said } from '@matchday/domain/inventory/entry'
import { buyer, category, game, hold, listed, opening, site } from '@matchday/domain/testing/world'

/** Site `a` asks for one seat of game 1 for a buyer of its own. */
export const asks = (number: number): Said => ({
  kind: 'hold-requested', site: site('a'), sentAtMs: null, hold: hold(number), game: game(1), category: category(1),
  quantity: 1, price: 10, buyer: buyer(number), ttlMs: null, country: null,
})

export const asksFor = (count: number): Said[] => Array.from({ length: count }, (_, index) => asks(index + 1))

/** A log's first two records: the federation, and game 1 with more seats than any test asks for. */
export const opened = (): Said[] => [opening(), listed(1, { 1: 100_000 }, { holdMaxMs: 3_600_000 })]
