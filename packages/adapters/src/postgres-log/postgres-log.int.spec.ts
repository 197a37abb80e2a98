import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import { LogOutOfRange } from '@matchday/domain/ports/unavailable'
import { Client } from 'pg'
import { salesLogContract } from '../contracts/sales-log.contract.ts'
import { allOf, sale, tick, until } from '../contracts/sales-log-records.ts'
import type { TestPostgres } from '../testing/postgres.ts'
import { startTestPostgres } from '../testing/postgres.ts'
import { saleValue } from '../wire/sale-value.ts'
import { openConnections } from './connections.ts'
import { createPostgresLog } from './create-log.ts'
import { openPostgresLog } from './postgres-log.ts'

// A test is a fraction of a second of work, on a machine that does nothing else.
jest.setTimeout(30_000)

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
}, 30_000)
afterAll(() => postgres.stop(), 60_000)

async function makeSubject() {
  const make = async (): Promise<string> => {
    const url = await postgres.freshDatabase()
    await createPostgresLog(url)
    return url
  }
  const opened: SalesLog[] = []
  const openAt = async (at: string): Promise<SalesLog> => {
    const log = await openPostgresLog(at)
    opened.push(log)
    return log
  }
  const url = await make()
  return {
    url,
    open: () => openAt(url),
    openOther: async () => openAt(await make()),
    keepsTextOnly: true as const,
    remove: async () => void (await Promise.all(opened.map(log => log.close()))),
  }
}

describe('a log in Postgres', () => salesLogContract(makeSubject))

describe('making a log', () => {
  it('gives it a random id, once', async () => {
    const [url, another] = [await postgres.freshDatabase(), await postgres.freshDatabase()]
    const made = await Promise.all([1, 2, 3].map(() => createPostgresLog(url)))
    expect(new Set(made).size).toBe(1)
    expect(await createPostgresLog(another)).not.toBe(made[0])
    const log = await openPostgresLog(url)
    expect(log.logId).toBe(made[0])
    await log.close()
  })

  it('takes the id it is given, and refuses to take another for it', async () => {
    const url = await postgres.freshDatabase()
    expect(await createPostgresLog(url, { logId: 'the-log' })).toBe('the-log')
    expect(await createPostgresLog(url, { logId: 'the-log' })).toBe('the-log')
    await expect(createPostgresLog(url, { logId: 'a-log' })).rejects.toThrow('the-log')
  })

  it('comes before opening it', async () => {
    await expect(openPostgresLog(await postgres.freshDatabase())).rejects.toThrow('not a sales log')
  })
})

describe('in the database of a log', () => {
  let subject: Awaited<ReturnType<typeof makeSubject>>
  let log: SalesLog
  let client: Client
  beforeEach(async () => {
    subject = await makeSubject()
    log = await subject.open()
    client = new Client({ connectionString: subject.url })
    await client.connect()
  })
  afterEach(async () => {
    await client.end()
    await subject.remove()
  })

  it('what arrives together is one row, of 1,000 records at most', async () => {
    await Promise.all(Array.from({ length: 1_001 }, () => log.append(tick(0))))
    const { rows } = await client.query('SELECT first_offset, last_offset FROM log_batch ORDER BY last_offset')
    expect(rows).toEqual([
      { first_offset: '0', last_offset: '999' },
      { first_offset: '1000', last_offset: '1000' },
    ])
  })

  it('its own append wakes a process once, and not again when the server tells of it', async () => {
    let woken = 0
    log.onAppended(() => { woken++ })
    await until(() => woken === 1)
    await log.append(tick(0))
    expect(woken).toBe(2)
    await client.query('SELECT pg_sleep(0.3)')
    expect(woken).toBe(2)
  })

  it('others are told of the last append, also by a process that closes right after it', async () => {
    const heard: string[] = []
    client.on('notification', ({ payload = '' }) => heard.push(payload))
    await client.query('LISTEN matchday_log')
    for (let round = 0; round < 3; round++) await log.append(tick(0))
    await log.close()
    await until(() => heard.at(-1) === '3')
  })

  it('people see a row a record', async () => {
    await Promise.all([log.append(tick(0)), log.append(sale(7))])
    const { rows } = await client.query('SELECT "offset", key, value, headers[:4] FROM log_record ORDER BY "offset"')
    const headers = ['matchday-v', '1', 'matchday-site', 'north']
    const value = saleValue('TICKET_RESERVED', sale(7).game, sale(7))
    expect(rows).toEqual([
      { offset: '0', key: null, value: '{}', headers },
      { offset: '1', key: '7', value, headers },
    ])
  })

  it('the time is that of the append, not of the wait for its turn', async () => {
    await client.query('BEGIN')
    await client.query('UPDATE log_head SET last_ms = last_ms')
    const appended = log.append(tick(0))
    await until(async () => (await waiting(subject.url)) > 0)
    await client.query('SELECT pg_sleep(0.2)')
    const { rows } = await client.query<{ now: number }>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
    )
    await client.query('COMMIT')
    await appended
    const [entry] = await allOf(log, 0, 1)
    expect(entry?.timestampMs).toBeGreaterThanOrEqual(Math.floor(rows[0]?.now ?? Infinity))
  })

  it('time does not go back where the server’s clock does', async () => {
    await client.query('UPDATE log_head SET last_ms = 99999999999999')
    await log.append(tick(0))
    expect(await allOf(log, 0, 1)).toMatchObject([{ timestampMs: 99_999_999_999_999 }])
  })

  it('a log that was cut off is out of range, not read from somewhere else', async () => {
    for (let round = 0; round < 3; round++) await log.append(tick(0))
    await client.query('DELETE FROM log_batch WHERE last_offset < 2')
    const later = await subject.open()
    await expect(later.read({ partition: 0, offset: 1 }, 10)).rejects.toThrow(LogOutOfRange)
    await expect(later.read({ partition: 0, offset: 1 }, 10)).rejects.toThrow('offsets 2 to 2')
    expect((await later.read({ partition: 0, offset: 2 }, 10)).entries).toHaveLength(1)
  })

  it('commits reach the disk, whatever the server’s own setting', async () => {
    await client.query(`ALTER DATABASE ${client.database} SET synchronous_commit = off`)
    const pool = openConnections(subject.url, 1)
    expect((await pool.query('SHOW synchronous_commit')).rows).toEqual([{ synchronous_commit: 'on' }])
    await pool.end()
  })
})

/** Statements of this database that wait for a lock. */
export async function waiting(url: string): Promise<number> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client
    .query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    .finally(() => client.end())
  return rows[0]?.count ?? 0
}
