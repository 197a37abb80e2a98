import { describe, expect, it } from '@jest/globals'
import { asks, releases, sells, tell } from '../testing/say.ts'
import { buyer, category, game, hold, listed, nothing, site } from '../testing/world.ts'

describe('a sale', () => {
  it('of a live hold moves its seats from held to sold, for its category, its site and its buyer', () => {
    const { hold: sold, stock, whole, last } = tell([asks({ country: 'UY' }), sells()])
    expect(sold).toEqual({
      game: 1, site: 'a', id: hold(1), category: 1, quantity: 2, price: 10, buyer: buyer(1), country: 'UY',
      state: 'sold', returnedSeats: [],
    })
    expect(stock).toMatchObject({ held: 0, sold: 2, heldBySite: new Map() })
    expect([...whole.buyers.values()]).toEqual([{ game: game(1), buyer: buyer(1), held: 0, sold: 2 }])
    expect(last).toMatchObject([
      { kind: 'hold-sold', quantity: 2, price: 10, detail: { buyer: buyer(1), country: 'UY' } },
    ])
  })

  it('is at the price of its hold, whatever today\'s list says', () => {
    const { hold: sold } = tell([asks(), listed(2, { 1: 8, 2: 3 }, { price: 99 }), sells()])
    expect(sold).toMatchObject({ state: 'sold', price: 10 })
  })

  it('is final: it does not expire', () => {
    const told = tell([asks(), sells(), 1_000, nothing])
    expect(told).toMatchObject({ hold: { state: 'sold' }, stock: { sold: 2, held: 0 } })
  })

  it('said again has no effect', () => {
    const { hold: sold, stock, last } = tell([asks(), sells(), sells()])
    expect(last).toMatchObject([{ kind: 'sale-repeated', game: 1, category: 1, quantity: 2, site: 'a', hold: hold(1) }])
    expect(sold).toMatchObject({ state: 'sold' })
    expect(stock).toMatchObject({ held: 0, sold: 2 })
  })

  it.each([
    ['category', { category: category(2) }],
    ['quantity', { quantity: 1 }],
    ['price', { price: 11 }],
  ])('with another %s than its hold\'s is refused', (_, changed) => {
    const refused = [{ kind: 'sale-refused', detail: { reason: 'does-not-fit' } }]
    expect(tell([asks(), sells(changed)])).toMatchObject({ hold: { state: 'held' }, stock: { sold: 0 }, last: refused })
    expect(tell([asks(), sells(), sells(changed)])).toMatchObject({ hold: { state: 'sold' }, last: refused })
  })

  it.each([
    ['expired', [asks(), 100, nothing]],
    ['released', [asks(), releases('released')]],
    ['refunded', [asks(), sells(), releases('refunded')]],
    ['refused', [asks({ price: 11 })]],
  ] as const)('of a hold that is %s is refused, and counts nothing', (state, before) => {
    const { hold: ended, stock, last } = tell([...before, sells()])
    expect(ended).toMatchObject({ state })
    expect(last).toMatchObject([{ kind: 'sale-refused', detail: { reason: state } }])
    expect(stock).toMatchObject({ held: 0, sold: 0 })
  })

  it.each([
    ['that nobody asked for', sells({ hold: hold(2) })],
    ['of another site', sells({ site: site('b') })],
    ['of another game', sells({ game: game(2) })],
  ])('of a hold %s is refused without a row', (_, sale) => {
    const { whole, last } = tell([asks(), sale])
    expect(last).toMatchObject([{ kind: 'sale-refused', detail: { reason: 'unknown-hold' } }])
    expect(whole.holds.size).toBe(1)
  })
})
