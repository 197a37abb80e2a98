import { describe, expect, it } from '@jest/globals'
import { announces, asks, kindsOf, releases, sells, tell } from '../testing/say.ts'
import { buyer, category, game, hold, listed, nothing, site } from '../testing/world.ts'

const second = { hold: hold(2) }
const subject = { game: 1, category: 1, quantity: 2, site: 'a', hold: hold(1) }

describe('a request for a hold', () => {
  it('is granted, and counted for its category, its site and its buyer', () => {
    const { hold: held, stock, whole, last } = tell([asks()])
    expect(held).toMatchObject({ state: 'held', quantity: 2, price: 10, buyer: buyer(1), expiresAtMs: 1_102 })
    expect(stock).toMatchObject({ held: 2, sold: 0, heldBySite: new Map([[site('a'), 2]]) })
    expect([...whole.buyers.values()]).toEqual([{ game: game(1), buyer: buyer(1), held: 2, sold: 0 }])
    expect(last).toEqual([
      {
        offset: 2, step: 0, timeMs: 1_002, kind: 'hold-granted', game: 1, category: 1, quantity: 2, price: 10,
        site: 'a', hold: hold(1), detail: { expiresAtMs: 1_102, buyer: buyer(1), country: null },
      },
    ])
  })

  it.each([
    ['the longest there is without asking', null, 1_102],
    ['as long as it asks', 99, 1_101],
    ['the longest there is, whatever it asks', 101, 1_102],
    ['until the next record when it asks for no time at all', 0, 1_002],
  ])('lives %s', (_, ttlMs, expiresAtMs) => {
    expect(tell([asks({ ttlMs })]).hold).toMatchObject({ expiresAtMs })
  })

  it('ends at its time, before the record that is stamped with it is looked at', () => {
    const { hold: ended, last, stock } = tell([asks(), 99, sells()])
    expect(ended).toMatchObject({ state: 'expired' })
    expect(kindsOf(last)).toEqual(['hold-expired', 'sale-refused'])
    expect(stock).toMatchObject({ held: 0, sold: 0, heldBySite: new Map() })
  })

  it('may be sold up to the millisecond before', () => {
    expect(tell([asks(), 98, sells()]).hold).toMatchObject({ state: 'sold' })
  })

  it('ends with any record of its partition, in order of expiry, then site, then id', () => {
    const ask = (id: number, of: string, ttlMs: number) =>
      asks({ hold: hold(id), site: site(of), quantity: 1, ttlMs, buyer: buyer(id) })
    const { last } = tell([ask(3, 'b', 43), ask(2, 'b', 42), ask(9, 'a', 41), ask(1, 'a', 39), 100, nothing])
    expect(last.map(({ site: of, hold: id }) => [of, id])).toEqual([
      ['a', hold(1)], ['a', hold(9)], ['b', hold(2)], ['b', hold(3)],
    ])
    expect(last.map(({ step, timeMs }) => [step, timeMs])).toEqual([[0, 1_106], [1, 1_106], [2, 1_106], [3, 1_106]])
  })
})

describe('a request that was made before', () => {
  it.each([
    ['is the same', {}],
    ['is the same though it asks for another time', { ttlMs: 5 }],
    ['is the same though it names another price', { price: 11 }],
    ['is the same though it names a country', { country: 'BR' }],
  ])('%s: no effect', (_, changed) => {
    const { hold: held, stock, last } = tell([asks(), asks(changed)])
    expect(last).toMatchObject([{ kind: 'hold-repeated', ...subject, detail: null }])
    expect(held).toEqual(tell([asks()]).hold)
    expect(stock.held).toBe(2)
  })

  it.each([
    ['category', { category: category(2) }],
    ['quantity', { quantity: 1 }],
    ['buyer', { buyer: buyer(2) }],
  ])('but with another %s: a conflict, and no effect either', (_, changed) => {
    const { hold: held, stock, last, whole } = tell([asks(), asks(changed)])
    expect(last).toMatchObject([{ kind: 'hold-conflict', site: 'a', hold: hold(1), detail: null }])
    expect(held).toEqual(tell([asks()]).hold)
    expect(stock.held).toBe(2)
    expect(whole.holds.size).toBe(1)
  })

  it('and refused stays refused, though it could be granted now', () => {
    const refused = [asks({ price: 11 }), listed(2, { 1: 8, 2: 3 }, { price: 11 }), asks({ price: 11 })]
    expect(tell(refused).hold).toMatchObject({ state: 'refused', refusal: { kind: 'price-changed', price: 10 } })
    expect(tell([...refused, asks({ ...second, price: 11 })]).last).toMatchObject([{ kind: 'hold-granted' }])
  })

  it.each([
    ['sold', [sells()]],
    ['released', [releases('released')]],
    ['expired', [100, nothing]],
  ])('and %s stays so', (state, then) => {
    expect(tell([asks(), ...then, asks()])).toMatchObject({ hold: { state }, last: [{ kind: 'hold-repeated' }] })
  })

  it('by another site, or of another game, is another request', () => {
    const { whole } = tell([asks(), asks({ site: site('b') }), asks({ game: game(2) })])
    expect(whole.holds.size).toBe(3)
  })
})

