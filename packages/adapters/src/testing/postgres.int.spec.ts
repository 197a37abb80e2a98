import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { rowsOf } from './embedded.ts'
import { startTestPostgres } from './postgres.ts'
import type { TestPostgres } from './postgres.ts'

describe('the test Postgres', () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startTestPostgres()
  }, 30_000)
  afterAll(() => postgres.stop())

  it('gives databases of their own', async () => {
    const [one, other] = [await postgres.freshDatabase(), await postgres.freshDatabase()]
    await rowsOf(one, 'CREATE TABLE only_here ()')
    const [found] = await rowsOf(other, "SELECT to_regclass('only_here') AS relation")
    expect(found).toEqual({ relation: null })
  })

  it('shares one cluster in a run of the int project', async () => {
    const second = await startTestPostgres()
    const [one, other] = [await postgres.freshDatabase(), await second.freshDatabase()]
    expect(new URL(one).port).toBe(new URL(other).port)
    await second.stop()
    await expect(rowsOf(other, 'SELECT 1')).rejects.toThrow('does not exist')
    await expect(rowsOf(one, 'SELECT 1 AS alive')).resolves.toEqual([{ alive: 1 }])
  })
})
