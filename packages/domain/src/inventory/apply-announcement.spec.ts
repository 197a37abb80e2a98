import { describe, expect, it } from '@jest/globals'
import type { Told } from '../testing/say.ts'
import { announces, asks, kindsOf, tell } from '../testing/say.ts'
import { category, federationOf, game, hold, listed, logOf, opening, replay, site, toolsFor } from '../testing/world.ts'
import { foldBatch } from './fold.ts'
import { sellable } from './stock.ts'

const detailsOf = ({ last }: Told) => last.map(({ detail }) => detail)

const oversells = ({ last }: Told) =>
  last
    .filter(({ kind }) => kind === 'oversold')
    .map(({ category: of, quantity, site: by, detail }) => [of, quantity, by, detail])

describe('an announcement', () => {
  it('of pending seats takes them from what can be sold', () => {
    const { stock, last, whole } = tell([announces('pending', 3)])
    expect(stock).toMatchObject({ announcedPending: 3, announcedSold: 0, held: 0 })
    expect(sellable(stock)).toBe(5)
    expect([...whole.queues.values()]).toEqual([{ game: 1, category: 1, pendings: [{ atMs: 1_002, quantity: 3 }] }])
    expect(last).toMatchObject([
      { kind: 'announced-pending', category: 1, quantity: 3, price: 10, site: null, detail: {} },
    ])
  })

  it('of a sale takes its seats from the oldest pendings', () => {
    const told = tell([announces('pending', 2), announces('pending', 2), announces('reserved', 3)])
    expect(told.stock).toMatchObject({ announcedPending: 1, announcedSold: 3 })
    expect([...told.whole.queues.values()]).toMatchObject([{ pendings: [{ atMs: 1_003, quantity: 1 }] }])
    expect(kindsOf(told.last)).toEqual(['announced-reserved'])
    expect(detailsOf(told)).toEqual([{}])
  })

  it('of a sale that nobody announced as pending counts all the same, and says so', () => {
    const { stock, last } = tell([announces('pending', 1), announces('reserved', 3)])
    expect(stock).toMatchObject({ announcedPending: 0, announcedSold: 3 })
    expect(last).toMatchObject([{ kind: 'announced-reserved', quantity: 3, detail: { unmatched: 2 } }])
  })

  it('of seats given back takes from the pendings only, and flags the rest', () => {
    const { stock, last } = tell([announces('reserved', 2), announces('pending', 1), announces('cancelled', 3)])
    expect(stock).toMatchObject({ announcedPending: 0, announcedSold: 2 })
    expect(last).toMatchObject([{ kind: 'announced-cancelled', quantity: 3, detail: { unmatched: 2 } }])
    const matched = tell([announces('pending', 2), announces('cancelled', 2)])
    expect(matched).toMatchObject({ stock: { announcedPending: 0 }, last: [{ kind: 'announced-cancelled' }] })
    expect(detailsOf(matched)).toEqual([{}])
  })

  it('of two lines counts both, in their order', () => {
    const { whole, last } = tell([announces('reserved', 2, { categories: [2, 1] })])
    const counted = [...(whole.games.get(game(1))?.categories.values() ?? [])]
    expect(counted).toMatchObject([{ category: 1, announcedSold: 2 }, { category: 2, announcedSold: 2 }])
    expect(last.map(line => [line.step, line.category, line.quantity])).toEqual([[0, 2, 2], [1, 1, 2]])
  })

  it('of one category twice counts it twice', () => {
    expect(tell([announces('pending', 2, { categories: [1, 1] })]).stock.announcedPending).toBe(4)
  })

  it('at another price counts, and is flagged', () => {
    const told = tell([announces('reserved', 2, { price: 7 })])
    expect(told.stock.announcedSold).toBe(2)
    expect(told.last).toMatchObject([{ price: 7 }])
    expect(detailsOf(told)).toEqual([{ listPrice: 10, unmatched: 2 }])
  })

  it('leaves holds alone, but for what is granted after it', () => {
    const told = tell([asks(), announces('reserved', 7), asks({ hold: hold(2), quantity: 1 })])
    expect(told.hold).toMatchObject({ state: 'held' })
    expect(told.stock.held).toBe(2)
    expect(told.last).toMatchObject([{ kind: 'hold-refused', detail: { reason: 'sold-out', sellable: -1 } }])
  })
})

