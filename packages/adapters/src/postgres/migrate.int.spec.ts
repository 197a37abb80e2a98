import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Client } from 'pg'
import type { TestPostgres } from '../testing/postgres.ts'
import { startTestPostgres } from '../testing/postgres.ts'
import { migrate } from './migrate.ts'

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  return (await client.query<Record<string, unknown>>(sql).finally(() => client.end())).rows
}

describe('migrations', () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startTestPostgres()
  }, 30_000)
  afterAll(() => postgres.stop(), 60_000)

  it('apply once', async () => {
    const url = await postgres.freshDatabase()
    expect(await migrate(url, 'log')).toContain('0001_log')
    expect(await migrate(url, 'log')).toEqual([])
    await expect(query(url, 'SELECT count(*)::int AS rows FROM log_batch')).resolves.toEqual([{ rows: 0 }])
  })

  it('apply once when several processes start together', async () => {
    const url = await postgres.freshDatabase()
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url, 'log')))
    expect(applied.flat().filter(name => name === '0001_log')).toHaveLength(1)
  })

  it('refuse a database that another version migrated further', async () => {
    const url = await postgres.freshDatabase()
    await migrate(url, 'log')
    await query(url, "INSERT INTO matchday_migrations (name, run_on) VALUES ('9999_later', now())")
    await expect(migrate(url, 'log')).rejects.toThrow('9999_later')
  })

  it('reject where no server answers', async () => {
    await expect(migrate('postgres://nobody@127.0.0.1:1/none', 'log')).rejects.toThrow('ECONNREFUSED')
  })
})
