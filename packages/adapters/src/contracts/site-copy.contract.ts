import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { BuyerHash } from '@matchday/domain/inventory/ids'
import { touches } from '@matchday/domain/inventory/touches'
import { federationOf, game, hold, listed, logOf, opening, site, toolsFor } from '@matchday/domain/testing/world'
import { homePartition } from '@matchday/domain/inventory/home-partition'
import { refOf, releaseOf, request, saleOf, start } from './site-said.ts'
import type { OpenedSite, SiteSubject } from './site-subject.ts'
import { consume, prepare } from './site-subject.ts'

/** What every copy of a site must do, whatever keeps it; that it keeps every row is `siteCopyRowsContract`'s. */
export function siteCopyContract(make: () => Promise<SiteSubject>): void {
  let subject: SiteSubject
  let here: OpenedSite
  beforeAll(async () => {
    subject = await make()
    here = subject.open()
  }, 60_000)
  beforeEach(() => subject.clear())
  afterAll(() => subject.remove())

  describe('a commit', () => {
    it('moves a partition that was never seen from offset 0', async () => {
      const unseen = { partition: 7, nextOffset: 0, logTimeMs: 0, federation: null }
      expect(await here.copy.partition(7)).toEqual(unseen)
      await consume(here.copy, start, 1_000)
      expect(await here.copy.partition(0)).toEqual({
        partition: 0, nextOffset: 2, logTimeMs: 1_000, federation: federationOf(1),
      })
    })

    it.each([['behind', 0], ['ahead', 9]])('from an offset %s writes nothing at all', async (_, expectedOffset) => {
      await consume(here.copy, [...start, request(1), { kind: 'malformed', reason: 'not-json' }], 1_000)
      const entries = [request(2), saleOf(1), opening(2), { kind: 'malformed', reason: 'not-json' } as const, {
        kind: 'announced' as const, action: 'pending' as const, site: null, sentAtMs: null, game: game(1),
        lines: [{ category: listedCategory, quantity: 1, price: 10 }],
      }, { kind: 'digest-stated' as const, site: site('a'), sentAtMs: null, partition: 0, state: null, at: null }]
      const batch = await prepare(here.copy, logOf(entries, { firstOffset: 4 }), { giveBacks: () => [refOf(2)] })
      const before = await subject.dump()
      expect(await here.copy.commit({ ...batch, expectedOffset })).toBe('stale')
      expect(await subject.dump()).toEqual(before)
      expect(await here.copy.commit(batch)).toBe('committed')
      expect(await subject.dump()).not.toEqual(before)
    })

    it('to a partition never seen, from an offset above 0, writes nothing at all', async () => {
      const batch = await prepare(here.copy, logOf(start))
      const before = await subject.dump()
      expect(await here.copy.commit({ ...batch, expectedOffset: 5 })).toBe('stale')
      expect(await subject.dump()).toEqual(before)
    })

    it('is won by one of two consumers at every offset, the first included', async () => {
      const there = subject.open()
      const batches = [start, ...Array.from({ length: 15 }, (_, at) => [request(at + 1)])]
      for (const said of batches) {
        const { nextOffset } = await here.copy.partition(0)
        const entries = logOf(said, { firstOffset: nextOffset })
        const [one, other] = await Promise.all([prepare(here.copy, entries), prepare(there.copy, entries)])
        const outcomes = await Promise.all([here.copy.commit(one), there.copy.commit(other)])
        expect(outcomes.toSorted()).toEqual(['committed', 'stale'])
      }
      expect(await here.copy.partition(0)).toMatchObject({ nextOffset: start.length + 15 })
    })

    it('that folded nothing leaves the partition where it stands', async () => {
      await consume(here.copy, [...start, request(1, { ttlMs: 0 })], 1_000)
      await consume(here.copy, [], 1_000)
      const changes = await consume(here.copy, [{ kind: 'empty' }], 1_000)
      expect(changes.holds).toMatchObject([{ id: hold(1), state: 'expired' }])
    })
  })

  describe('a load', () => {
    it('reads nothing of another partition, though a record names it', async () => {
      const tools = toolsFor({ ...federationOf(1), partitions: 2 })
      const [, of = 0] = homesOfTwo
      const list = listed(1, { 1: 8 }, { number: of })
      await consume(here.copy, [opening(), list, request(1, { of, ttlMs: 5 })], 1_000, { partition: 1, tools })
      await consume(here.copy, [opening()], 1_000, { tools })
      const changes = await consume(here.copy, [saleOf(1, of), request(2, { of })], 2_000, { tools })
      expect(changes).toMatchObject({ holds: [], games: [], deadLetters: [{ reason: 'wrong-partition' }, {}] })
      const whole = { ...touches([], 2_000), wholePartition: true }
      const { state } = await here.copy.load(await here.copy.partition(0), whole)
      expect(state.games).toEqual(new Map())
    })

    it('brings the pendings that return, and their games, though no record names them', async () => {
      const line = { category: listedCategory, quantity: 1, price: 10 }
      const announced = { kind: 'announced', action: 'pending', site: null, sentAtMs: null, game: game(1) } as const
      await consume(here.copy, [...start, { ...announced, lines: [line] }], 1_000)
      expect((await consume(here.copy, [{ kind: 'empty' }], 1_299)).pendings).toEqual([])
      const changes = await consume(here.copy, [{ kind: 'empty' }], 1_300)
      expect(changes.pendings).toMatchObject([{ game: game(1), atMs: 1_000, quantity: 0 }])
    })
  })

  describe('the next due time', () => {
    it('is the earliest end of a live hold of that partition', async () => {
      expect(await here.copy.nextDueMs(0)).toBeNull()
      await consume(here.copy, [...start, request(1, { ttlMs: 40 }), request(2, { ttlMs: 60 })], 1_000)
      expect(await here.copy.nextDueMs(0)).toBe(1_040)
      expect(await here.copy.nextDueMs(1)).toBeNull()
    })

    it('moves on when that hold is sold or ends, and back when a sooner one is granted', async () => {
      await consume(here.copy, [...start, request(1, { ttlMs: 40 }), request(2, { ttlMs: 60 })], 1_000)
      await consume(here.copy, [saleOf(1)], 1_001)
      expect(await here.copy.nextDueMs(0)).toBe(1_060)
      await consume(here.copy, [request(3, { ttlMs: 5 })], 1_002)
      expect(await here.copy.nextDueMs(0)).toBe(1_007)
      await consume(here.copy, [{ kind: 'empty' }], 1_070)
      expect(await here.copy.nextDueMs(0)).toBeNull()
      await consume(here.copy, [request(4, { ttlMs: 5 })], 1_071)
      expect(await here.copy.nextDueMs(0)).toBe(1_076)
      const changes = await consume(here.copy, [{ kind: 'empty' }], 1_076)
      expect(changes.holds).toMatchObject([{ id: hold(4), state: 'expired' }])
    })
  })

  describe('holds to give back', () => {
    const over = { giveBacks: () => [refOf(1), refOf(2), refOf(3)] }

    it('are listed, at most as many as asked for, until the log ended them', async () => {
      await consume(here.copy, [...start, request(1), request(2), request(3)], 1_000, over)
      expect(await here.copy.pendingGiveBacks(2)).toHaveLength(2)
      expect(await here.copy.pendingGiveBacks(9)).toEqual(
        [1, 2, 3].map(number => ({ ...refOf(number), category: listedCategory, quantity: 2, price: 10 })),
      )
      await consume(here.copy, [releaseOf(1)], 1_001)
      expect(await here.copy.pendingGiveBacks(9)).toMatchObject([refOf(2), refOf(3)])
      await consume(here.copy, [{ kind: 'empty' }], 2_000)
      expect(await here.copy.pendingGiveBacks(9)).toEqual([])
      const found = await here.reservations.holds([refOf(1), refOf(4)])
      expect([...found.values()]).toMatchObject([{ givenBack: true, hold: { state: 'released' } }])
    })

    it('are stored once', async () => {
      await consume(here.copy, [...start, request(1)], 1_000, { giveBacks: () => [refOf(1)] })
      await consume(here.copy, [request(1)], 1_001, { giveBacks: () => [refOf(1)] })
      expect(await here.copy.pendingGiveBacks(9)).toMatchObject([refOf(1)])
    })
  })

  describe("buyers' totals", () => {
    const [one = 0] = homesOfTwo
    const limited = (perBuyerTournament: number | null) =>
      toolsFor({ ...federationOf(1, { perBuyerTournament }), partitions: 2 })

    const totalsBy = async (perBuyerTournament: number | null): Promise<ReadonlyMap<BuyerHash, number>> => {
      const tools = limited(perBuyerTournament)
      for (const [partition, of] of homesOfTwo.entries()) {
        const said = [
          opening(), listed(1, { 1: 8 }, { number: of }), request(1, { of }), request(2, { of }), saleOf(2, of),
          request(3, { of, by: 2 }), releaseOf(3, of),
        ]
        await consume(here.copy, said, 1_000, { partition, tools })
      }
      const entries = logOf([1, 2, 3].map(by => request(9, { of: one, by })), { firstOffset: 7 })
      const { state, buyerTotals } = await here.copy.load(await here.copy.partition(0), touches(entries, 1_000))
      const some = [...state.buyers.values()].filter(({ held, sold }) => held + sold > 0)
      expect(some).toMatchObject([{ held: 2, sold: 2 }])
      return new Map([...buyerTotals].filter(([, total]) => total > 0))
    }

    it('count held and sold seats of every partition', async () => {
      expect([...(await totalsBy(60)).values()]).toEqual([8])
    })

    it('are not counted where no limit asks for them', async () => {
      expect(await totalsBy(null)).toEqual(new Map())
    })
  })
}

const listedCategory = request(1).category

/** A game at home in partition 0 of two, and one in partition 1. */
const homesOfTwo = [0, 1].map(partition =>
  Array.from({ length: 60 }, (_, at) => at + 1).find(of => homePartition(game(of), 2) === partition) ?? 0)
