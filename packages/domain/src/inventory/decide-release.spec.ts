import { describe, expect, it } from '@jest/globals'
import { asks, kindsOf, releases, sells, tell } from '../testing/say.ts'
import { buyer, category, game, hold, nothing, site } from '../testing/world.ts'

const three = { quantity: 3 }
const sold = [asks(three), sells(three)]
const refunds = (seats: readonly number[] | null, quantity = seats?.length ?? 3) =>
  releases('refunded', { seats, quantity })
const ignored = (reason: string) => [{ kind: 'release-ignored', game: expect.any(Number), detail: { reason } }]

describe('a release of a live hold', () => {
  it.each(['released', 'refunded'])('that says %s ends it, and its seats are free again', reason => {
    const { hold: ended, stock, whole, last } = tell([asks(), releases(reason)])
    expect(ended).toMatchObject({ state: reason })
    expect(ended).not.toHaveProperty('expiresAtMs')
    expect(stock).toMatchObject({ held: 0, sold: 0, heldBySite: new Map() })
    expect([...whole.buyers.values()]).toEqual([{ game: game(1), buyer: buyer(1), held: 0, sold: 0 }])
    expect(last).toMatchObject([{ kind: 'hold-released', quantity: 2, hold: hold(1), detail: { reason } }])
  })

  it('may name all of its seats, in any order', () => {
    expect(tell([asks(), releases('released', { seats: [2, 1] })]).hold).toMatchObject({ state: 'released' })
  })

  it.each([
    ['another category', { category: category(2) }],
    ['another quantity', { quantity: 1 }],
    ['some of its seats', { quantity: 1, seats: [1] }],
    ['no seat', { quantity: 0, seats: [] }],
    ['a seat twice', { seats: [1, 1] }],
    ['a seat it does not have', { seats: [1, 3] }],
    ['a seat 0', { seats: [0, 1] }],
    ['half a seat', { seats: [1, 1.5] }],
  ])('that names %s changes nothing', (_, changed) => {
    const { hold: live, stock, last } = tell([asks(), releases('released', changed)])
    expect(live).toMatchObject({ state: 'held' })
    expect(stock.held).toBe(2)
    expect(last).toMatchObject(ignored('does-not-fit'))
  })

  it('need not name its price', () => {
    expect(tell([asks(), releases('released', { price: 99 })]).hold).toMatchObject({ state: 'released' })
  })

  it('leaves nothing to expire', () => {
    const told = tell([asks(), releases('released'), 1_000, nothing])
    expect(told).toMatchObject({ hold: { state: 'released' }, last: [] })
  })
})

describe('a refund of a sold hold', () => {
  it('returns the seats it lists, and the others stand', () => {
    const { hold: rest, stock, whole, last } = tell([...sold, refunds([3, 1])])
    expect(rest).toMatchObject({ state: 'sold', quantity: 3, returnedSeats: [1, 3] })
    expect(stock).toMatchObject({ held: 0, sold: 1 })
    expect([...whole.buyers.values()]).toMatchObject([{ held: 0, sold: 1 }])
    expect(last).toMatchObject([{ kind: 'hold-refunded', quantity: 2, price: 10, detail: { seats: [1, 3] } }])
  })

  it('of all seats, listed or not, ends it', () => {
    for (const all of [refunds(null), refunds([2, 3, 1])]) {
      const { hold: ended, stock, last } = tell([...sold, all])
      expect(ended).toMatchObject({ state: 'refunded' })
      expect(ended).not.toHaveProperty('returnedSeats')
      expect(stock.sold).toBe(0)
      expect(last).toMatchObject([{ kind: 'hold-refunded', quantity: 3, detail: { seats: [1, 2, 3] } }])
    }
  })

  it('returns a seat once, however often it is listed', () => {
    const { hold: rest, stock, last } = tell([...sold, refunds([2]), refunds([1, 2]), refunds([2, 1])])
    expect(rest).toMatchObject({ state: 'sold', returnedSeats: [1, 2] })
    expect(stock.sold).toBe(1)
    expect(last).toMatchObject(ignored('seats-already-returned'))
  })

  it('that lists none returns those that still stand', () => {
    const { hold: ended, stock, last } = tell([...sold, refunds([2]), refunds(null)])
    expect(ended).toMatchObject({ state: 'refunded' })
    expect(stock.sold).toBe(0)
    expect(last).toMatchObject([{ quantity: 2, detail: { seats: [1, 3] } }])
  })

  it.each([
    ['a seat it does not have', refunds([1, 4])],
    ['a seat twice', refunds([1, 1])],
    ['another number of seats than it lists', refunds([1, 2], 3)],
    ['another quantity', refunds(null, 2)],
    ['another category', releases('refunded', { ...three, category: category(2) })],
  ])('that names %s changes nothing', (_, refund) => {
    const { hold: rest, stock, last } = tell([...sold, refund])
    expect(rest).toMatchObject({ state: 'sold', returnedSeats: [] })
    expect(stock.sold).toBe(3)
    expect(last).toMatchObject(ignored('does-not-fit'))
  })

  it('is not a release: that changes nothing once it is sold', () => {
    const { hold: rest, last } = tell([...sold, releases('released', three)])
    expect(rest).toMatchObject({ state: 'sold' })
    expect(last).toMatchObject(ignored('sold'))
  })
})

