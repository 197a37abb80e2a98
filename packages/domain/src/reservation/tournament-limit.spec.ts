import { describe, expect, it } from '@jest/globals'
import type { Said } from '../inventory/entry.ts'
import { foldBatch } from '../inventory/fold.ts'
import type { BuyerHash } from '../inventory/ids.ts'
import { touches } from '../inventory/touches.ts'
import { emptyWhole, readWhole } from '../inventory/whole.ts'
import { asks, releases, sells } from '../testing/say.ts'
import {
  buyer, category, federationOf, game, hold, listed, logOf, nothing, opening, replay, site, toolsFor,
} from '../testing/world.ts'
import { overTournamentLimit } from './tournament-limit.ts'

const start = [opening(), listed(1, { 1: 50 }, { perBuyer: 50 }), listed(1, { 1: 50 }, { number: 2, perBuyer: 50 })]
const two = (id: number, changed: Parameters<typeof asks>[0] = {}) => asks({ hold: hold(id), ...changed })

/** The holds of site a that one batch, after `before`, grants over a limit of four. */
function overIn(batch: readonly Said[], { before = [], has = 0, limit = 4 }: {
  before?: readonly Said[]
  has?: number
  limit?: number | null
} = {}): number[] {
  const whole = emptyWhole(0)
  replay(foldBatch, logOf([...start, ...before]), { whole })
  const entries = logOf(batch, { fromMs: 1_050, firstOffset: whole.partition.nextOffset })
  const state = readWhole(whole, touches(entries, whole.partition.logTimeMs))
  const changes = foldBatch(state, entries, toolsFor(federationOf(1)))
  const totals = new Map<BuyerHash, number>([[buyer(1), has]])
  const over = overTournamentLimit(changes, totals, site('a'), limit)
  expect(over.every(ref => ref.site === site('a'))).toBe(true)
  return over.map(({ id }) => Number(id.slice(-3)))
}

describe('the limit per tournament', () => {
  it('is reached seat by seat over all games, and what goes beyond is given back', () => {
    expect(overIn([two(1), two(2, { game: game(2) })])).toEqual([])
    expect(overIn([two(1), two(2, { game: game(2) }), two(3, { quantity: 1 })])).toEqual([3])
  })

  it('counts what the buyer had before', () => {
    expect(overIn([two(1)], { has: 2 })).toEqual([])
    expect(overIn([two(1)], { has: 3 })).toEqual([1])
    expect(overIn([two(1, { buyer: buyer(2) })], { has: 4 })).toEqual([])
  })

  it('binds nobody where there is none', () => {
    expect(overIn([two(1), two(2), two(3)], { limit: null })).toEqual([])
  })

  it('does not count what is given back against the next hold', () => {
    expect(overIn([two(1), two(2, { quantity: 3 }), two(3)])).toEqual([2])
  })

  it('counts what other sites granted, but gives back only its own', () => {
    expect(overIn([two(1, { site: site('b'), quantity: 3 }), two(2), two(3, { site: site('b') })])).toEqual([2])
  })

  it('is free again for what was released, refunded or expired in the same batch', () => {
    expect(overIn([two(1), two(2), releases('released', { hold: hold(1) }), two(3)])).toEqual([])
    expect(overIn([two(1), two(2), sells({ hold: hold(1) }), two(3)])).toEqual([3])
    const refund = releases('refunded', { hold: hold(1), seats: [2], quantity: 1 })
    expect(overIn([two(1), two(2), sells({ hold: hold(1) }), refund, two(3, { quantity: 1 })])).toEqual([])
    expect(overIn([two(1), two(2), sells({ hold: hold(1) }), refund, two(3)])).toEqual([3])
    expect(overIn([two(1, { ttlMs: 1 }), two(2), nothing, two(3)])).toEqual([])
  })

  it('gains nothing by the end of what was given back: that never counted', () => {
    const given = two(3, { quantity: 1 })
    const released = releases('released', { hold: hold(3), quantity: 1 })
    expect(overIn([two(1), two(2), given, released, two(4, { quantity: 1 })])).toEqual([3, 4])
    expect(overIn([two(1), two(2), { ...given, ttlMs: 1 }, nothing, two(4, { quantity: 1 })])).toEqual([3, 4])
  })

  it('gains by the end of what an earlier batch granted', () => {
    expect(overIn([releases('released'), two(2)], { before: [two(1)], has: 4 })).toEqual([])
    expect(overIn([two(2)], { before: [two(1)], has: 4 })).toEqual([2])
  })

  it('gives back nothing that has just ended, though its buyer is above it still', () => {
    expect(overIn([releases('released')], { before: [two(1)], has: 9 })).toEqual([])
  })

  it('is not concerned by requests that were refused or repeated', () => {
    expect(overIn([two(1), two(1), two(2, { price: 99 }), two(3, { category: category(9) }), two(4)])).toEqual([])
  })
})
