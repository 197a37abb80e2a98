import { describe, expect, it } from '@jest/globals'
import { announces, asks, sells, tell } from '../testing/say.ts'
import { category, federationOf, game, hold, site } from '../testing/world.ts'
import type { CopyState } from './compare-copies.ts'
import { differencesBetween } from './compare-copies.ts'
import { categoryKey } from './ids.ts'
import type { CategoryStock, GameStock, PublishedList } from './stock.ts'
import { emptyCategory } from './stock.ts'

const take = (): CopyState => {
  const told = [asks(), asks({ hold: hold(2), site: site('b') }), asks({ hold: hold(3) }), sells({ hold: hold(3) })]
  return tell([...told, announces('pending', 1), announces('pending', 1, { game: game(3) })]).whole
}

const withGame = (changed: Partial<GameStock>): CopyState => {
  const copy = take()
  const stock = copy.games.get(game(1))
  return stock === undefined ? copy : { ...copy, games: new Map(copy.games).set(game(1), { ...stock, ...changed }) }
}
const withStock = (changed: Partial<CategoryStock>): CopyState => {
  const categories = new Map(take().games.get(game(1))?.categories)
  const stock = categories.get(category(1)) ?? emptyCategory(category(1))
  return withGame({ categories: categories.set(category(1), { ...stock, ...changed }) })
}

function withList(changed: (list: PublishedList) => PublishedList): CopyState {
  const list = take().games.get(game(1))?.list ?? null
  if (list === null) throw new Error('not on sale')
  return withGame({ list: changed(list) })
}

describe('two copies of a partition', () => {
  it('that folded the same differ in nothing', () => {
    expect(differencesBetween(take(), take())).toEqual([])
  })

  it('may keep their rows, and the fields of a list, in any order', () => {
    const { games, queues, partition } = take()
    const turned = new Map([...games].toReversed().map(([number, stock]) => [number, {
      ...stock, categories: new Map([...stock.categories].toReversed().map(([of, seats]) => [of, {
        ...seats, heldBySite: new Map([...seats.heldBySite].toReversed()),
      }])),
    }]))
    expect(differencesBetween({ partition, queues, games: turned }, take())).toEqual([])
    const reordered = withList(({ listing: { home, away, ...rest }, limits: { perBuyer, holdMaxMs }, ...list }) => ({
      limits: { holdMaxMs, perBuyer }, listing: { away, ...rest, home }, ...list,
    }))
    expect(differencesBetween(reordered, take())).toEqual([])
  })

  it.each<[string, () => CopyState, string]>([
    ['sum of the hold rows', () => withGame({ holdsSum: 255n }), 'hold rows'],
    ['version', () => withList(list => ({ ...list, version: 2 })), 'list'],
    ['teams', () => withList(list => ({ ...list, listing: { ...list.listing, home: 'X' } })), 'list'],
    ['list at all', () => withGame({ list: null }), 'list'],
    ['listing of a category', () => withStock({ listed: false }), 'category 1 listed'],
    ['capacity', () => withStock({ capacity: 9 }), 'category 1 capacity'],
    ['price', () => withStock({ price: 9 }), 'category 1 price'],
    ['held', () => withStock({ held: 9 }), 'category 1 held'],
    ['held by site', () => withStock({ heldBySite: new Map() }), 'category 1 held by site'],
    ['sold', () => withStock({ sold: 9 }), 'category 1 sold'],
    ['announced', () => withStock({ announcedSold: 9 }), 'category 1 announcedSold'],
    ['pending', () => withStock({ announcedPending: 9 }), 'category 1 announcedPending'],
    ['queue', () => ({ ...take(), queues: new Map() }), 'category 1 queue'],
  ])('differ in their %s', (_, other, what) => {
    const found = differencesBetween(take(), other()).filter(({ game: number }) => number === 1)
    expect(found).toMatchObject([{ game: 1, what }])
    expect(found[0]?.here).not.toBe(found[0]?.there)
  })

  it('differ as partitions: in offset, time and federation', () => {
    const { games, queues, partition } = take()
    const other = { ...partition, nextOffset: 1, logTimeMs: 2, federation: null }
    expect(differencesBetween({ games, queues, partition }, { games, queues, partition: other })).toEqual([
      { game: null, what: 'offset', here: '8', there: '1' },
      { game: null, what: 'log time', here: '1007', there: '2' },
      { game: null, what: 'federation', here: 'federation-1', there: 'none' },
    ])
    const newer = { ...partition, federation: federationOf(2) }
    expect(differencesBetween({ games, queues, partition: newer }, take())).toMatchObject([{ what: 'federation' }])
  })

  it('may differ in a whole game or category, by game', () => {
    const { games, queues, partition } = take()
    const fewer = { partition, queues, games: new Map([...games].slice(0, 0)) }
    const found = differencesBetween(fewer, take())
    expect(new Set(found.map(({ here }) => here))).toEqual(new Set(['none']))
    expect([...new Set(found.map(({ game: number }) => number))]).toEqual([1, 3])
    expect(differencesBetween(withGame({ categories: new Map() }), take())).toContainEqual({
      game: 1, what: 'category 1 capacity', here: 'none', there: '8',
    })
    expect(queues.has(categoryKey({ game: game(1), category: category(1) }))).toBe(true)
  })
})