describe('a release', () => {
  it.each([
    ['expired', [asks(), 100, nothing]],
    ['released', [asks(), releases('released')]],
    ['refunded', [asks(), sells(), releases('refunded')]],
    ['refused', [asks({ price: 11 })]],
  ] as const)('of a hold that is %s changes nothing', (state, before) => {
    for (const reason of ['released', 'refunded']) {
      const { hold: ended, stock, last } = tell([...before, releases(reason)])
      expect(ended).toMatchObject({ state })
      expect(stock).toMatchObject({ held: 0, sold: 0 })
      expect(last).toMatchObject(ignored('already-ended'))
    }
  })

  it.each(['refused', 'expired', 'duplicate', 'Released', ''])(
    'for the reason "%s" is a notice, and changes nothing',
    reason => {
      const { hold: live, last } = tell([asks(), releases(reason)])
      expect(live).toMatchObject({ state: 'held' })
      expect(last).toMatchObject([{ kind: 'notice', hold: hold(1), quantity: 2, detail: { reason } }])
      expect(kindsOf(tell([releases(reason)]).last)).toEqual(['notice'])
    },
  )

  it.each<[string, Parameters<typeof tell>[0]]>([
    ['live', [asks()]],
    ['sold', [asks(), sells()]],
    ['partly refunded', [asks(), sells(), releases('refunded', { seats: [1], quantity: 1 })]],
    ['refunded', [asks(), sells(), releases('refunded')]],
    ['released', [asks(), releases('released')]],
    ['refused', [asks({ price: 9 })]],
    ['expired', [asks(), 100, nothing]],
  ])('that is a notice leaves a %s hold, and every counter, as they are', (_, before) => {
    const told = tell(before)
    for (const reason of ['refused', 'expired', 'duplicate']) {
      for (const seats of [null, [1], [1, 2]]) {
        const after = tell([...before, releases(reason, { seats, quantity: seats?.length ?? 2 })])
        expect([after.hold, after.stock, after.whole.buyers]).toEqual([told.hold, told.stock, told.whole.buyers])
        expect(kindsOf(after.last)).toEqual(['notice'])
      }
    }
  })

  it.each([
    ['that nobody asked for', releases('released', { hold: hold(2) })],
    ['of another site', releases('released', { site: site('b') })],
    ['of another game', releases('refunded', { game: game(2) })],
  ])('of a hold %s changes nothing', (_, release) => {
    const { whole, stock, last } = tell([asks(), release])
    expect(last).toMatchObject(ignored('unknown-hold'))
    expect(whole.holds.size).toBe(1)
    expect(stock.held).toBe(2)
  })
})
