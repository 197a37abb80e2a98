import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { FederationSettings } from '../inventory/federation.ts'
import type { CatalogueView } from '../inventory/catalogue-view.ts'
import { announces, tell } from '../testing/say.ts'
import { federationOf, game, listed } from '../testing/world.ts'
import type { BasketLine } from './basket.ts'
import { basketLinesMax, priceBasket, seatsIn } from './basket.ts'

/** Games 1 and 2 are on sale, at most six tickets each; of game 3 was only heard. */
function viewOf(settings: Partial<FederationSettings> = {}): CatalogueView {
  const { whole } = tell([
    listed(1, { 1: 8, 2: 3 }, { number: 2, price: 20 }),
    announces('pending', 1, { game: game(3) }), announces('pending', 1, { categories: [4] }),
  ])
  return { revision: 1, games: whole.games, federation: federationOf(1, settings), caughtUpAtMs: 0, nextDueMs: null }
}

const line = (number: number, category: number, quantity: number): BasketLine => ({
  game: number, category, quantity,
})
const beforeKickOff = -1
const price = (lines: readonly BasketLine[], settings: Partial<FederationSettings> = {}) =>
  priceBasket(lines, viewOf(settings), beforeKickOff)

describe('a basket', () => {
  it('is priced line by line from this site\'s copy', () => {
    expect(price([line(1, 2, 1), line(2, 1, 3)])).toEqual({
      ok: true,
      value: [
        { game: 1, category: 2, quantity: 1, price: 10, currency: 'USD' },
        { game: 2, category: 1, quantity: 3, price: 20, currency: 'USD' },
      ],
    })
  })

  it('that names a game and category twice asks for the sum, once', () => {
    expect(price([line(1, 1, 2), line(2, 1, 1), line(1, 1, 3)])).toMatchObject({
      ok: true, value: [{ game: 1, quantity: 5 }, { game: 2, quantity: 1 }],
    })
  })

  it.each([
    ['holds nothing', [], [{ kind: 'empty-basket' }]],
    ['asks for no seat', [line(1, 1, 0)], [{ kind: 'bad-quantity', line: 0 }]],
    ['asks for less than none', [line(1, 1, 1), line(1, 1, -1)], [{ kind: 'bad-quantity', line: 1 }]],
    ['asks for half a seat', [line(1, 1, 1.5)], [{ kind: 'bad-quantity', line: 0 }]],
    ['asks for more than can be counted', [line(1, 1, 2 ** 53)], [{ kind: 'bad-quantity', line: 0 }]],
    ['names no game there is', [line(9, 1, 1)], [{ kind: 'unknown-game', line: 0, game: 9 }]],
    ['names a game that no list named', [line(3, 1, 1)], [{ kind: 'unknown-game', line: 0, game: 3 }]],
    ['names no category there is', [line(1, 9, 1)], [{ kind: 'unknown-category', line: 0, game: 1, category: 9 }]],
    ['names a category that no list named', [line(1, 4, 1)],
      [{ kind: 'unknown-category', line: 0, game: 1, category: 4 }]],
    ['asks for more than one buyer may have of a game', [line(2, 1, 1), line(1, 1, 4), line(1, 2, 3)],
      [{ kind: 'over-limit', line: 1, game: 1, limit: 6, asked: 7 }]],
  ] as const)('that %s is refused', (_, lines, faults) => {
    expect(price(lines)).toEqual({ ok: false, refusal: faults })
  })

  it('may ask for as much as one buyer may have of each game', () => {
    expect(price([line(1, 1, 3), line(1, 2, 3), line(2, 1, 6)]).ok).toBe(true)
  })

  it('adds duplicates up before it looks at the limit', () => {
    const refused = (asked: unknown) => ({ ok: false, refusal: [{ kind: 'over-limit', asked }] })
    expect(price([line(1, 1, 4), line(1, 1, 3)])).toMatchObject(refused(7))
    const most = line(1, 1, Number.MAX_SAFE_INTEGER)
    expect(price([most, most])).toMatchObject(refused(2 * Number.MAX_SAFE_INTEGER))
  })

  it('may not pass the limit per tournament, where there is one', () => {
    const five = [line(1, 1, 3), line(2, 1, 2)]
    expect(price(five, { perBuyerTournament: 5 }).ok).toBe(true)
    expect(price(five, { perBuyerTournament: 4 })).toEqual({
      ok: false, refusal: [{ kind: 'over-tournament-limit', limit: 4, asked: 5 }],
    })
    expect(priceBasket(five, { ...viewOf(), federation: null }, beforeKickOff).ok).toBe(true)
  })

  it('is told of every fault, in the order of its lines, then of the limits', () => {
    const lines = [line(9, 1, 1), line(1, 1, 7), line(1, 9, 1), line(1, 1, 0), line(2, 1, 7)]
    expect(price(lines, { perBuyerTournament: 10 })).toMatchObject({
      ok: false,
      refusal: [
        { kind: 'unknown-game', line: 0 }, { kind: 'unknown-category', line: 2 }, { kind: 'bad-quantity', line: 3 },
        { kind: 'over-limit', line: 1, game: 1, asked: 7 }, { kind: 'over-limit', line: 4, game: 2, asked: 7 },
        { kind: 'over-tournament-limit', limit: 10, asked: 14 },
      ],
    })
  })

  it('has a greatest length', () => {
    const lines = (length: number) => Array.from({ length }, () => line(9, 1, 1))
    expect(price(lines(basketLinesMax))).not.toMatchObject({ refusal: [{ kind: 'too-many-lines' }] })
    expect(price(lines(basketLinesMax + 1))).toEqual({ ok: false, refusal: [{ kind: 'too-many-lines', max: 20 }] })
  })

  it('sells no game that has kicked off', () => {
    const at = (calendarMs: number) => priceBasket([line(1, 1, 1)], viewOf(), calendarMs)
    expect(at(-1).ok).toBe(true)
    expect(at(0)).toEqual({ ok: false, refusal: [{ kind: 'game-started', line: 0, game: 1, kickOffMs: 0 }] })
  })

  it('asks for exactly the seats of its lines, each game and category once', () => {
    const any = fc.record({
      game: fc.constantFrom(1, 2), category: fc.constantFrom(1, 2), quantity: fc.integer({ min: 1, max: 2 }),
    })
    fc.assert(fc.property(fc.array(any, { minLength: 1, maxLength: basketLinesMax }), lines => {
      const priced = price(lines)
      const ofGame = (number: number) => seatsIn(lines.filter(one => one.game === number))
      expect(priced.ok).toBe(ofGame(1) <= 6 && ofGame(2) <= 6)
      if (!priced.ok) return
      expect(seatsIn(priced.value)).toBe(seatsIn(lines))
      expect(new Set(priced.value.map(one => `${one.game}/${one.category}`)).size).toBe(priced.value.length)
    }))
  })
})
