import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { DeadLetterReason } from '@matchday/domain/inventory/dead-letter'
import type { Malformed } from '@matchday/domain/inventory/entry'
import type { DeadLetterQuery } from '@matchday/domain/ports/dead-letters'
import { valueStartBytes } from '@matchday/domain/ports/dead-letters'
import type { OpenedSite, SiteSubject } from './site-subject.ts'
import { consume, prepare } from './site-subject.ts'

const malformed = (reason: DeadLetterReason): Malformed => ({ kind: 'malformed', reason })

/** What a site must tell of the records that it did not apply, whatever keeps them. */
export function deadLettersContract(make: () => Promise<SiteSubject>): void {
  let subject: SiteSubject
  let here: OpenedSite
  beforeAll(async () => {
    subject = await make()
    here = subject.open()
  }, 60_000)
  beforeEach(() => subject.clear())
  afterAll(() => subject.remove())

  const list = async (over: Partial<DeadLetterQuery> = {}) =>
    here.deadLetters.list({ partition: null, reason: null, order: 'oldest-first', after: null, max: 99, ...over })
  const places = async (over: Partial<DeadLetterQuery> = {}) =>
    (await list(over)).map(({ partition, offset }) => `${partition}:${offset}`)

  describe('dead letters', () => {
    // The suite's records carry their offset as their time: both partitions have one of each time.
    beforeEach(async () => {
      await consume(here.copy, [malformed('not-json'), malformed('unsigned'), { kind: 'empty' }], 1_000)
      await consume(here.copy, [malformed('not-json'), malformed('not-json')], 1_000, { partition: 1 })
      await consume(here.copy, [malformed('wrong-shape')], 1_000)
    })

    it('are listed by time, either way', async () => {
      expect(await places()).toEqual(['0:0', '1:0', '0:1', '1:1', '0:3'])
      expect(await places({ order: 'newest-first' })).toEqual(['0:3', '1:1', '0:1', '1:0', '0:0'])
    })

    it('are listed of one partition, or for one reason', async () => {
      expect(await places({ partition: 1 })).toEqual(['1:0', '1:1'])
      expect(await places({ reason: 'not-json' })).toEqual(['0:0', '1:0', '1:1'])
      expect(await places({ partition: 1, reason: 'unsigned' })).toEqual([])
      expect(await places({ partition: 7 })).toEqual([])
    })

    it.each(['oldest-first', 'newest-first'] as const)('are listed in pages, %s', async order => {
      const all = await list({ order })
      const paged = []
      for (let page = await list({ order, max: 2 }); page.length > 0;) {
        paged.push(...page)
        page = await list({ order, max: 2, after: page.at(-1) ?? null })
      }
      expect(paged).toEqual(all)
    })

    it('show their bytes when one is looked at, and a summary in the list', async () => {
      const value = new TextEncoder().encode('record 1')
      const raw = { key: null, value, headers: [['name', null], ['name', Uint8Array.of(0, 255)]], timestampMs: 1 }
      expect(await here.deadLetters.find({ partition: 0, offset: 1 })).toEqual({
        partition: 0, offset: 1, reason: 'unsigned', raw,
      })
      expect((await list({ reason: 'unsigned' }))[0]).toEqual({
        partition: 0, offset: 1, reason: 'unsigned', timestampMs: 1,
        key: null, valueStart: value, valueBytes: 8, headers: 2,
      })
    })

    it('show only the beginning of a long value, and that there is none', async () => {
      const at = await here.copy.partition(0)
      const entries = [0, 1].map(index => ({
        offset: at.nextOffset + index, timestampMs: 1_000, stampedBy: 'log' as const, said: malformed('not-json'),
      }))
      const batch = await prepare(here.copy, entries)
      const values = [new Uint8Array(1_000).fill(7), null]
      const deadLetters = batch.deadLetters.map((letter, index) => ({
        ...letter, raw: { key: Uint8Array.of(0xff), value: values[index] ?? null, headers: [], timestampMs: 50 },
      }))
      await here.copy.commit({ ...batch, deadLetters })
      expect(await list({ max: 2, order: 'newest-first' })).toMatchObject([
        { offset: 5, key: Uint8Array.of(0xff), valueStart: null, valueBytes: 0 },
        { offset: 4, valueStart: new Uint8Array(valueStartBytes).fill(7), valueBytes: 1_000 },
      ])
    })

    it('are not found where a record was applied, or was never folded', async () => {
      for (const offset of [2, 99]) expect(await here.deadLetters.find({ partition: 0, offset })).toBeNull()
      expect(await here.deadLetters.find({ partition: 2, offset: 0 })).toBeNull()
    })

    it('are counted by reason', async () => {
      expect(await here.deadLetters.counts()).toEqual(new Map([['not-json', 3], ['unsigned', 1], ['wrong-shape', 1]]))
      await subject.clear()
      expect(await here.deadLetters.counts()).toEqual(new Map())
    })
  })
}
