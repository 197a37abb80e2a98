import { describe, expect, it } from '@jest/globals'
import { announces, asks, sells, tell } from '../testing/say.ts'
import { category, game, hold, listed } from '../testing/world.ts'

const refused = (detail: object) => [{ kind: 'list-refused', game: 1, site: 'publisher', detail }]
const applied = (version: number) => ({ kind: 'list-applied', game: 1, site: 'publisher', detail: { version } })
const gameOf = ({ whole }: ReturnType<typeof tell>) => whole.games.get(game(1))

describe('a list', () => {
  it('opens its game at whatever version comes first', () => {
    const { whole, last } = tell([listed(5, { 1: 2 }, { number: 2, perBuyer: 3, holdMaxMs: 7 })])
    expect(whole.games.get(game(2))).toMatchObject({
      list: { version: 5, currency: 'USD', limits: { perBuyer: 3, holdMaxMs: 7 }, listing: { game: 2, home: 'Home' } },
    })
    expect(last).toMatchObject([{ kind: 'list-applied', game: 2, detail: { version: 5 } }])
  })

  it('takes effect where it stands: capacity, price and limits', () => {
    const told = tell([listed(2, { 1: 9, 2: 4, 3: 1 }, { price: 11, perBuyer: 1 }), asks({ price: 11 })])
    expect(told.stock).toMatchObject({ capacity: 9, price: 11, listed: true })
    expect(gameOf(told)?.categories.get(category(3))).toMatchObject({ capacity: 1, price: 11, listed: true })
    expect(told.hold).toMatchObject({ state: 'refused', refusal: { kind: 'over-limit', limit: 1 } })
  })

  it.each([1, 0, -1])('of version %d, when 1 is in force, is refused', version => {
    const told = tell([listed(version, { 1: 99, 2: 99 })])
    expect(told.last).toMatchObject(refused({ version, reason: 'stale-version', current: 1 }))
    expect(told.stock.capacity).toBe(8)
  })

  it('that was refused before it opened anything leaves no trace of its game', () => {
    const { whole, last } = tell([listed(0, { 1: 2 }, { number: 2 })])
    expect(last).toMatchObject([{ kind: 'list-refused', game: 2, detail: { reason: 'stale-version', current: 0 } }])
    expect(whole.games.has(game(2))).toBe(false)
  })

  it('without one of the categories on sale is refused whole', () => {
    const told = tell([listed(2, { 1: 99, 3: 5 })])
    expect(told.last).toMatchObject(refused({ version: 2, reason: 'category-removed', category: 2 }))
    expect(told.stock.capacity).toBe(8)
    expect(gameOf(told)?.categories.has(category(3))).toBe(false)
  })

  it('may leave out what was only announced', () => {
    const told = tell([announces('pending', 1, { categories: [3] }), listed(2, { 1: 8, 2: 3 })])
    expect(told.last).toMatchObject([applied(2)])
    expect(gameOf(told)?.categories.get(category(3))).toMatchObject({ listed: false, announcedPending: 1 })
  })

  it('may lower a category to what is held, sold, announced and pending, and no further', () => {
    const taken = [
      asks(), asks({ hold: hold(2), quantity: 1 }), sells({ hold: hold(2), quantity: 1 }),
      announces('reserved', 1), announces('pending', 1),
    ]
    const low = tell([...taken, listed(2, { 1: 4, 2: 9 })])
    expect(low.last).toMatchObject(
      refused({ version: 2, reason: 'below-committed', category: 1, capacity: 4, committed: 5 }),
    )
    expect(low.stock.capacity).toBe(8)
    expect(gameOf(low)?.categories.get(category(2))).toMatchObject({ capacity: 3 })
    expect(tell([...taken, listed(2, { 1: 5, 2: 9 })])).toMatchObject({ last: [applied(2)], stock: { capacity: 5 } })
  })

  it('that lowers nothing applies however much was oversold', () => {
    const same = [announces('reserved', 10), listed(2, { 1: 8, 2: 3 })]
    expect(tell(same)).toMatchObject({ last: [applied(2)], stock: { capacity: 8, announcedSold: 10 } })
    const more = tell([...same, listed(3, { 1: 9, 2: 3 })])
    expect(more).toMatchObject({ last: [applied(3)], stock: { capacity: 9, announcedSold: 10 } })
  })

  it('is refused for its lowest faulty category', () => {
    const taken = [announces('reserved', 3, { categories: [2, 1] })]
    expect(tell([...taken, listed(2, { 1: 2, 2: 2 })]).last).toMatchObject(
      refused({ reason: 'below-committed', category: 1 }),
    )
  })

  it('keeps what is counted: holds, sales, sites, pendings and the sum of the holds', () => {
    const before = tell([asks(), announces('pending', 2)])
    const after = tell([asks(), announces('pending', 2), listed(2, { 1: 9, 2: 3 })])
    expect(after.stock).toEqual({ ...before.stock, capacity: 9 })
    expect(gameOf(after)?.holdsSum).toBe(gameOf(before)?.holdsSum)
  })
})
