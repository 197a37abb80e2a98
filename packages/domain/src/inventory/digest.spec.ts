import { describe, expect, it } from '@jest/globals'
import { announces, asks, releases, sells, tell } from '../testing/say.ts'
import {
  buyer, category, federationOf, game, hold, listed, logOf, nothing, opening, replay, sha256, site, stated, toolsFor,
} from '../testing/world.ts'
import { addRowHash, digestOf } from './digest.ts'
import type { Said } from './entry.ts'
import { foldBatch } from './fold.ts'
import type { Hold, HoldRefusal } from './hold.ts'
import type { CategoryRef } from './ids.ts'
import { categoryKey } from './ids.ts'
import { createRecount } from './recount.ts'
import type { PartitionState } from './state.ts'
import type { AnnouncedPending, CategoryStock, GameStock } from './stock.ts'
import { emptyCategory, emptyGame } from './stock.ts'

const terms = {
  game: game(1), site: site('a'), id: hold(1), category: category(1), quantity: 3, price: 10,
  buyer: buyer(1), country: 'BR',
}
const held: Hold = { ...terms, state: 'held', expiresAtMs: 7 }
const refused = (refusal: HoldRefusal): Hold => ({ ...terms, state: 'refused', refusal })
const hashOf = (row: Hold): bigint => addRowHash(0n, row, 1, sha256)

describe('the hash of a hold row', () => {
  const rows: readonly Hold[] = [
    held,
    { ...held, game: game(2) }, { ...held, site: site('b') }, { ...held, id: hold(2) }, { ...held, quantity: 2 },
    { ...held, category: category(2) }, { ...held, price: 11 }, { ...held, buyer: buyer(2) },
    { ...held, country: null }, { ...held, expiresAtMs: 8 },
    { ...terms, state: 'sold', returnedSeats: [] }, { ...terms, state: 'sold', returnedSeats: [1] },
    { ...terms, state: 'sold', returnedSeats: [1, 2] }, { ...terms, state: 'sold', returnedSeats: [12] },
    { ...terms, state: 'expired' }, { ...terms, state: 'released' }, { ...terms, state: 'refunded' },
    refused({ kind: 'not-on-sale' }), refused({ kind: 'unknown-category' }),
    refused({ kind: 'price-changed', price: 11 }), refused({ kind: 'price-changed', price: 12 }),
    refused({ kind: 'bad-quantity', max: 3 }), refused({ kind: 'bad-quantity', max: 4 }),
    refused({ kind: 'over-limit', limit: 6, has: 5 }), refused({ kind: 'over-limit', limit: 6, has: 4 }),
    refused({ kind: 'over-limit', limit: 5, has: 4 }), refused({ kind: 'site-over-share', limit: 6, has: 5 }),
    refused({ kind: 'sold-out', sellable: 0 }), refused({ kind: 'sold-out', sellable: -1 }),
  ]

  it('differs with every field', () => {
    expect(new Set(rows.map(hashOf)).size).toBe(rows.length)
  })

  const text = `1|a|${hold(1)}|1|3|10|${buyer(1)}|BR`
  it.each<[Hold, string]>([
    [held, `${text}|held|7`],
    [{ ...held, country: null }, `1|a|${hold(1)}|1|3|10|${buyer(1)}||held|7`],
    [{ ...terms, state: 'sold', returnedSeats: [] }, `${text}|sold|`],
    [{ ...terms, state: 'sold', returnedSeats: [1, 2] }, `${text}|sold|1,2`],
    [{ ...terms, state: 'expired' }, `${text}|expired|`],
    [{ ...terms, state: 'released' }, `${text}|released|`],
    [{ ...terms, state: 'refunded' }, `${text}|refunded|`],
    [refused({ kind: 'not-on-sale' }), `${text}|refused|not-on-sale`],
    [refused({ kind: 'unknown-category' }), `${text}|refused|unknown-category`],
    [refused({ kind: 'price-changed', price: 11 }), `${text}|refused|price-changed|11`],
    [refused({ kind: 'bad-quantity', max: 3 }), `${text}|refused|bad-quantity|3`],
    [refused({ kind: 'over-limit', limit: 6, has: 5 }), `${text}|refused|over-limit|6|5`],
    [refused({ kind: 'site-over-share', limit: 6, has: 5 }), `${text}|refused|site-over-share|6|5`],
    [refused({ kind: 'sold-out', sellable: -1 }), `${text}|refused|sold-out|-1`],
  ])('is of a known text, a stored format that no later version may change in silence: %j', (row, known) => {
    expect(hashOf(row)).toBe(BigInt(`0x${sha256(known)}`))
  })

  it('is added and taken away in any order, modulo 2^256', () => {
    const [one, two] = [held, { ...held, id: hold(2) }]
    const sum = addRowHash(hashOf(one), two, 1, sha256)
    expect(addRowHash(hashOf(two), one, 1, sha256)).toBe(sum)
    expect(addRowHash(sum, one, -1, sha256)).toBe(hashOf(two))
    expect(addRowHash(0n, one, -1, sha256)).toBe(2n ** 256n - hashOf(one))
    expect(addRowHash(2n ** 256n - 1n, one, 1, sha256)).toBe(hashOf(one) - 1n)
  })
})

