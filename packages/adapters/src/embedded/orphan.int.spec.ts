import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { end, rowsOf, scratchFolder, supervise } from '../testing/embedded.ts'
import type { Supervised } from '../testing/embedded.ts'
import { startTimeOf } from './processes.ts'
import { removeEmbeddedPostgres } from './remove.ts'
import { unprivilegedAccount } from './runner.ts'
import { startEmbeddedPostgres } from './start.ts'
import type { EmbeddedPostgres } from './start.ts'

const patienceMs = 60_000

describe('an embedded Postgres and the process that runs it', () => {
  let dataDir: string
  let supervised: Supervised
  let server: EmbeddedPostgres | undefined
  beforeAll(async () => {
    dataDir = await scratchFolder()
  })
  beforeEach(async () => {
    supervised = await supervise(dataDir)
  }, patienceMs)
  afterEach(async () => {
    await end(supervised, 'SIGKILL')
    await server?.stop()
    server = undefined
  })
  afterAll(() => removeEmbeddedPostgres(dataDir), patienceMs)

  it('refuses a second start while the first lives, naming it', async () => {
    const message = `already running on ${dataDir} (pid ${supervised.child.pid}), stop it or use --data`
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({ code: 'already-running', message })
    await expect(supervise(dataDir)).rejects.toThrow(message)
    expect(await rowsOf(supervised.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }])
  }, patienceMs)

  it('ends with it when asked, leaving nothing', async () => {
    await end(supervised, 'SIGTERM')
    expect(startTimeOf(supervised.pid)).toBeUndefined()
  }, patienceMs)

  it('is in a process group of its own, which Ctrl-C does not reach', async () => {
    const stat = await readFile(`/proc/${supervised.pid}/stat`, 'utf8').catch(() => '')
    const [, , group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (process.platform === 'linux') expect([group, session]).toEqual([`${supervised.pid}`, `${supervised.pid}`])
    await end(supervised, 'SIGINT')
    expect(await rowsOf(supervised.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }])
  }, patienceMs)

  it('is stopped cleanly and started anew after its process was killed', async () => {
    await rowsOf(supervised.url, 'CREATE TABLE kept AS SELECT 7 AS seats')
    await end(supervised, 'SIGKILL')
    expect(startTimeOf(supervised.pid)).toBeDefined()
    const notices: string[] = []
    server = await startEmbeddedPostgres({ dataDir, notice: (line) => notices.push(line) })
    expect(startTimeOf(supervised.pid)).toBeUndefined()
    expect(notices).toEqual([`stopped a Postgres that an earlier run left on ${dataDir}`])
    expect(await rowsOf(server.url('postgres'), 'SELECT seats FROM kept')).toEqual([{ seats: 7 }])
    expect(await readFile(join(dataDir, 'postgres.log.1'), 'utf8')).toContain('database system is shut down')
  }, patienceMs)

  it('recovers when both were killed', async () => {
    await rowsOf(supervised.url, 'CREATE TABLE crashed AS SELECT 8 AS seats')
    const hanging = rowsOf(supervised.url, 'SELECT pg_sleep(60)').catch(() => [])
    await end(supervised, 'SIGKILL')
    process.kill(supervised.pid, 'SIGKILL')
    server = await startEmbeddedPostgres({ dataDir })
    await hanging
    expect(await rowsOf(server.url('postgres'), 'SELECT seats FROM crashed')).toEqual([{ seats: 8 }])
  }, patienceMs)

  it('leaves a stranger alone that has the pid by now, and starts beside it', async () => {
    await end(supervised, 'SIGTERM')
    // Of the server's own user, or Postgres itself would know it for a stranger.
    const { uid, gid } = process.geteuid?.() === 0 ? (unprivilegedAccount() ?? {}) : {}
    const account = uid === undefined || gid === undefined ? {} : { uid, gid }
    const stranger = spawn('sleep', ['60'], account)
    const lines = [`${stranger.pid}`, join(dataDir, 'pgdata'), '1', '5432', '', '127.0.0.1', '', 'ready', '']
    await writeFile(join(dataDir, 'pgdata', 'postmaster.pid'), lines.join('\n'))
    server = await startEmbeddedPostgres({ dataDir })
    expect(startTimeOf(stranger.pid ?? 0)).toBeDefined()
    stranger.kill()
  }, patienceMs)
})
