import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { TestPostgres } from '../testing/postgres.ts'
import { startTestPostgres } from '../testing/postgres.ts'
import type { BulkPool } from './bulk-pool.ts'
import { openBulkPool } from './bulk-pool.ts'

const one = { name: 'one', text: 'SELECT 1', values: [] }
const wrong = { name: 'wrong', text: 'SELECT 1 / 0', values: [] }
const thrown = new Error('a row that is none')
const fail = (): never => {
  throw thrown
}

describe('a pool of one connection', () => {
  let postgres: TestPostgres
  let url: string
  let pool: BulkPool
  beforeAll(async () => {
    postgres = await startTestPostgres()
  }, 30_000)
  afterAll(() => postgres.stop(), 60_000)
  beforeEach(async () => {
    url = await postgres.freshDatabase()
    pool = openBulkPool(url, { max: 1 })
  })
  afterEach(() => pool.close())

  it('reads twice, and not what others wrote in between', async () => {
    const count = { name: 'count', text: 'SELECT count(*) FROM written', values: [] }
    await pool.run({ name: 'create', text: 'CREATE TABLE written (at bigint)', values: [] })
    const other = openBulkPool(url, { max: 1 })
    const readThenWrite = async (run: BulkPool['run']) => {
      const found = await run(count)
      await other.run({ name: 'write', text: 'INSERT INTO written VALUES (1)', values: [] })
      return found
    }
    const [before, after] = await pool.readTwice(readThenWrite, async (run, found) => [found, await run(count)])
    await other.close()
    expect([before, after, await pool.run(count)]).toEqual([[[0]], [[0]], [[1]]])
  })

  it.each([
    ['the first read throws', () => pool.readTwice(fail, () => Promise.resolve()), thrown],
    ['the second read throws', () => pool.readTwice(run => run(one), fail), thrown],
    ['the second read rejects', () => pool.readTwice(run => run(one), () => Promise.reject(thrown)), thrown],
    ['the server refuses the first', () => pool.readTwice(run => run(wrong), () => Promise.resolve()), 'by zero'],
    ['the server refuses the second', () => pool.readTwice(run => run(one), run => run(wrong)), 'by zero'],
    ['the server refuses what goes before', () => pool.runThen(wrong, one), 'division by zero'],
  ])('has it again when %s', async (_, read, error) => {
    for (let round = 0; round < 3; round++) await expect(read()).rejects.toThrow(error)
    expect(await pool.run(one)).toEqual([[1]])
  })

  it('has it again when the server refuses what goes behind, of which nobody is told', async () => {
    expect(await pool.runThen(one, wrong)).toEqual([[1]])
    expect(await pool.run(one)).toEqual([[1]])
  })
})