describe('the digest of a partition', () => {
  const partition: PartitionState = { partition: 0, nextOffset: 9, logTimeMs: 1_000, federation: federationOf(1) }
  const seats: CategoryStock = { ...emptyCategory(category(1)), listed: true, capacity: 8, price: 10 }
  const list = {
    version: 1, currency: 'USD', limits: { perBuyer: 6, holdMaxMs: 100 },
    listing: {
      game: game(1), round: 1, kickOffMs: 0, venue: 'Stadium', home: 'Home', away: 'Away', group: null, categories: [],
    },
  }
  const stock: GameStock = { ...emptyGame(game(1)), list, categories: new Map([[category(1), seats]]), holdsSum: 5n }
  const withSeats = (changed: Partial<CategoryStock>): GameStock[] => [
    { ...stock, categories: new Map([[category(1), { ...seats, ...changed }]]) },
  ]
  const of = (
    games: readonly GameStock[] = [stock],
    { at = partition, queue = [] }: { at?: PartitionState; queue?: readonly AnnouncedPending[] } = {},
  ) => digestOf(at, games, () => queue, sha256)

  it('differs with every field that is kept', () => {
    const digests = [
      of(),
      of([]),
      of([{ ...stock, game: game(2) }]),
      of([stock, emptyGame(game(2))]),
      of([{ ...stock, holdsSum: 6n }]),
      of([{ ...stock, list: null }]),
      of([{ ...stock, list: { ...list, version: 2 } }]),
      of([{ ...stock, list: { ...list, currency: 'EUR' } }]),
      of([{ ...stock, list: { ...list, limits: { perBuyer: 7, holdMaxMs: 100 } } }]),
      of([{ ...stock, list: { ...list, limits: { perBuyer: 6, holdMaxMs: 101 } } }]),
      of([{ ...stock, categories: new Map() }]),
      of(withSeats({ category: category(2) })), of(withSeats({ listed: false })), of(withSeats({ capacity: 9 })),
      of(withSeats({ price: 11 })), of(withSeats({ held: 1 })), of(withSeats({ sold: 1 })),
      of(withSeats({ announcedSold: 1 })),
      of([stock], { queue: [{ atMs: 1, quantity: 2 }] }),
      of([stock], { queue: [{ atMs: 2, quantity: 2 }] }),
      of([stock], { queue: [{ atMs: 1, quantity: 3 }] }),
      of([stock], { queue: [{ atMs: 1, quantity: 2 }, { atMs: 2, quantity: 2 }] }),
      of([stock], { at: { ...partition, partition: 1 } }),
      of([stock], { at: { ...partition, nextOffset: 10 } }),
      of([stock], { at: { ...partition, logTimeMs: 1_001 } }),
      of([stock], { at: { ...partition, federation: federationOf(2) } }),
      of([stock], { at: { ...partition, federation: null } }),
    ]
    expect(new Set(digests).size).toBe(digests.length)
    for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{64}$/)
  })

  it('does not depend on the order in which games and categories come', () => {
    const nine = { ...emptyGame(game(9)), list }
    const ten = { ...emptyGame(game(10)), list }
    expect(of([ten, stock, nine])).toBe(of([stock, nine, ten]))
    const categories = [2, 9, 10].map(number => [category(number), { ...seats, category: category(number) }] as const)
    expect(of([{ ...stock, categories: new Map(categories.toReversed()) }])).toBe(
      of([{ ...stock, categories: new Map(categories) }]),
    )
  })

  it('is a known value: a stored format, that no later version may change in silence', () => {
    const text = [
      'matchday-digest-v1|0|9|1000|federation-1', 'game|1|1|USD|6|100|5', 'category|1|true|8|10|0|0|0|1:2;3:4',
    ].join('\n')
    expect(of([stock], { queue: [{ atMs: 1, quantity: 2 }, { atMs: 3, quantity: 4 }] })).toBe(sha256(text))
    const bare = { partition: 2, nextOffset: 0, logTimeMs: 0, federation: null }
    expect(of([emptyGame(game(7))], { at: bare })).toBe(sha256('matchday-digest-v1|2|0|0|\ngame|7||0'))
  })
})

describe('a digest record', () => {
  const said: Said[] = [
    asks(), stated(), sells(), announces('pending', 2), stated(), releases('refunded', { seats: [1], quantity: 1 }),
    asks({ hold: hold(2), price: 11 }), nothing, stated(), announces('cancelled', 1), stated(1), stated(),
    announces('pending', 4), announces('cancelled', 2), stated(),
  ]
  const log = logOf([opening(), listed(1, { 1: 8 }), ...said])

  it('has every copy compute its own, of all up to and including it, however it was batched', () => {
    const { digests, deadLetters } = replay(foldBatch, log, { tools: toolsFor(federationOf(1)) })
    expect(digests.map(({ offset }) => offset)).toEqual([3, 6, 10, 13, 16])
    expect(deadLetters).toEqual([{ offset: 12, reason: 'wrong-partition' }])
    expect(new Set(digests.map(({ state }) => state)).size).toBe(5)
    for (const size of [1, 2, 3, 5]) expect(replay(foldBatch, log, { sizes: [size] }).digests).toEqual(digests)
  })

  it('is the digest of what a copy then has, which is what its rows say', () => {
    const { digests } = replay(foldBatch, log)
    for (const { offset, state } of digests) {
      const { partition, games, queues, holds } = replay(foldBatch, log.slice(0, offset + 1)).whole
      const queueOf = (at: CategoryRef) => queues.get(categoryKey(at))?.pendings ?? []
      expect(state).toBe(digestOf(partition, [...games.values()], queueOf, sha256))
      const recount = createRecount(sha256)
      for (const hold of holds.values()) recount.add(hold)
      expect(recount.differences(games)).toEqual([])
    }
  })

  it('changes nothing but the place in the log', () => {
    expect(tell([asks(), stated()])).toMatchObject({ stock: { held: 2 }, last: [] })
  })

  it('is told apart by a record anywhere before it', () => {
    const without = log.filter(({ offset }) => offset !== 2)
    const [first] = replay(foldBatch, log).digests
    expect(replay(foldBatch, without).digests[0]?.state).not.toBe(first?.state)
  })
})
