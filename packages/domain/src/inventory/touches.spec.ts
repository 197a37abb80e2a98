import { describe, expect, it } from '@jest/globals'
import { announces, asks, releases, sells } from '../testing/say.ts'
import { buyer, category, game, hold, listed, logOf, nothing, opening, site, stated } from '../testing/world.ts'
import type { Said } from './entry.ts'
import { buyerKey, categoryKey, holdKey } from './ids.ts'
import { touches } from './touches.ts'

const touched = (...said: Said[]) => touches(logOf(said), 7)
const one = { game: game(1), site: site('a'), id: hold(1) }
const none = {
  games: new Set(), holds: new Map(), buyers: new Map(), queues: new Map(), wholePartition: false, digests: new Set(),
}

describe('what a batch touches', () => {
  it('is, by a request: its game, its hold and its buyer\'s count', () => {
    expect(touched(asks())).toEqual({
      ...none, horizonMs: 1_000, games: new Set([1]), holds: new Map([[holdKey(one), one]]),
      buyers: new Map([[buyerKey({ game: game(1), buyer: buyer(1) }), { game: 1, buyer: buyer(1) }]]),
    })
  })

  it.each([['sale', sells()], ['release', releases('released')]])('is, by a %s: its game and its hold', (_, said) => {
    expect(touched(said)).toEqual({
      ...none, horizonMs: 1_000, games: new Set([1]), holds: new Map([[holdKey(one), one]]),
    })
  })

  it('is, by announcements: their game, and so many seats of each queue as are taken', () => {
    const at = (number: number) => ({ game: game(1), category: category(number) })
    expect(touched(
      announces('pending', 9, { categories: [1, 2] }), announces('reserved', 2), announces('cancelled', 3),
    )).toEqual({
      ...none, horizonMs: 1_002, games: new Set([1]),
      queues: new Map([[categoryKey(at(1)), { ...at(1), takes: 5 }], [categoryKey(at(2)), { ...at(2), takes: 0 }]]),
    })
  })

  it('is, by a list: its game', () => {
    expect(touched(listed(1, { 1: 8 }, { number: 2 }))).toEqual({ ...none, horizonMs: 1_000, games: new Set([2]) })
  })

  it.each([['federation', opening()], ['digest', stated()]])('is, by a %s: all games and queues', (_, said) => {
    expect(touched(said, nothing)).toEqual({ ...none, horizonMs: 1_001, wholePartition: true })
  })

  it('is, by a digest that says what its sender had: the offset of which it says it', () => {
    const said = { kind: 'digest-stated', site: site('a'), sentAtMs: null, partition: 0, state: 'd', at: 3 } as const
    expect(touched(said, stated())).toEqual({
      ...none, horizonMs: 1_001, wholePartition: true, digests: new Set([3]),
    })
  })

  it.each<Said>([
    nothing,
    { kind: 'malformed', reason: 'not-json' },
    { kind: 'ticked', site: site('a'), sentAtMs: null, partition: 0 },
  ])('is, by what says nothing of games, only the time', said => {
    expect(touched(said)).toEqual({ ...none, horizonMs: 1_000 })
  })

  it('is nothing where there is no record: the clock stands', () => {
    expect(touched()).toEqual({ ...none, horizonMs: 7 })
  })
})
