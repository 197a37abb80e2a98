import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buyer, category, game, hold, site } from '../testing/world.ts'
import type { LiveHold } from './hold.ts'
import { byExpiry, standingSeats } from './hold.ts'

const terms = {
  game: game(1), site: site('a'), id: hold(1), category: category(1), quantity: 3, price: 10,
  buyer: buyer(1), country: null,
}
const live = (changed: Partial<LiveHold> = {}): LiveHold => ({ ...terms, state: 'held', expiresAtMs: 5, ...changed })

describe('the seats of a sold hold that stand', () => {
  it.each([
    [[], [1, 2, 3]],
    [[2], [1, 3]],
    [[1, 3], [2]],
  ])('are, when %j were returned, %j', (returnedSeats, standing) => {
    expect(standingSeats({ ...terms, state: 'sold', returnedSeats })).toEqual(standing)
  })
})

describe('due holds', () => {
  it.each([
    ['when they expire', live({ expiresAtMs: 9, site: site('a') }), live({ expiresAtMs: 10, site: site('0') })],
    ['then the site', live({ site: site('a'), id: hold(2) }), live({ site: site('a-'), id: hold(1) })],
    ['the site bytewise', live({ site: site('a-b') }), live({ site: site('a0') })],
    ['then the id', live({ id: hold(1), game: game(2) }), live({ id: hold(2), game: game(1) })],
    ['then the game, by number', live({ game: game(9) }), live({ game: game(10) })],
  ])('end in the order of: %s', (_, first, second) => {
    expect(byExpiry(first, second)).toBeLessThan(0)
    expect(byExpiry(second, first)).toBeGreaterThan(0)
  })

  it('have one order, however they come', () => {
    const any = fc.record({
      expiresAtMs: fc.nat(2),
      site: fc.constantFrom('a', 'b').map(site),
      id: fc.nat(2).map(hold),
      game: fc.integer({ min: 1, max: 3 }).map(game),
    }).map(live)
    fc.assert(fc.property(fc.array(any, { maxLength: 12 }), fc.nat(), (holds, seed) => {
      const turned = [...holds.slice(seed % (holds.length + 1)), ...holds.slice(0, seed % (holds.length + 1))]
      expect(turned.toSorted(byExpiry)).toEqual(holds.toSorted(byExpiry))
    }))
  })
})
