import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Hold } from '../inventory/hold.ts'
import { holdKey } from '../inventory/ids.ts'
import * as deriveIds from '../reservation/derive-ids.ts'
import { holdRefsOf } from '../reservation/reservation.ts'
import { holdRequest } from '../testing/arbitrary-log.ts'
import { say } from '../testing/little-site.ts'
import type { Mishap } from '../testing/mishap.ts'
import { Died, mishap, mishaps } from '../testing/mishap.ts'
import { without } from '../testing/sabotage.ts'
import { announces } from '../testing/say.ts'
import type { Selling } from '../testing/selling.ts'
import { line, selling, wants } from '../testing/selling.ts'
import { nothing, site } from '../testing/world.ts'
import { placeHolds } from './place-holds.ts'
import * as releasing from './release-reservation.ts'

type Place = typeof placeHolds

const lines = fc.uniqueArray(
  fc.record({ game: fc.constantFrom(1, 2), category: fc.constantFrom(1, 2), quantity: fc.integer({ min: 1, max: 3 }) }),
  { minLength: 1, maxLength: 3, selector: ({ game, category }) => `${game}/${category}` },
).map(all => all.map(({ game, category, quantity }) => line(game, category, quantity)))

const rival = fc.record({
  operation: fc.nat(9),
  said: fc.oneof(
    holdRequest(fc.constant(site('b'))),
    fc.record({ quantity: fc.integer({ min: 1, max: 8 }), category: fc.constantFrom(1, 2) })
      .map(({ quantity, category }) => announces('reserved', quantity, { categories: [category] })),
  ),
})

/** Seats of the buyer's, and what the log made of them. */
const own = ({ holds }: Selling): Hold[] => holds().filter(hold => hold.site === site('a'))

/** One reservation that is held whole, or nothing that is held: whatever the buyer is told. */
async function checkEnd(world: Selling, outcome: Awaited<ReturnType<Place>>): Promise<void> {
  await world.site.consume()
  const live = own(world).filter(({ state }) => state === 'held')
  expect(world.store.records.size).toBeLessThanOrEqual(1)
  if (outcome.kind !== 'placed') {
    expect(own(world)).toEqual([])
    return
  }
  const { state, record } = outcome.reservation
  expect(state).not.toBe('requested')
  const refs = holdRefsOf(record)
  expect(own(world).every(hold => refs.some(ref => holdKey(ref) === holdKey(hold)))).toBe(true)
  expect(live).toHaveLength(state === 'held' ? refs.length : 0)
}

/** A buyer tries, something goes wrong, time passes, and the buyer tries again with the same key until told. */
const retryFinds = (place: Place, kinds: (kind: Mishap['kind']) => boolean = () => true) =>
  fc.asyncProperty(
    lines, fc.array(mishap.filter(({ kind }) => kinds(kind)), { maxLength: 3 }), fc.array(rival, { maxLength: 4 }),
    fc.constantFrom(0, 50, 150), fc.integer({ min: 1, max: 3 }),
    async (basket, wrong, rivals, leapMs, wireQuantityMax) => {
      const world = await selling({ wireQuantityMax })
      const command = wants(basket, { key: 'key' })
      await place(world.process(mishaps(world.log, wrong, rivals)), command).catch((error: unknown) => {
        expect(error).toBeInstanceOf(Error)
      })
      world.log.nowMs += leapMs
      say(world.log, nothing)
      await world.site.consume()
      await checkEnd(world, await place(world.process(), command))
    },
  )

const load = async (): Promise<Place> => (await import('./place-holds.ts')).placeHolds
const controlled = { numRuns: 2_000, endOnFailure: true }
/** The classes of other errors are not the same ones in modules that were loaded anew. */
const isDeath = (kind: Mishap['kind']): boolean => kind.startsWith('dies')

describe('whatever dies in between', () => {
  it('the buyer\'s retry ends with one reservation, held whole or not at all', async () => {
    await fc.assert(retryFinds(placeHolds), { numRuns: 500 })
  })

  it('would not, if ids were drawn anew', async () => {
    let drawn = 0
    const broken = await without(deriveIds, '../reservation/derive-ids.ts', real => ({
      reservationIdOf: (keyedHash, scope, key) => real.reservationIdOf(keyedHash, scope, `${key}${drawn++}`),
    }), load)
    expect((await fc.check(retryFinds(broken, isDeath), controlled)).failed).toBe(true)
  })

  it('would not, if nothing were released', async () => {
    const broken = await without(releasing, '../usecases/release-reservation.ts', () => ({
      releaseRequestsOf: () => [],
    }), load)
    expect((await fc.check(retryFinds(broken, isDeath), controlled)).failed).toBe(true)
  })
})

describe('two identical requests at once', () => {
  it('are one reservation, however their steps fall', async () => {
    const rivals = fc.array(rival, { maxLength: 2 })
    await fc.assert(fc.asyncProperty(fc.scheduler(), lines, rivals, async (order, basket, others) => {
      const world = await selling({ wireQuantityMax: 2 })
      for (const { said } of others) say(world.log, said)
      await world.site.consume()
      const command = wants(basket, { key: 'key' })
      const inTurn = () => world.process((name, operation) => order.schedule(Promise.resolve(name)).then(operation))
      const both = Promise.all([placeHolds(inTurn(), command), placeHolds(inTurn(), command)])
      const [first, second] = await order.waitFor(both)
      expect(second).toEqual(first)
      await checkEnd(world, first)
    }), { numRuns: 200 })
  })
})

it('a process that dies says nothing more', async () => {
  const world = await selling()
  const guard = mishaps(world.log, [{ operation: 1, kind: 'dies-before' }])
  await expect(placeHolds(world.process(guard), wants([line(1, 1, 1)]))).rejects.toThrow(Died)
  expect(world.store.records.size).toBe(1)
  expect(own(world)).toEqual([])
})
