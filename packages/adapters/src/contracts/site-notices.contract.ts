import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Said } from '@matchday/domain/inventory/entry'
import { homePartition } from '@matchday/domain/inventory/home-partition'
import type { OwedNotice } from '@matchday/domain/inventory/notices'
import { noticeKey, noticesOf } from '@matchday/domain/inventory/notices'
import type { Changes } from '@matchday/domain/inventory/state'
import { noticeTriesMax } from '@matchday/domain/ports/site-copy'
import { anything, openedLog } from '@matchday/domain/testing/arbitrary-log'
import { federationOf, game, hold, listed, logOf, opening, site, toolsFor } from '@matchday/domain/testing/world'
import fc from 'fast-check'
import { releaseOf, request, saleOf, start } from './site-said.ts'
import type { ConsumeOptions, OpenedSite, SiteSubject } from './site-subject.ts'
import { consume, prepare } from './site-subject.ts'

const ofSiteA = (changes: Changes) => noticesOf(changes, site('a'))
const allMs = { nowMs: 1_000, againBeforeMs: 0, end: 0 }

/** What every copy of a site must do for those who do not wait for the log, whatever keeps it. */
export function siteNoticesContract(make: () => Promise<SiteSubject>, numRuns: number): void {
  let subject: SiteSubject
  let here: OpenedSite
  let there: OpenedSite
  beforeAll(async () => {
    subject = await make()
    ;[here, there] = [subject.open(), subject.open()]
  }, 60_000)
  beforeEach(() => subject.clear())
  afterAll(() => subject.remove())

  const fold = (said: readonly Said[], options: ConsumeOptions = {}): Promise<Changes> =>
    consume(here.copy, said, 1_000, { notices: ofSiteA, ...options })
  const take = (max = 100, terms = allMs, { copy } = here): Promise<readonly OwedNotice[]> =>
    copy.takeNotices(0, terms, max)
  const numbersOf = (notices: readonly OwedNotice[]): number[] => notices.map(({ id }) => Number(id.slice(-3)))
  const told = (number: number): Said => ({ ...releaseOf(number), reason: 'refused' })

  /** Sales of holds that nobody asked for: site a owes a notice for each. */
  const sales = (...numbers: number[]): Said[] => numbers.map(number => saleOf(number))

  describe('a notice that is owed', () => {
    it('is taken once, oldest first, by one process', async () => {
      await fold([...start, ...sales(3, 1, 2)])
      const first = await take(2)
      expect(first).toEqual([3, 1].map((number, index) => ({
        game: game(1), site: site('a'), id: hold(number), category: request(1).category, quantity: 2, price: 10,
        reason: 'refused', offset: 2 + index, step: 0,
      })))
      expect(numbersOf(await take(100, allMs, there))).toEqual([2])
      expect(await take()).toEqual([])
    })

    it('is one process\'s, however many take at once', async () => {
      await fold([...start, ...sales(...Array.from({ length: 60 }, (_, index) => index + 1))])
      const takers = Array.from({ length: 10 }, (_, index) => take(20, allMs, index % 2 === 0 ? here : there))
      const taken = (await Promise.all(takers)).flatMap(numbersOf)
      const rest = numbersOf(await take())
      expect([...taken, ...rest].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, at) => at + 1))
    })

    it('comes again when it is old, and the copy is where the log then ended', async () => {
      await fold([...start, ...sales(1)])
      await take()
      const later = { nowMs: 9_000, againBeforeMs: 1_001, end: 3 }
      expect(await take(9, { ...later, againBeforeMs: 1_000 })).toEqual([])
      expect(await take(9, { ...later, end: 4 })).toEqual([])
      expect(numbersOf(await take(9, later))).toEqual([1])
      expect(await take(9, later)).toEqual([])
    })

    it('comes again a bounded number of times', async () => {
      await fold([...start, ...sales(1)])
      let tries = 0
      for (let nowMs = 1_000; nowMs < 20_000; nowMs += 1_000) {
        tries += (await take(9, { nowMs, againBeforeMs: nowMs, end: 3 })).length
      }
      expect(tries).toBe(noticeTriesMax)
    })

    it('that was left is free at once, as if it had not been taken', async () => {
      await fold([...start, ...sales(1, 2)])
      for (let time = 0; time < noticeTriesMax + 2; time++) {
        const taken = await take()
        expect(numbersOf(taken)).toEqual([1, 2])
        await here.copy.leaveNotices(0, taken)
      }
    })

    it('is one of its partition', async () => {
      const tools = toolsFor({ ...federationOf(1), partitions: 2 })
      const [first = 0, second = 0] = [0, 1].map(partition =>
        Array.from({ length: 60 }, (_, at) => at + 1).find(of => homePartition(game(of), 2) === partition) ?? 0)
      for (const [partition, of] of [[0, first], [1, second]] as const) {
        const list = listed(1, { 1: 8 }, { number: of })
        await fold([opening(), list, saleOf(1 + partition, of)], { partition, tools })
      }
      expect(numbersOf(await here.copy.takeNotices(1, allMs, 9))).toEqual([2])
      expect(numbersOf(await here.copy.takeNotices(0, allMs, 9))).toEqual([1])
    })
  })

  describe('a notice in the log', () => {
    it('settles what was owed, taken or not, and nothing else', async () => {
      await fold([...start, ...sales(1, 2, 3)])
      await take(1)
      await fold([told(1), told(2), { ...told(3), reason: 'expired' } as Said])
      expect(numbersOf(await take())).toEqual([3])
    })

    it('settles as many as stand there, those that were taken first', async () => {
      await fold([...start, ...sales(1, 1, 1, 1)])
      const [first] = await take(1)
      await here.copy.leaveNotices(0, first === undefined ? [] : [first])
      await take(2, { ...allMs, nowMs: 2_000 })
      await fold([told(1), told(1)])
      expect((await take()).map(({ offset }) => offset)).toEqual([4, 5])
    })

    it('settles what another process takes at the same time', async () => {
      for (let round = 0; round < 10; round++) {
        await subject.clear()
        await fold([...start, ...sales(1, 2)])
        await Promise.all([fold([told(1), told(2)]), take(2, allMs, there)])
        expect(await take(9, { nowMs: 9_000, againBeforeMs: 9_000, end: 0 })).toEqual([])
      }
    })

    it('in a batch that is stale settles nothing, nor does it leave anything to owe', async () => {
      await fold([...start, ...sales(1)])
      const batch = await prepare(here.copy, logOf([told(1), ...sales(2)], { firstOffset: 3 }), { notices: ofSiteA })
      const before = await subject.dump()
      expect(await here.copy.commit({ ...batch, expectedOffset: 2 })).toBe('stale')
      expect(await subject.dump()).toEqual(before)
      expect(await here.copy.commit(batch)).toBe('committed')
      expect(numbersOf(await take())).toEqual([2])
    })
  })

  describe('what is left to owe', () => {
    it('does not depend on how the log was cut into batches', async () => {
      const sizes = fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 8 })
      const counts = (notices: readonly OwedNotice[]): string[] => notices.map(noticeKey).toSorted()
      await fc.assert(fc.asyncProperty(openedLog(anything), sizes, async (log, cuts) => {
        const owedAfter = async (batches: readonly number[]): Promise<string[]> => {
          await subject.clear()
          for (let at = 0, batch = 0; at < log.length; batch++) {
            const entries = log.slice(at, at += batches[batch % batches.length] ?? 1)
            await here.copy.commit(await prepare(here.copy, entries, { notices: ofSiteA }))
          }
          return counts(await take(1_000))
        }
        expect(await owedAfter(cuts)).toEqual(await owedAfter([log.length]))
      }), { numRuns })
    })
  })
}
