import { describe, expect, it } from '@jest/globals'
import { asks, releases, sells, tell } from '../testing/say.ts'
import { category, game, hold, nothing, sha256, site } from '../testing/world.ts'
import { createRecount } from './recount.ts'
import type { CategoryStock } from './stock.ts'

const folded = () => tell([
  asks(), sells(), releases('refunded', { seats: [1], quantity: 1 }), asks({ hold: hold(2), site: site('b') }),
  asks({ hold: hold(3), price: 99 }), asks({ hold: hold(4), ttlMs: 1 }), nothing,
  asks({ hold: hold(5), category: category(2) }),
]).whole

function recounted(rows = [...folded().holds.values()]) {
  const recount = createRecount(sha256)
  for (const hold of rows) recount.add(hold)
  return recount
}

const withStock = (changed: Partial<CategoryStock>) => {
  const found = folded().games.get(game(1))
  const stock = found?.categories.get(category(1))
  if (found === undefined || stock === undefined) throw new Error('not on sale')
  const categories = new Map(found.categories).set(category(1), { ...stock, ...changed })
  return new Map([[game(1), { ...found, categories }]])
}

describe('hold rows counted anew', () => {
  it('are what the counters and the sum say', () => {
    expect(recounted().differences(folded().games)).toEqual([])
    expect(folded().games.get(game(1))?.categories.get(category(1))).toMatchObject({ held: 2, sold: 1 })
  })

  it.each<[string, Partial<CategoryStock>, string, string]>([
    ['category 1 held', { held: 3, heldBySite: new Map([[site('b'), 3]]) }, '3', '2'],
    ['category 1 sold', { sold: 2 }, '2', '1'],
    ['category 1 held by all sites', { heldBySite: new Map() }, '0', '2'],
  ])('show a counter that is wrong: %s', (what, changed, here, there) => {
    expect(recounted().differences(withStock(changed))).toEqual([{ game: 1, what, here, there }])
  })

  it('show a row that is missing, changed or too many', () => {
    const rows = [...folded().holds.values()]
    const sumOnly = rows.filter(({ state }) => state !== 'refused')
    expect(recounted(sumOnly).differences(folded().games)).toMatchObject([{ game: 1, what: 'sum of hold rows' }])
    const lost = rows.filter(({ state }) => state !== 'held')
    expect(recounted(lost).differences(folded().games)).toMatchObject([
      { what: 'sum of hold rows' }, { what: 'category 1 held', here: '2', there: '0' },
      { what: 'category 2 held', here: '2', there: '0' },
    ])
  })

  it('show rows of a game that there is not', () => {
    expect(recounted().differences(new Map())).toEqual([{ game: 1, what: 'hold rows', here: 'no game', there: 'some' }])
  })

  it('of a game without any are none', () => {
    const none = recounted([]).differences(folded().games)
    expect(none).toContainEqual({ game: 1, what: 'category 1 sold', here: '1', there: '0' })
    expect(none[0]).toMatchObject({ what: 'sum of hold rows', there: '0' })
  })
})
