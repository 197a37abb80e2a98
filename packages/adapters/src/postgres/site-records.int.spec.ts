import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { noticesOf } from '@matchday/domain/inventory/notices'
import type { Changes } from '@matchday/domain/inventory/state'
import { federationOf, site } from '@matchday/domain/testing/world'
import { refOf, request, reservation, saleOf, start } from '../contracts/site-said.ts'
import { consume } from '../contracts/site-subject.ts'
import type { Site } from './open-site.ts'
import type { PostgresSubject } from './testing/site-subject.ts'
import { postgresSubject } from './testing/site-subject.ts'

describe('what an operator looks up', () => {
  let subject: PostgresSubject
  let here: Site
  beforeAll(async () => {
    subject = await postgresSubject()
    here = subject.openAt(subject.url)
    const digest = {
      kind: 'digest-stated', site: site('a'), sentAtMs: null, partition: 0, state: null, at: null,
    } as const
    const malformed = { kind: 'malformed', reason: 'wrong-shape' } as const
    const said = [...start, malformed, digest, malformed, request(1)]
    const notices = (changes: Changes) => noticesOf(changes, site('a'))
    await consume(here.copy, [...said, saleOf(9)], 1_000, { giveBacks: () => [refOf(1)], notices })
    await consume(here.copy, [digest], 1_000)
  }, 60_000)
  afterAll(() => subject.remove())

  it('is where the partitions stand, and what waits for attention', async () => {
    expect(await here.records.status()).toEqual({
      partitions: [{ partition: 0, nextOffset: 8, logTimeMs: 1_000, federation: federationOf(1) }],
      deadLetters: 2,
      openGiveBacks: 1,
      openNotices: 1,
    })
  })

  it('does not go on counting a hold to give back that was seen to have ended', async () => {
    await consume(here.copy, [{ kind: 'empty' }], 2_000)
    expect(await here.copy.pendingGiveBacks(9)).toEqual([])
    expect(await here.records.status()).toMatchObject({ openGiveBacks: 0 })
  })

  it('is every digest, in pages', async () => {
    const all = await here.records.digests(0, -1, 9)
    expect(all).toMatchObject([{ offset: 3 }, { offset: 7 }])
    expect(await here.records.digests(0, 3, 9)).toEqual(all.slice(1))
  })

  it('is the history in SQL, a line a row', async () => {
    const columns = 'log_offset, step, kind, game, hold, detail'
    const lines = await subject.query(`SELECT ${columns} FROM journal WHERE log_offset = 5`)
    expect(lines).toMatchObject([{
      log_offset: '5', step: 0, kind: 'hold-granted', game: 1, hold: refOf(1).id, detail: { expiresAtMs: 1_100 },
    }])
  })
})

describe('a sweep of many reservations', () => {
  let subject: PostgresSubject
  beforeAll(async () => {
    subject = await postgresSubject()
  }, 60_000)
  afterAll(() => subject.remove())

  it('looks at each once, also at many of one moment, and finds the unheard among them', async () => {
    const { copy, reservations } = subject.open()
    const createdAtMs = (index: number) => (index < 2_048 ? 5_000 : 5_001)
    const records = Array.from({ length: 2_600 }, (_, index) =>
      reservation(index + 1, { createdAtMs: createdAtMs(index) }))
    await Promise.all(records.map(record => reservations.open(record, null)))
    const heard = records.map((_, index) => request(index + 1)).filter((_, index) => index !== 2_500)
    await consume(copy, [...start, ...heard], 1_000)
    expect(await reservations.unheard(9_000, 9)).toEqual([records[2_500]])
    expect(await subject.query('SELECT swept_to_ms FROM reservation_sweep')).toEqual([{ swept_to_ms: '5001' }])
    await reservations.abandon([reservation(2_501).id], 9_000)
    expect(await reservations.unheard(9_000, 9)).toEqual([])
  })
})
