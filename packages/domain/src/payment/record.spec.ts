import { describe, expect, it } from '@jest/globals'
import type { Hold } from '../inventory/hold.ts'
import { holdKey } from '../inventory/ids.ts'
import { liveHolds, soldHolds, terms } from '../testing/payments.ts'
import { hold } from '../testing/world.ts'
import type { HoldRows } from './record.ts'
import { fateOf, releasesOf, requestOf, saleOf } from './record.ts'
import type { PaidHold } from './terms.ts'

const [first, second] = terms.holds as [PaidHold, PaidHold]
const rowsOf = (holds: readonly Hold[], givenBack = false): HoldRows =>
  new Map(holds.map(one => [holdKey(one), { hold: one, givenBack }]))
const [live] = liveHolds as [Hold]
const [sold] = soldHolds as [Hold]
const ended = (state: 'expired' | 'released' | 'refunded'): Hold => ({ ...live, state })

describe('the fate of a hold', () => {
  it.each([
    ['unheard', []],
    ['held', [live]],
    ['sold', [sold]],
    ['expired', [ended('expired')]],
    ['gone', [ended('released')]],
    ['gone', [ended('refunded')]],
    ['gone', [{ ...live, state: 'refused' as const, refusal: { kind: 'not-on-sale' as const } }]],
  ])('is %s', (fate, holds) => {
    expect(fateOf(rowsOf(holds), terms, first)).toBe(fate)
  })

  it('is to be gone where its site gives it back, unless it was sold before', () => {
    expect(fateOf(rowsOf([live], true), terms, first)).toBe('gone')
    expect(fateOf(rowsOf([sold], true), terms, first)).toBe('sold')
  })
})

describe('records', () => {
  const subject = { site: 'a', sentAtMs: 5, hold: hold(1), game: 1, category: 1, quantity: 2, price: 10 }

  it('sell and ask for a hold as it was asked for', () => {
    expect(saleOf(terms, first, 5)).toEqual({ kind: 'sale-requested', ...subject })
    expect(requestOf(terms, first, 5)).toEqual({
      kind: 'hold-requested', ...subject, buyer: terms.buyer, ttlMs: null, country: 'BR',
    })
  })

  it('return whole holds, live and sold', () => {
    const release = { kind: 'release-requested', ...subject, reason: 'refunded', seats: null }
    expect(releasesOf(terms, rowsOf([live]), 5)).toEqual([release])
    expect(releasesOf(terms, rowsOf([sold]), 5)).toEqual([release])
    expect(releasesOf(terms, rowsOf(soldHolds), 5)).toMatchObject([{ hold: hold(1) }, { hold: hold(2), quantity: 1 }])
  })

  it('return nothing of what ended, or was never heard of', () => {
    expect(releasesOf(terms, rowsOf([]), 5)).toEqual([])
    expect(releasesOf(terms, rowsOf([ended('expired')]), 5)).toEqual([])
    expect(releasesOf(terms, rowsOf([ended('refunded')]), 5)).toEqual([])
  })

  it('return some seats by their numbers, and none twice', () => {
    const isMeant = (paid: PaidHold, seat: number) => paid === second || seat === 2
    expect(releasesOf(terms, rowsOf(soldHolds), 5, isMeant)).toMatchObject([
      { hold: hold(1), quantity: 1, seats: [2] }, { hold: hold(2), quantity: 1, seats: null },
    ])
    const partly = { ...sold, returnedSeats: [2] } as Hold
    expect(releasesOf(terms, rowsOf([partly]), 5, isMeant)).toEqual([])
    expect(releasesOf(terms, rowsOf([partly]), 5)).toMatchObject([{ quantity: 1, seats: [1] }])
  })
})
