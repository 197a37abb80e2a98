import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { rowsOf, scratchFolder } from '../testing/embedded.ts'
import { startTimeOf } from './processes.ts'
import { removeEmbeddedPostgres } from './remove.ts'
import { startEmbeddedPostgres } from './start.ts'
import type { EmbeddedPostgres, EmbeddedPostgresOptions } from './start.ts'

const patienceMs = 60_000

describe('the embedded Postgres', () => {
  let dataDir: string
  let running: EmbeddedPostgres[]
  beforeAll(async () => {
    dataDir = await scratchFolder()
  })
  beforeEach(() => {
    running = []
  })
  afterEach(async () => {
    for (const server of running) await server.stop()
  })
  afterAll(() => rm(dataDir, { recursive: true, force: true }))

  const start = async (options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> => {
    const server = await startEmbeddedPostgres({ dataDir, durable: false, ...options })
    running.push(server)
    return server
  }

  it('leaves no process and no lock when stopped, and keeps the data', async () => {
    const first = await start()
    await rowsOf(first.url('postgres'), 'CREATE TABLE kept AS SELECT 7 AS seats')
    await Promise.all([first.stop(), first.stop()])
    await first.exited
    expect(startTimeOf(first.pid)).toBeUndefined()
    expect((await readdir(dataDir)).filter((name) => !name.startsWith('postgres'))).toEqual(['password', 'pgdata'])
    const second = await start()
    expect(await rowsOf(second.url('postgres'), 'SELECT seats FROM kept')).toEqual([{ seats: 7 }])
  }, patienceMs)

  it('stops under open connections and transactions', async () => {
    const server = await start()
    const client = new Client({ connectionString: server.url('postgres') })
    const dropped = new Promise((resolve) => client.on('error', resolve))
    await client.connect()
    await client.query('BEGIN; CREATE TABLE half ()')
    await server.stop()
    await dropped
    expect(startTimeOf(server.pid)).toBeUndefined()
  }, patienceMs)

  it('makes a database once, also when asked by several at once', async () => {
    const server = await start()
    await Promise.all([1, 2, 3, 4].map(() => server.createDatabase('site "1"')))
    await server.createDatabase('site "1"')
    const [row] = await rowsOf(server.url('site "1"'), 'SELECT current_database() AS name')
    expect(row).toEqual({ name: 'site "1"' })
  }, patienceMs)

  it('is UTF-8, sorts by code point, lives in UTC and syncs its commits', async () => {
    const server = await start({ durable: true })
    const [row] = await rowsOf(
      server.url('postgres'),
      `SELECT current_setting('server_encoding') AS encoding, current_setting('timezone') AS zone,
              'Z' < 'a' AS bytewise, 'é' < 'f' AS alphabetical, lower('CÔTE') AS small,
              current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`,
    )
    const text = { encoding: 'UTF8', bytewise: true, alphabetical: false, small: 'côte' }
    expect(row).toEqual({ ...text, zone: 'UTC', fsync: 'on', commit: 'on' })
  }, patienceMs)

  it('takes the settings of its caller', async () => {
    const server = await start({ settings: { work_mem: '9MB', max_connections: '20' } })
    const settings = "SELECT current_setting('work_mem') AS work, current_setting('max_connections') AS connections"
    expect(await rowsOf(server.url('postgres'), settings)).toEqual([{ work: '9MB', connections: '20' }])
  }, patienceMs)

  it('asks for its password, which only its owner can read, and listens on 127.0.0.1 alone', async () => {
    const server = await start()
    const guessed = new URL(server.url('postgres'))
    expect(guessed.hostname).toBe('127.0.0.1')
    guessed.password = 'guessed'
    await expect(rowsOf(guessed.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
    expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600)
    const others = Object.values(networkInterfaces()).flat().filter((one) => one?.family === 'IPv4' && !one.internal)
    for (const other of others) {
      const elsewhere = new URL(server.url('postgres'))
      elsewhere.hostname = other?.address ?? ''
      await expect(rowsOf(elsewhere.href, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    }
  }, patienceMs)

  it('says that it ended when somebody kills it, and starts again', async () => {
    const first = await start()
    process.kill(first.pid, 'SIGKILL')
    await first.exited
    await first.stop()
    const second = await start()
    expect(await rowsOf(second.url('postgres'), 'SELECT 1 AS alive')).toEqual([{ alive: 1 }])
  }, patienceMs)

  it('has one winner when started twice at once', async () => {
    const results = await Promise.allSettled([start(), start()])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const lost = results.find((result) => result.status === 'rejected')
    expect(lost?.reason).toMatchObject({ code: 'already-running' })
  }, patienceMs)

  it('names the port that is taken and the flag, and leaves no lock', async () => {
    const stranger = createServer()
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
    const address = stranger.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(start({ port })).rejects.toMatchObject({
      code: 'port-taken',
      message: `port ${port}: Address already in use, choose another with --postgres-port`,
    })
    await new Promise((resolve) => stranger.close(resolve))
    expect((await start({ port })).port).toBe(port)
  }, patienceMs)

  it('is removed with everything of its own and nothing else', async () => {
    const server = await start()
    await expect(removeEmbeddedPostgres(dataDir)).rejects.toMatchObject({ code: 'already-running' })
    await server.stop()
    await writeFile(join(dataDir, 'letter.txt'), 'mine')
    await removeEmbeddedPostgres(dataDir)
    expect(await readdir(dataDir)).toEqual(['letter.txt'])
    await rm(join(dataDir, 'letter.txt'))
    await removeEmbeddedPostgres(dataDir)
    await expect(stat(dataDir)).rejects.toMatchObject({ code: 'ENOENT' })
    await removeEmbeddedPostgres(dataDir)
  }, patienceMs)
})
