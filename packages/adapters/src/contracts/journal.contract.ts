import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { JournalEntry } from '@matchday/domain/inventory/journal'
import { request, releaseOf, start } from './site-said.ts'
import type { OpenedSite, SiteSubject } from './site-subject.ts'
import { consume } from './site-subject.ts'

/** What a site's history must say, whatever keeps it. */
export function journalContract(make: () => Promise<SiteSubject>): void {
  let subject: SiteSubject
  let here: OpenedSite
  beforeAll(async () => {
    subject = await make()
    here = subject.open()
  }, 60_000)
  beforeEach(() => subject.clear())
  afterAll(() => subject.remove())

  const placesOf = (entries: readonly JournalEntry[]) => entries.map(({ offset, step, kind }) => [offset, step, kind])

  describe('the journal', () => {
    beforeEach(async () => {
      await consume(here.copy, [...start, request(1, { ttlMs: 5 }), request(2, { ttlMs: 5, by: 2 })], 1_000)
      await consume(here.copy, [{ kind: 'empty' }, request(3)], 1_010)
      for (let number = 4; number <= 40; number++) await consume(here.copy, [releaseOf(number)], 1_011)
    })

    it('says what one record did, what the clock ended first', async () => {
      expect(placesOf(await here.journal.at({ partition: 0, offset: 4 }))).toEqual([
        [4, 0, 'hold-expired'], [4, 1, 'hold-expired'],
      ])
      expect(placesOf(await here.journal.at({ partition: 0, offset: 2 }))).toEqual([[2, 0, 'hold-granted']])
    })

    it('says nothing of a record that did nothing, is not folded, or is of another partition', async () => {
      await consume(here.copy, [{ kind: 'empty' }, { kind: 'empty' }, request(3)], 1_011)
      for (const offset of [43, 44, 99]) expect(await here.journal.at({ partition: 0, offset })).toEqual([])
      expect(await here.journal.at({ partition: 1, offset: 2 })).toEqual([])
    })

    it('goes on after a place, in order, at most so many lines', async () => {
      expect(placesOf(await here.journal.since(0, { offset: 3, step: 0 }, 3))).toEqual([
        [4, 0, 'hold-expired'], [4, 1, 'hold-expired'], [5, 0, 'hold-granted'],
      ])
      expect(placesOf(await here.journal.since(0, { offset: 4, step: 0 }, 1))).toEqual([[4, 1, 'hold-expired']])
      expect(await here.journal.since(0, { offset: 6, step: 0 }, 100)).toHaveLength(36)
      expect(await here.journal.since(0, { offset: 42, step: 0 }, 100)).toEqual([])
      expect(await here.journal.since(1, { offset: 0, step: 0 }, 100)).toEqual([])
    })
  })
}