describe('a request for a hold is refused', () => {
  const refusalOf = (told: Parameters<typeof tell>[0], settings: Parameters<typeof tell>[1] = {}) => {
    const { hold: refused, last } = tell(told, settings)
    if (refused?.state !== 'refused') return null
    const { kind, ...detail } = refused.refusal
    expect(last).toMatchObject([{ kind: 'hold-refused', detail: { reason: kind, ...detail } }])
    return refused.refusal
  }

  it.each([
    ['that nobody named yet', []],
    ['that was only announced so far', [announces('pending', 1, { game: game(2) })]],
  ])('while its game is not on sale: one %s', (_, before) => {
    const { whole, last } = tell([...before, asks({ game: game(2) })])
    expect([...whole.holds.values()]).toMatchObject([{ state: 'refused', refusal: { kind: 'not-on-sale' } }])
    expect(last).toMatchObject([{ kind: 'hold-refused', detail: { reason: 'not-on-sale' } }])
  })

  it.each([
    ['that nobody named yet', []],
    ['that was only announced so far', [announces('pending', 1, { categories: [4] })]],
  ])('where its category is not in the list: one %s', (_, before) => {
    expect(refusalOf([...before, asks({ category: category(4), price: 0 })])).toEqual({ kind: 'unknown-category' })
  })

  it('at another price than today\'s', () => {
    expect(refusalOf([asks({ price: 9 })])).toEqual({ kind: 'price-changed', price: 10 })
    expect(refusalOf([listed(2, { 1: 8, 2: 3 }, { price: 9 }), asks({ price: 9 })])).toBeNull()
  })

  it.each([0, 4, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])('for %d seats', quantity => {
    expect(refusalOf([asks({ quantity })])).toEqual({ kind: 'bad-quantity', max: 3 })
  })

  it.each([1, 3])('but not for %d', quantity => {
    expect(refusalOf([asks({ quantity })])).toBeNull()
  })

  it('for more than one buyer may have of one game, at all sites together, held and sold', () => {
    const others = [asks({ hold: hold(5) }), sells({ hold: hold(5) }), asks({ hold: hold(6), site: site('b') })]
    expect(refusalOf([...others, asks({ quantity: 3 })])).toEqual({ kind: 'over-limit', limit: 6, has: 4 })
    expect(refusalOf([...others, asks({ quantity: 2 })])).toBeNull()
    expect(refusalOf([...others, asks({ quantity: 3, buyer: buyer(2) })])).toBeNull()
    expect(refusalOf([...others, releases('refunded', { hold: hold(5) }), asks({ quantity: 3 })])).toBeNull()
  })

  it('for more live seats of a category than one site may hold', () => {
    const one = asks({ hold: hold(5), quantity: 3, buyer: buyer(5) })
    const settings = { siteHeldMax: 4 }
    expect(refusalOf([one, asks()], settings)).toEqual({ kind: 'site-over-share', limit: 4, has: 3 })
    expect(refusalOf([one, asks({ quantity: 1 })], settings)).toBeNull()
    expect(refusalOf([{ ...one, site: site('b') }, asks()], settings)).toBeNull()
    expect(refusalOf([{ ...one, category: category(2) }, asks()], settings)).toBeNull()
    expect(refusalOf([one, sells({ hold: hold(5), quantity: 3 }), asks()], settings)).toBeNull()
    expect(refusalOf([asks()], { siteHeldMax: 1 })).toEqual({ kind: 'site-over-share', limit: 1, has: 0 })
    expect(refusalOf([one, asks()])).toBeNull()
  })

  it('for more seats than there are left', () => {
    const of = (id: number) => asks({ hold: hold(id), quantity: 3, buyer: buyer(id) })
    expect(refusalOf([of(5), of(6), asks({ quantity: 3 })])).toEqual({ kind: 'sold-out', sellable: 2 })
    expect(refusalOf([of(5), of(6), asks({ quantity: 2 })])).toBeNull()
  })
})
