import { describe, expect, it } from '@jest/globals'
import type { CopyState } from '@matchday/domain/inventory/compare-copies'
import { categoryNumber, gameNumber } from '@matchday/domain/game/ids'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { emptyPartition } from '@matchday/domain/inventory/state'
import type { CategoryStock } from '@matchday/domain/inventory/stock'
import { emptyCategory, emptyGame } from '@matchday/domain/inventory/stock'
import { brokenReplay, brokenRows } from './check-copy.ts'
import type { CategorySums } from './recount.ts'

const stock: CategoryStock = {
  ...emptyCategory(categoryNumber(1)), listed: true, capacity: 10, held: 4, sold: 6,
  heldBySite: new Map([['site-1' as SiteId, 4]]),
}

const game = gameNumber(1)

const copyWith = (changed: Partial<CategoryStock>, holdsSum = 7n): CopyState => {
  const categories = new Map([[stock.category, { ...stock, ...changed }]])
  const games = new Map([[game, { ...emptyGame(game), holdsSum, categories }]])
  return { partition: emptyPartition(0), games, queues: new Map() }
}

const recounted = (changed: Partial<CategorySums> = {}) => ({
  categories: [{ game: 1, category: 1, rows: 5, held: 4, sold: 6, refused: 0, ...changed }],
  holdsSums: new Map([[1, 7n]]),
})

const expected = { granted: 5, mayRefuse: false }

describe('the check of a copy', () => {
  it('finds nothing where all is as it should be', () => {
    expect(brokenRows(copyWith({}), recounted(), expected)).toEqual([])
    expect(brokenRows(copyWith({}), recounted({ rows: 6, refused: 1 }), { ...expected, mayRefuse: true })).toEqual([])
  })

  it.each([
    ['an oversell', copyWith({ capacity: 9 }), recounted(), 'oversold by 1'],
    ['held seats that no row holds', copyWith({}), recounted({ held: 3 }), 'counts 4 held, rows say 3'],
    ['held seats that no site holds', copyWith({ heldBySite: new Map() }), recounted(), 'counts 4 held'],
    ['sold seats that no row sold', copyWith({}), recounted({ sold: 7 }), 'counts 6 sold, rows say 7'],
    ['another sum of rows', copyWith({}, 8n), recounted(), 'sum of its hold rows'],
    ['a hold that nobody was told of', copyWith({}), recounted({ rows: 6 }), '6 holds were granted, but 5'],
    ['a hold that was refused', copyWith({}), recounted({ rows: 6, refused: 1 }), '1 holds were refused'],
  ])('finds %s', (_, copy, rows, line) => {
    expect(brokenRows(copy, rows, expected).join('\n')).toContain(line)
  })

  it('says no more than is read', () => {
    const numbers = Array.from({ length: 20 }, (_, index) => gameNumber(index + 1))
    const games = new Map(numbers.map(number => [number, { ...emptyGame(number), holdsSum: 1n }]))
    const copy = { ...copyWith({}), games }
    expect(brokenRows(copy, { categories: [], holdsSums: new Map() }, { granted: 0, mayRefuse: false })).toHaveLength(6)
  })
})

describe('the check against a replay', () => {
  it('finds nothing in an equal copy', () => {
    expect(brokenReplay(copyWith({}), copyWith({}))).toEqual([])
  })

  it('names what differs', () => {
    const lines = brokenReplay(copyWith({}), copyWith({ sold: 5 }))
    expect(lines[0]).toContain('digest')
    expect(lines[1]).toBe('game 1, category 1 sold: 6 in the copy, 5 in a replay of the log')
  })
})
