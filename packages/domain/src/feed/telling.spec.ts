import { describe, expect, it } from '@jest/globals'
import { documentPlace } from '../game/json-place.ts'
import { listingAt } from '../game/wire-game.ts'
import { listingOf } from '../testing/listing.ts'
import { announces, asks, releases, sells, tell } from '../testing/say.ts'
import { game, hold, listed, nothing } from '../testing/world.ts'
import { isKnownToOthers, toldValue } from './telling.ts'

/** What others are told of game 1 after some records. */
function toldAfter(...said: Parameters<typeof tell>[0][number][]) {
  const stock = tell(said).whole.games.get(game(1))
  if (stock?.list === null || stock === undefined) throw new Error('game 1 is not on sale')
  return JSON.parse(toldValue(stock, stock.list)) as Record<string, Record<string, unknown>>
}

describe('what others are told of a game', () => {
  it('is its list while nothing is sold, field by field as every site reads it', () => {
    const value = toldAfter(nothing)
    expect(Object.keys(value)).toEqual([
      'matchNumber', 'roundNumber', 'dateUtc', 'location', 'availability', 'homeTeam', 'awayTeam', 'group',
    ])
    expect(listingAt(documentPlace(value))).toEqual(listingOf(1))
  })

  it('is what nobody has bought, and how much of that is about to be', () => {
    const [two, three] = [{ hold: hold(2), quantity: 2 }, { hold: hold(3), quantity: 1 }]
    const value = toldAfter(
      asks({ quantity: 1 }), asks(two), sells(two), asks(three), sells(three), releases('refunded', three),
      announces('pending', 3), announces('reserved', 1),
    )
    expect(value['availability']).toEqual({
      category1: { available: 5, pending: 3, price: 10 },
      category2: { available: 3, pending: 0, price: 10 },
    })
  })

  it('is no seat where more was announced than there was', () => {
    expect(toldAfter(announces('reserved', 9))['availability']).toMatchObject({ category1: { available: 0 } })
  })

  it('leaves out what no list names, and has what the newest one says', () => {
    const value = toldAfter(announces('pending', 1, { categories: [3] }), listed(2, { 1: 9, 2: 3 }, { price: 11 }))
    expect(value['availability']).toEqual({
      category1: { available: 9, pending: 0, price: 11 }, category2: { available: 3, pending: 0, price: 11 },
    })
  })
})

describe('others know a list from the topic', () => {
  const opened = { version: 1, currency: 'USD', limits: { perBuyer: 1, holdMaxMs: 1 }, listing: listingOf(1) }

  it.each([
    ['that opened it', opened, listingOf(1), true],
    ['but not where that opened nothing', opened, null, false],
    ['but not where another came first', opened, listingOf(1, { 1: 7, 2: 3 }), false],
    ['but no change of it, wherever that came from', { ...opened, version: 2 }, listingOf(1), false],
  ])('%s', (_, inForce, opening, isKnown) => {
    expect(isKnownToOthers(inForce, opening)).toBe(isKnown)
  })
})
