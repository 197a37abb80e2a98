import { describe, expect, it } from '@jest/globals'
import { announces, asks, releases, sells } from '../testing/say.ts'
import {
  category, federationOf, game, hold, listed, logOf, nothing, opening, replay, site, toolsFor,
} from '../testing/world.ts'
import type { Said } from './entry.ts'
import type { Federation } from './federation.ts'
import { foldBatch } from './fold.ts'
import type { Notices } from './notices.ts'
import { noNotices, noticesOf } from './notices.ts'
import { touches } from './touches.ts'
import { emptyWhole, readWhole } from './whole.ts'

const start = [opening(), listed(1, { 1: 8, 2: 3 })]

/** What one batch, after `before`, leaves site a to owe. A hold lives 100 ms; the batch comes `laterMs` afterwards. */
function noticesIn(
  batch: readonly Said[],
  { before = [], federation = federationOf(1), laterMs = 0 }: {
    readonly before?: readonly Said[]
    readonly federation?: Federation
    readonly laterMs?: number
  } = {},
): Notices {
  const whole = emptyWhole(0)
  const tools = toolsFor(federation)
  replay(foldBatch, logOf([...start, ...before]), { whole, tools })
  const entries = logOf(batch, { fromMs: 1_050 + laterMs, firstOffset: whole.partition.nextOffset })
  const changes = foldBatch(readWhole(whole, touches(entries, whole.partition.logTimeMs)), entries, tools)
  return noticesOf(changes, site('a'))
}

const about = (number: number, reason: string, changed = {}) => ({
  game: 1, site: 'a', id: hold(number), category: 1, quantity: 2, price: 10, reason, ...changed,
})
const tooMany = asks({ hold: hold(9), category: category(2), quantity: 3 })
const soldOut = asks({ hold: hold(7), category: category(2) })
const refusedOne = about(7, 'refused', { category: 2 })

describe('a notice is owed', () => {
  it('for a refused hold, where it was refused', () => {
    expect(noticesIn([tooMany, soldOut]).owed).toEqual([{ ...refusedOne, offset: 3, step: 0 }])
  })

  it('for a hold that expired, one each', () => {
    const before = [asks(), asks({ hold: hold(2), quantity: 1 })]
    expect(noticesIn([nothing], { before, laterMs: 200 })).toEqual({
      owed: [
        { ...about(1, 'expired'), offset: 4, step: 0 },
        { ...about(2, 'expired', { quantity: 1 }), offset: 4, step: 1 },
      ],
      seen: [],
    })
  })

  it.each([
    ['of a hold nobody asked for', [sells()], about(1, 'refused')],
    ['that does not fit its hold', [asks(), sells({ quantity: 1 })], about(1, 'refused', { quantity: 1 })],
    ['of a released hold', [asks(), releases('released'), sells()], about(1, 'refused')],
  ])('for a refused sale %s', (_, said, notice) => {
    expect(noticesIn(said).owed).toMatchObject([notice])
  })

  it.each([
    ['says the same', {}],
    ['says something else of it, as it states it', { quantity: 1 }],
  ])('for every PENDING of a known hold that %s', (_, changed) => {
    const again = asks(changed)
    const notice = about(1, 'duplicate', changed)
    expect(noticesIn([asks(), again, again]).owed).toMatchObject([notice, notice])
    expect(noticesIn([again], { before: [asks()] }).owed).toMatchObject([notice])
  })

  it('for what its own records did, and those of no other site', () => {
    const other = { site: site('b') }
    const theirs = [asks(other), asks(other), sells({ ...other, hold: hold(5) })]
    expect(noticesIn([...theirs, announces('pending', 1)])).toEqual(noNotices)
    expect(noticesIn([nothing], { before: theirs, laterMs: 200 })).toEqual(noNotices)
  })

  it('for nothing that others count right by themselves', () => {
    const sold = [asks(), sells(), sells(), releases('refunded', { seats: [1], quantity: 1 }), releases('refunded')]
    const released = { hold: hold(2), quantity: 1 }
    expect(noticesIn([...sold, asks(released), releases('released', released), releases('released', released)]))
      .toEqual(noNotices)
  })

  it.each([0, 4])('for no quantity that other sites let in: not for %d', quantity => {
    expect(noticesIn([asks({ quantity })])).toEqual(noNotices)
  })
})

describe('where every site waits for the log', () => {
  const everybodyWaits = { ...federationOf(1), sites: federationOf(1).sites.filter(({ waits }) => waits) }

  it('none is owed', () => {
    expect(noticesIn([soldOut, asks(), asks(), sells({ hold: hold(3) })], { federation: everybodyWaits }))
      .toBe(noNotices)
  })

  it('none is owed by a site that is not in force: nobody would take its word', () => {
    const sites = federationOf(1).sites.filter(({ id }) => id !== site('a'))
    const before = [asks()]
    const without = { ...federationOf(2), sites }
    const tools = toolsFor(federationOf(1), without)
    const whole = emptyWhole(0)
    replay(foldBatch, logOf([...start, ...before, opening(2)]), { whole, tools })
    const entries = logOf([nothing], { fromMs: 2_000, firstOffset: 4 })
    const changes = foldBatch(readWhole(whole, touches(entries, 1_004)), entries, tools)
    expect(changes.holds).toMatchObject([{ state: 'expired' }])
    expect(noticesOf(changes, site('a'))).toBe(noNotices)
  })
})

describe('a notice in the log', () => {
  const notice = (reason: string, changed = {}) =>
    releases(reason, { hold: hold(7), category: category(2), ...changed })

  it('settles what an earlier batch left, as often as it stands there', () => {
    expect(noticesIn([notice('refused'), notice('refused')], { before: [tooMany, soldOut] })).toEqual({
      owed: [], seen: [{ ...refusedOne, count: 2 }],
    })
  })

  it('settles what its own batch owes already, and not what comes after it', () => {
    expect(noticesIn([tooMany, soldOut, notice('refused')])).toEqual(noNotices)
    expect(noticesIn([tooMany, notice('refused'), soldOut])).toMatchObject({
      owed: [refusedOne], seen: [{ ...refusedOne, count: 1 }],
    })
  })

  it.each([
    ['another reason', notice('expired')],
    ['another hold', notice('refused', { hold: hold(6) })],
    ['another category', notice('refused', { category: category(1) })],
    ['another quantity', notice('refused', { quantity: 1 })],
    ['another price', notice('refused', { price: 11 })],
    ['another game', notice('refused', { game: game(2) })],
  ])('of %s settles nothing of it', (_, other) => {
    expect(noticesIn([tooMany, soldOut, other]).owed).toMatchObject([refusedOne])
  })

  it('by another site, or for no reason known, is nothing', () => {
    expect(noticesIn([notice('whim'), notice('refused', { site: site('b') })])).toEqual(noNotices)
  })
})
