import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { LogEntry } from '@matchday/domain/inventory/entry'
import { foldBatch } from '@matchday/domain/inventory/fold'
import type { JournalEntry } from '@matchday/domain/inventory/journal'
import { noNotices } from '@matchday/domain/inventory/notices'
import type { FoldTools } from '@matchday/domain/inventory/state'
import type { Touched } from '@matchday/domain/inventory/touches'
import { touches } from '@matchday/domain/inventory/touches'
import type { WholePartition } from '@matchday/domain/inventory/whole'
import { applyChanges, emptyWhole, readWhole } from '@matchday/domain/inventory/whole'
import { anything, openedLog } from '@matchday/domain/testing/arbitrary-log'
import { federationOf, game, listed, opening, toolsFor } from '@matchday/domain/testing/world'
import fc from 'fast-check'
import type { OpenedSite, SiteSubject } from './site-subject.ts'
import { consume, worldTools } from './site-subject.ts'

/** One partition's log, and the copy that the fold's own store of whole rows makes of it. */
type Reference = { readonly whole: WholePartition; readonly journal: JournalEntry[] }

const batchSizes = fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 12 })

/** Every copy holds, row for row, what the fold made of the log. */
export function siteCopyRowsContract(make: () => Promise<SiteSubject>, numRuns: number): void {
  let subject: SiteSubject
  let here: OpenedSite
  beforeAll(async () => {
    subject = await make()
    here = subject.open()
  }, 60_000)
  afterAll(() => subject.remove())

  /** Fold a batch from what was loaded and from whole rows: the same changes, which both then keep. */
  const step = async (reference: Reference, entries: readonly LogEntry[], tools: FoldTools): Promise<void> => {
    const { whole } = reference
    const touched = touches(entries, whole.partition.logTimeMs)
    const before = await here.copy.partition(whole.partition.partition)
    expect(before).toEqual(whole.partition)
    const { state } = await here.copy.load(before, touched)
    const expected = foldBatch(readWhole(whole, touched), entries, tools)
    const changes = foldBatch(state, entries, tools)
    expect(changes).toEqual(expected)
    const raw = { key: null, value: null, headers: [], timestampMs: 0 }
    const deadLetters = changes.deadLetters.map(letter => ({ ...letter, raw }))
    const none = { giveBacks: [], notices: noNotices, standings: [], caughtUp: false }
    const batch = { expectedOffset: before.nextOffset, changes, deadLetters, ...none }
    expect(await here.copy.commit(batch)).toBe('committed')
    applyChanges(whole, expected)
    reference.journal.push(...expected.journal)
  }

  const expectEqual = async ({ whole, journal }: Reference): Promise<void> => {
    const { partition } = whole.partition
    const { state } = await here.copy.load(await here.copy.partition(partition), allOf(whole))
    const some = <Row extends { held: number; sold: number }>(rows: ReadonlyMap<string, Row>) =>
      new Map([...rows].filter(([, { held, sold }]) => held + sold > 0))
    const expected = { ...whole, due: null, buyers: some(whole.buyers) }
    expect({ ...state, due: null, buyers: some(state.buyers) }).toEqual(expected)
    expect(await here.journal.since(partition, { offset: -1, step: 0 }, 10_000)).toEqual(journal.map(asStored))
    expect(await here.copy.nextDueMs(partition)).toBe(nextDueOf(whole))
  }

  describe('a copy', () => {
    it('is, after any log in any batches, what the fold made of it', async () => {
      await fc.assert(fc.asyncProperty(openedLog(anything), batchSizes, async (log, sizes) => {
        await subject.clear()
        const reference = { whole: emptyWhole(0), journal: [] }
        for (const batch of cut(log, sizes)) {
          await step(reference, batch, worldTools)
          // Asked for at any time, as it may change where later searches start.
          if (batch.length % 2 === 0) expect(await here.copy.nextDueMs(0)).toBe(nextDueOf(reference.whole))
        }
        await expectEqual(reference)
      }), { numRuns })
    })

    it('keeps partitions apart that are written in turns', async () => {
      const tools = toolsFor({ ...federationOf(1), partitions: 2 }, { ...federationOf(2), partitions: 2 })
      const log = openedLog(anything)
      await fc.assert(fc.asyncProperty(log, log, batchSizes, async (one, other, sizes) => {
        await subject.clear()
        const references = [0, 1].map(partition => ({ whole: emptyWhole(partition), journal: [] as JournalEntry[] }))
        const [first, second] = [cut(one, sizes), cut(other, sizes)]
        for (let at = 0; at < Math.max(first.length, second.length); at++) {
          for (const [partition, batch] of [first[at], second[at]].entries()) {
            const reference = references[partition]
            if (batch !== undefined && reference !== undefined) await step(reference, batch, tools)
          }
        }
        for (const reference of references) await expectEqual(reference)
      }), { numRuns: Math.ceil(numRuns / 2) })
    })

    it('keeps any text that a list may carry', async () => {
      for (const venue of ['a "b" \\c {d},e', 'NULL', '\u0000', '\ud800', 'Лужники 🏟', '\\x00', '']) {
        await subject.clear()
        const said = listed(1, { 1: 8 })
        if (said.kind !== 'list-published') throw new Error('not a list')
        const listing = { ...said.listing, venue, home: venue, group: venue }
        await consume(here.copy, [opening(), { ...said, listing, currency: venue }], 1_000)
        const { state } = await here.copy.load(await here.copy.partition(0), allOf(emptyWhole(0)))
        expect(state.games.get(game(1))?.list).toMatchObject({ currency: venue, listing })
      }
    })
  })
}

function cut(log: readonly LogEntry[], sizes: readonly number[]): LogEntry[][] {
  const batches: LogEntry[][] = []
  for (let at = 0; at < log.length; at += batches.at(-1)?.length ?? 0) {
    batches.push(log.slice(at, at + (sizes[batches.length % sizes.length] ?? 1)))
  }
  return batches
}

/** Everything there is. */
const allOf = (whole: WholePartition): Touched => ({
  horizonMs: Number.MAX_SAFE_INTEGER,
  games: new Set(whole.games.keys()),
  holds: whole.holds,
  buyers: whole.buyers,
  queues: new Map(),
  wholePartition: true,
  digests: new Set(),
})

const asStored = (entry: JournalEntry): JournalEntry => JSON.parse(JSON.stringify(entry)) as JournalEntry

function nextDueOf({ holds }: WholePartition): number | null {
  const ends = [...holds.values()].filter(hold => hold.state === 'held').map(hold => hold.expiresAtMs)
  return ends.length === 0 ? null : Math.min(...ends)
}
