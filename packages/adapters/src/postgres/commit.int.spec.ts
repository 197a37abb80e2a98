import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { logOf } from '@matchday/domain/testing/world'
import { Client } from 'pg'
import { until } from '../contracts/sales-log-records.ts'
import { refOf, request, saleOf, start } from '../contracts/site-said.ts'
import type { OpenedSite } from '../contracts/site-subject.ts'
import { consume, prepare } from '../contracts/site-subject.ts'
import { channel } from './notification.ts'
import type { PostgresSubject } from './testing/site-subject.ts'
import { postgresSubject } from './testing/site-subject.ts'

describe('a commit to Postgres', () => {
  let subject: PostgresSubject
  let here: OpenedSite
  let other: Client
  beforeAll(async () => {
    subject = await postgresSubject()
    here = subject.open()
    other = new Client({ connectionString: subject.url })
    await other.connect()
  }, 60_000)
  beforeEach(async () => {
    await subject.clear()
    await consume(here.copy, [...start, request(1)], 1_000)
  })
  afterAll(async () => {
    await other.end()
    await subject.remove()
  })

  const next = [request(2), saleOf(1), { kind: 'malformed', reason: 'not-json' }] as const
  const prepared = () => prepare(here.copy, logOf(next, { firstOffset: 3 }), { giveBacks: () => [refOf(2)] })
  /** Another transaction writes the give-back first, so that the commit, its other parts done, waits for its end. */
  const blockGiveBack = async (): Promise<void> => {
    await other.query('BEGIN')
    const { game, site, id } = refOf(2)
    await other.query('INSERT INTO give_back (game, site, id) VALUES ($1, $2, $3)', [game, site, id])
  }
  const waitsForLock = "wait_event_type = 'Lock'"
  const waitingForLock = async (): Promise<number> => {
    const where = `datname = current_database() AND ${waitsForLock}`
    return (await subject.query(`SELECT FROM pg_stat_activity WHERE ${where}`)).length
  }
  const blocked = async (): Promise<boolean> => (await waitingForLock()) > 0

  it('whose server process is killed leaves nothing, and can be made again', async () => {
    const batch = await prepared()
    const before = await subject.dump()
    await blockGiveBack()
    const committing = expect(here.copy.commit(batch)).rejects.toThrow(Unavailable)
    await until(blocked)
    await subject.terminate(waitsForLock)
    await committing
    await other.query('ROLLBACK')
    expect(await subject.dump()).toEqual(before)
    expect(await here.copy.commit(batch)).toBe('committed')
    expect(await here.copy.commit(batch)).toBe('stale')
  })

  it('is heard of only when it is there to be read, and not at all when it is stale', async () => {
    const heard: Record<string, unknown>[] = []
    other.on('notification', ({ payload = '' }) => heard.push(JSON.parse(payload) as Record<string, unknown>))
    await other.query(`LISTEN ${channel}`)
    const batch = await prepared()
    expect(await here.copy.commit({ ...batch, expectedOffset: 1 })).toBe('stale')
    await consume(here.copy, [], 1_000)
    await until(() => heard.length > 0)
    expect(heard).toEqual([{ partition: 0, from: 3, nextOffset: 3, games: [], federation: 1, caughtUp: false }])

    const found: Promise<unknown>[] = []
    other.on('notification', () => found.push(here.copy.partition(0)))
    await here.copy.commit(batch)
    await until(() => found.length > 0)
    expect(await found[0]).toMatchObject({ nextOffset: 6 })
    expect(heard[1]).toEqual({ partition: 0, from: 3, nextOffset: 6, games: [1], federation: 1, caughtUp: false })
    await here.copy.reportCaughtUp(0)
    await until(() => heard.length > 2)
    expect(heard[2]).toEqual({ partition: 0, nextOffset: 6, caughtUp: true })
    await other.query(`UNLISTEN ${channel}`)
  })

  it('that grants a hold while the next due time is asked for does not lose it', async () => {
    await consume(here.copy, [saleOf(1)], 1_000)
    const batch = await prepare(here.copy, logOf([request(2)], { firstOffset: 4 }), { giveBacks: () => [refOf(2)] })
    await blockGiveBack()
    const committing = here.copy.commit(batch)
    await until(blocked)
    // It sees no live hold yet, and waits for the commit before it may remember that.
    const asked = here.copy.nextDueMs(0)
    await until(async () => (await waitingForLock()) === 2)
    await other.query('ROLLBACK')
    expect(await committing).toBe('committed')
    expect(await asked).toBeNull()
    expect(await here.copy.nextDueMs(0)).toBe(1_100)
  })

  it('refuses a granted hold that is there already: a broken copy is not written over', async () => {
    const batch = await prepared()
    await here.copy.commit(batch)
    const changes = { ...batch.changes, partition: { ...batch.changes.partition, nextOffset: 9 }, journal: [] }
    const again = { ...batch, expectedOffset: 6, changes, deadLetters: [] }
    const before = await subject.dump()
    await expect(here.copy.commit(again)).rejects.toThrow('hold_pkey')
    expect(await subject.dump()).toEqual(before)
  })
})
