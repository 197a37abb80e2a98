import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { asks } from '../testing/say.ts'
import { buyer, category, federationOf, game, site } from '../testing/world.ts'
import type { HoldScene } from './decide-hold.ts'
import { decideHold } from './decide-hold.ts'
import type { HoldRequested } from './entry.ts'
import { emptyCategory, emptyGame } from './stock.ts'

/** As documented. */
const documented = [
  'not-on-sale', 'unknown-category', 'price-changed', 'bad-quantity', 'over-limit', 'site-over-share', 'sold-out',
] as const
type Reason = (typeof documented)[number]

const list = {
  version: 1, currency: 'USD', limits: { perBuyer: 6, holdMaxMs: 100 },
  listing: {
    game: game(1), round: 1, kickOffMs: 0, venue: 'Stadium', home: 'Home', away: 'Away', group: null, categories: [],
  },
}

/** A request and what it finds, in which exactly these reasons to refuse it apply. */
function sceneWith(reasons: readonly Reason[], isLarge: boolean): { scene: HoldScene; request: HoldRequested } {
  const has = (reason: Reason): boolean => reasons.includes(reason)
  const seats = emptyCategory(category(1))
  const stock = {
    ...seats,
    listed: !has('unknown-category'),
    price: 10,
    capacity: 20,
    heldBySite: new Map([[site('a'), has('site-over-share') ? 9 : 0]]),
    announcedSold: has('sold-out') ? 21 : 0,
  }
  return {
    scene: {
      logTimeMs: 1_000,
      settings: { ...federationOf(1).settings, siteHeldMax: 8 },
      stock: {
        ...emptyGame(game(1)),
        list: has('not-on-sale') ? null : list,
        categories: new Map([[category(1), stock]]),
      },
      tally: { game: game(1), buyer: buyer(1), held: has('over-limit') ? 4 : 1, sold: has('over-limit') ? 3 : 1 },
    },
    request: asks({ price: has('price-changed') ? 20 : 10, quantity: has('bad-quantity') ? (isLarge ? 4 : 0) : 2 }),
  }
}

/** Of all the reasons that apply, the answer is the first in this order. */
const obeys = (order: readonly Reason[]) =>
  fc.property(fc.subarray([...documented], { minLength: 1 }), fc.boolean(), (reasons, isLarge) => {
    const { scene, request } = sceneWith(reasons, isLarge)
    const kind = order.find(reason => reasons.includes(reason))
    expect(decideHold(scene, request)).toMatchObject({ state: 'refused', refusal: { kind } })
  })

const pairs = documented.flatMap((first, at) => documented.slice(at + 1).map(second => [first, second] as const))

const exchanged = ([first, second]: readonly [Reason, Reason]): Reason[] =>
  documented.map(reason => (reason === first ? second : reason === second ? first : reason))

describe('of several reasons to refuse a hold', () => {
  it('the first in the documented order is the answer', () => {
    fc.assert(obeys(documented), { numRuns: 500 })
  })

  it.each(pairs)('%s and %s could not change places', (first, second) => {
    expect(fc.check(obeys(exchanged([first, second])), { numRuns: 2_000, endOnFailure: true }).failed).toBe(true)
  })

  it('none is made up: a request without any is granted', () => {
    const { scene, request } = sceneWith([], false)
    expect(decideHold(scene, request)).toMatchObject({ state: 'held', expiresAtMs: 1_100 })
  })
})
