import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import { AppendOutcomeUnknown, Unavailable } from '@matchday/domain/ports/unavailable'
import { Client } from 'pg'
import { allOf, tick, until } from '../contracts/sales-log-records.ts'
import type { CuttingProxy } from '../testing/cutting-proxy.ts'
import { startCuttingProxy } from '../testing/cutting-proxy.ts'
import type { TestPostgres } from '../testing/postgres.ts'
import { startTestPostgres } from '../testing/postgres.ts'
import { createPostgresLog } from './create-log.ts'
import { openPostgresLog } from './postgres-log.ts'

// A test is a fraction of a second of work, on a machine that does nothing else.
jest.setTimeout(30_000)

describe('when the way to the log breaks', () => {
  let postgres: TestPostgres
  let url: string
  let proxy: CuttingProxy
  let log: SalesLog
  let client: Client
  beforeAll(async () => {
    postgres = await startTestPostgres()
  }, 30_000)
  afterAll(() => postgres.stop(), 60_000)
  beforeEach(async () => {
    url = await postgres.freshDatabase()
    await createPostgresLog(url)
    proxy = await startCuttingProxy(url)
    log = await openPostgresLog(proxy.url)
    client = new Client({ connectionString: url })
    await client.connect()
  })
  afterEach(async () => {
    await log.close()
    await client.end()
    await proxy.shut()
  })

  const activity = async (where: string): Promise<number> => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${where}`,
    )
    return rows[0]?.count ?? 0
  }
  const terminate = async (where: string): Promise<void> => {
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${where}`,
    )
  }
  const offsets = async (): Promise<number[]> => (await allOf(log, 0, 100)).map(({ offset }) => offset)

  it('an append whose server side is killed has an unknown outcome, and leaves no gap', async () => {
    await log.append(tick(0))
    await client.query('BEGIN')
    await client.query('SELECT FROM log_head FOR UPDATE')
    const appending = expect(log.append(tick(0))).rejects.toThrow(AppendOutcomeUnknown)
    await until(async () => (await activity("wait_event_type = 'Lock'")) === 1)
    await terminate("wait_event_type = 'Lock'")
    await appending
    await client.query('COMMIT')
    expect(await log.append(tick(0))).toEqual({ partition: 0, offset: 1 })
    expect(await offsets()).toEqual([0, 1])
  })

  it.each(['end', 'reset'] as const)('an append without answer, by %s, may stand or not', async how => {
    await log.append(tick(0))
    proxy.cutNextAnswers(how)
    await expect(log.append(tick(0))).rejects.toThrow(AppendOutcomeUnknown)
    await proxy.shut()
    await proxy.open()
    expect(await offsets()).toEqual([0, 1])
  })

  it('an append that cannot be sent was not made', async () => {
    await log.append(tick(0))
    await proxy.shut()
    await until(async () => (await activity("backend_type = 'client backend'")) === 0)
    await expect(log.append(tick(0))).rejects.toThrow(Unavailable)
    await expect(log.read({ partition: 0, offset: 0 }, 1)).rejects.toThrow(Unavailable)
    await expect(log.end(0)).rejects.toThrow(Unavailable)
    await expect(openPostgresLog(proxy.url)).rejects.toThrow(Unavailable)
    await proxy.open()
    expect(await log.append(tick(0))).toEqual({ partition: 0, offset: 1 })
  })

  it('an append that the server refuses was not made', async () => {
    await client.query(`ALTER DATABASE ${client.database} SET default_transaction_read_only = on`)
    await terminate('true')
    await until(async () => (await activity("backend_type = 'client backend'")) === 0)
    await expect(log.append(tick(0))).rejects.toThrow(Unavailable)
    await client.query(`ALTER DATABASE ${client.database} RESET default_transaction_read_only`)
    await terminate('true')
    await until(async () => (await activity("backend_type = 'client backend'")) === 0)
    expect(await log.append(tick(0))).toEqual({ partition: 0, offset: 0 })
  })

  it('an append that the tables do not allow is an error of its own, for all in its batch', async () => {
    await client.query('ALTER TABLE log_batch ADD CHECK (last_offset < 2)')
    await log.append(tick(0))
    const results = await Promise.allSettled([log.append(tick(0)), log.append(tick(0))])
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: '23514' } })
    }
    expect(await log.append(tick(0))).toEqual({ partition: 0, offset: 1 })
  })

  it('listening goes on by itself, and wakes for what was missed', async () => {
    const other = await openPostgresLog(url)
    let woken = 0
    log.onAppended(() => { woken++ })
    await until(() => woken > 0)
    await proxy.shut()
    await other.append(tick(0))
    const missed = woken
    await proxy.open()
    await until(() => woken > missed)
    const before = woken
    await other.append(tick(0))
    await until(() => woken > before)
    await other.close()
  })
})
