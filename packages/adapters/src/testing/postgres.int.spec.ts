import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTimeOf } from '../embedded/processes.ts'
import { end, rowsOf, supervise } from './embedded.ts'
import { folderPrefix, startTestPostgres, startThrowAwayCluster } from './postgres.ts'
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
  it('clears away what a killed run left', async () => {
    const killed = await supervise(join(tmpdir(), `${folderPrefix}killed-${process.pid}`))
    await end(killed, 'SIGKILL')
    const next = await startThrowAwayCluster()
    await next.remove()
    expect(startTimeOf(killed.pid)).toBeUndefined()
    const left = (await readdir(tmpdir())).filter((name) => name === `${folderPrefix}killed-${process.pid}`)
    expect(left).toEqual([])
  }, 60_000)
})