describe('an announcement of what no list names', () => {
  it.each([
    ['category', { categories: [4], price: 3 }, 1],
    ['game', { game: game(2), categories: [4], price: 3 }, 2],
  ])('counts in a %s that is not on sale, at no price to differ from', (_, changed, number) => {
    const told = tell([announces('reserved', 2, changed)])
    expect(told.whole.games.get(game(number))?.categories.get(category(4))).toEqual({
      category: 4, listed: false, capacity: 0, price: 0, held: 0, heldBySite: new Map(), sold: 0,
      announcedSold: 2, announcedPending: 0,
    })
    expect(told.last).toMatchObject([{ kind: 'announced-reserved', game: number }])
    expect(detailsOf(told)).toEqual([{ unmatched: 2 }])
    expect(oversells(told)).toEqual([])
  })

  it('counts when the list arrives, which then tells of the oversell', () => {
    const before = [announces('reserved', 5, { categories: [4] }), announces('pending', 1, { categories: [4] })]
    const few = tell([...before, listed(2, { 1: 8, 2: 3, 4: 4 })])
    expect(few.last.map(({ kind, category: of, quantity, detail }) => [kind, of, quantity, detail])).toEqual([
      ['list-applied', null, null, { version: 2 }],
      ['oversold', 4, 2, { total: 2 }],
    ])
    const enough = tell([...before, listed(2, { 1: 8, 2: 3, 4: 6 })])
    expect(kindsOf(enough.last)).toEqual(['list-applied'])
    expect(tell([...before, listed(2, { 1: 8, 2: 3, 4: 6 }), asks({ category: category(4), quantity: 1 })]).last)
      .toMatchObject([{ kind: 'hold-refused', detail: { reason: 'sold-out', sellable: 0 } }])
  })
})

describe('an oversell', () => {
  it('is reported to the exact seat, with its place and, if signed, who did it', () => {
    expect(oversells(tell([announces('reserved', 8)]))).toEqual([])
    expect(oversells(tell([announces('reserved', 9)]))).toEqual([[1, 1, null, { total: 1 }]])
    const signed = tell([announces('reserved', 7), announces('pending', 3, { site: site('loud') })])
    expect(oversells(signed)).toEqual([[1, 2, 'loud', { total: 2 }]])
    expect(signed.last).toMatchObject([{ offset: 3, kind: 'announced-pending', site: 'loud' }, { offset: 3, step: 1 }])
  })

  it('counts each further seat once', () => {
    const told = tell([announces('reserved', 10), announces('reserved', 3)])
    expect(oversells(told)).toEqual([[1, 3, null, { total: 5 }]])
  })

  it('is not reported again when an announced pending is confirmed, or cancelled', () => {
    expect(oversells(tell([announces('pending', 10), announces('reserved', 10)]))).toEqual([])
    expect(oversells(tell([announces('pending', 10), announces('cancelled', 1)]))).toEqual([])
  })

  it('is told of by each line of an announcement', () => {
    expect(oversells(tell([announces('reserved', 9, { categories: [1, 2] })]))).toEqual([
      [1, 1, null, { total: 1 }], [2, 6, null, { total: 6 }],
    ])
  })

  it('is not repeated by a list that raises the capacity, though not enough', () => {
    const told = tell([announces('reserved', 12), listed(2, { 1: 10, 2: 3 })])
    expect(kindsOf(told.last)).toEqual(['list-applied'])
    expect(sellable(told.stock)).toBe(-2)
  })

  it('counts held seats, which are granted and stay so', () => {
    expect(oversells(tell([asks(), announces('reserved', 7)]))).toEqual([[1, 1, null, { total: 1 }]])
  })
})

describe('pendings', () => {
  it('of one millisecond are one row', () => {
    const said = [opening(), listed(1, { 1: 8 }), announces('pending', 1), announces('pending', 2)]
    const { whole } = replay(foldBatch, logOf(said, { stepMs: 0 }), { tools: toolsFor(federationOf(1)) })
    expect([...whole.queues.values()]).toMatchObject([{ pendings: [{ atMs: 1_000, quantity: 3 }] }])
  })

  it('taken whole and announced again in that millisecond stand as new', () => {
    const said = [
      opening(), listed(1, { 1: 8 }), announces('pending', 2), announces('cancelled', 2), announces('pending', 1),
    ]
    for (const sizes of [[5], [1], [3, 2], [4, 1]]) {
      const { whole } = replay(foldBatch, logOf(said, { stepMs: 0 }), { sizes })
      expect([...whole.queues.values()]).toMatchObject([{ pendings: [{ atMs: 1_000, quantity: 1 }] }])
    }
  })
})
