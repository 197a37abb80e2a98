import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { foldBatch } from '@matchday/domain/inventory/fold'
import { buyerKey, categoryKey } from '@matchday/domain/inventory/ids'
import { noNotices } from '@matchday/domain/inventory/notices'
import { touches } from '@matchday/domain/inventory/touches'
import { anything, openedLog } from '@matchday/domain/testing/arbitrary-log'
import { category, game, logOf } from '@matchday/domain/testing/world'
import fc from 'fast-check'
import { start } from '../contracts/site-said.ts'
import type { OpenedSite } from '../contracts/site-subject.ts'
import { consume, worldTools } from '../contracts/site-subject.ts'
import type { PostgresSubject } from './testing/site-subject.ts'
import { postgresSubject } from './testing/site-subject.ts'

describe('a load from Postgres', () => {
  let subject: PostgresSubject
  let here: OpenedSite
  beforeAll(async () => {
    subject = await postgresSubject()
    here = subject.open()
  }, 60_000)
  afterAll(() => subject.remove())

  it('reads nothing but what the batch touches', async () => {
    await fc.assert(fc.asyncProperty(openedLog(anything), fc.integer({ min: 1, max: 5 }), async (log, last) => {
      await subject.clear()
      const commit = async (entries: typeof log) => {
        const before = await here.copy.partition(0)
        const touched = touches(entries, before.logTimeMs)
        const { state } = await here.copy.load(before, touched)
        const changes = foldBatch(state, entries, worldTools)
        const raw = { key: null, value: null, headers: [], timestampMs: 0 }
        const deadLetters = changes.deadLetters.map(letter => ({ ...letter, raw }))
        const expectedOffset = before.nextOffset
        const none = { giveBacks: [], notices: noNotices, standings: [], caughtUp: false }
        await here.copy.commit({ expectedOffset, changes, deadLetters, ...none })
        return { touched, state }
      }
      await commit(log.slice(0, -last))
      const { touched, state } = await commit(log.slice(-last))
      const dueKeys = new Set(state.due.map(hold => hold.id))
      for (const [key, hold] of state.holds) expect(touched.holds.has(key) || dueKeys.has(hold.id)).toBe(true)
      const ofHolds = new Set([...state.holds.values()].map(buyerKey))
      for (const key of state.buyers.keys()) expect(touched.buyers.has(key) || ofHolds.has(key)).toBe(true)
      const ofRows = [...state.holds.values(), ...state.queues.values()].map(row => row.game)
      const named = new Set([...touched.games, ...ofRows])
      if (!touched.wholePartition) for (const number of state.games.keys()) expect(named.has(number)).toBe(true)
    }), { numRuns: 25 })
  })

  it('reads of a long queue what is taken first, and the newest', async () => {
    await subject.clear()
    await consume(here.copy, start, 1_000)
    const line = { category: category(1), price: 10 }
    const announced = (action: 'pending' | 'reserved', quantity: number) => ({
      kind: 'announced' as const, action, site: null, sentAtMs: null, game: game(1), lines: [{ ...line, quantity }],
    })
    for (let at = 1; at <= 20; at++) await consume(here.copy, [announced('pending', 2)], 1_000 + at)
    const before = await here.copy.partition(0)
    const entries = logOf([announced('reserved', 5)], { fromMs: 1_030, firstOffset: before.nextOffset })
    const { state } = await here.copy.load(before, touches(entries, before.logTimeMs))
    const queue = state.queues.get(categoryKey({ game: game(1), category: category(1) }))
    expect(queue?.pendings.map(({ atMs }) => atMs)).toEqual([1_001, 1_002, 1_003, 1_020])
  })
})
