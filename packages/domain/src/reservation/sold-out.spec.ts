import { describe, expect, it } from '@jest/globals'
import type { CatalogueView } from '../inventory/catalogue-view.ts'
import { announces, asks, tell } from '../testing/say.ts'
import { category, federationOf, game, hold } from '../testing/world.ts'
import type { PricedLine } from './basket.ts'
import { freshWithinMs, soldOutByCopy } from './sold-out.ts'

/** One seat is left in category 1 of game 1, and two too many are sold in category 2. */
const taken = [
  announces('reserved', 5), asks(), announces('reserved', 5, { categories: [2] }), asks({ hold: hold(2), quantity: 1 }),
]
const nowMs = 50_000
const viewOf = (changed: Partial<CatalogueView> = {}, said = taken): CatalogueView => ({
  revision: 1, games: tell(said).whole.games, federation: federationOf(1), caughtUpAtMs: nowMs, nextDueMs: null,
  ...changed,
})
const line = (number: number, quantity: number, of = 1): PricedLine => ({
  game: game(of), category: category(number), quantity, price: 10, currency: 'USD',
})
const refused = (number: number, sellable: number) => ({
  game: 1, category: number, refusal: { kind: 'sold-out', sellable },
})

describe('a copy that stands at the end of the log', () => {
  it('refuses the lines it knows to be sold out, and says what is left', () => {
    expect(soldOutByCopy([line(1, 1), line(2, 1)], viewOf(), nowMs)).toEqual([refused(1, 0), refused(2, 0)])
    const lines = [line(1, 4), line(1, 3)]
    expect(soldOutByCopy(lines, viewOf({}, [announces('reserved', 5)]), nowMs)).toEqual([refused(1, 3)])
  })

  it('refuses nothing that it does not know', () => {
    expect(soldOutByCopy([line(9, 1), line(1, 1, 9)], viewOf(), nowMs)).toEqual([])
  })

  it('may refuse by itself for a second after it last stood there', () => {
    const caughtUpAtMs = nowMs - freshWithinMs
    expect(soldOutByCopy([line(1, 1)], viewOf({ caughtUpAtMs: caughtUpAtMs + 1 }), nowMs)).toHaveLength(1)
    expect(soldOutByCopy([line(1, 1)], viewOf({ caughtUpAtMs }), nowMs)).toEqual([])
    expect(soldOutByCopy([line(1, 1)], viewOf({ caughtUpAtMs: 0 }), nowMs)).toEqual([])
  })

  it('may not while a hold is due by this site\'s clock: its seats may be free', () => {
    expect(soldOutByCopy([line(1, 1)], viewOf({ nextDueMs: nowMs + 1 }), nowMs)).toHaveLength(1)
    expect(soldOutByCopy([line(1, 1)], viewOf({ nextDueMs: nowMs }), nowMs)).toEqual([])
    expect(soldOutByCopy([line(1, 1)], viewOf({ nextDueMs: 0 }), nowMs)).toEqual([])
  })
})
