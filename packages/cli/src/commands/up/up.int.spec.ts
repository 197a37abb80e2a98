import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { removeEmbeddedPostgres } from '@matchday/adapters/embedded/remove'
import { rowsOf, scratchFolder } from '@matchday/adapters/testing/embedded'
import { parseEnv } from 'node:util'
import type { Up } from '../../testing/running-up.ts'
import { basket, freePorts, matchday, pendingAt, processesOf, startUp, until } from '../../testing/running-up.ts'

let data: string
let port: number
let running: Up | null = null

beforeAll(async () => {
  data = await scratchFolder()
  port = await freePorts(2)
})

afterEach(async () => {
  running?.child.kill('SIGINT')
  await running?.ended
  running = null
})

afterAll(async () => {
  await removeEmbeddedPostgres(join(data, 'postgres'))
  await rm(data, { recursive: true, force: true })
})

const siteProcesses = (): number[] =>
  processesOf(data).filter(pid => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('site/main.ts'))

describe('up', () => {
  it('runs two sites whose copies follow each other, and leaves nothing behind', async () => {
    running = await startUp(data, port, '--sites', '2')
    const [first = '', second = ''] = running.urls
    expect(first).toBe(`http://127.0.0.1:${port}`)
    await until(async () => (await fetch(`${second}/readyz`)).ok && (await fetch(`${first}/readyz`)).ok)
    const before = await pendingAt(second)
    const answer = await fetch(`${first}/api/v1/reservations`, basket('ana', 2))
    expect(answer.status).toBe(201)
    await until(async () => (await pendingAt(second)) === before + 2)
    running.child.kill('SIGINT')
    expect(await running.ended).toMatchObject({ code: 0 })
    expect(processesOf(data)).toEqual([])
  }, 60_000)

  it('keeps what was sold between runs, and every answer that it gave, though its sites are killed', async () => {
    running = await startUp(data, port, '--sites', '2')
    const { urls } = running
    await until(async () => (await fetch(`${urls[1]}/readyz`)).ok && (await fetch(`${urls[0]}/readyz`)).ok)
    const before = await pendingAt(urls[0] ?? '')
    const granted = await loadWhileKilling(urls)
    await until(async () => (await fetch(`${urls[1]}/readyz`)).ok && (await fetch(`${urls[0]}/readyz`)).ok)
    // What a ready site shows may be a moment old.
    await until(async () => Math.min(...(await Promise.all(urls.map(pendingAt)))) >= before + granted)
    for (const site of ['site-1', 'site-2']) {
      const audit = await matchday('audit', '--site', site, '--data', data)
      expect(audit).toMatchObject({ code: 0 })
    }
  }, 120_000)

  it('goes on where it was after it was killed itself', async () => {
    running = await startUp(data, port)
    running.child.kill('SIGKILL')
    await running.ended
    await until(() => Promise.resolve(siteProcesses().length === 0))
    running = await startUp(data, port)
    expect(running.said()).toContain('stopped a Postgres that an earlier run left')
    expect((await matchday('audit', '--data', data)).code).toBe(0)
  }, 120_000)

  it('finds what was changed behind its back', async () => {
    running = await startUp(data, port)
    await fetch(`${running.urls[0]}/api/v1/reservations`, basket('eve'))
    const { DATABASE_URL: url = '' } = parseEnv(readFileSync(join(data, 'sites', 'site-1.env'), 'utf8'))
    await rowsOf(url, `UPDATE hold SET quantity = quantity + 1 WHERE state = 'held' AND game = 1`)
    const audit = await matchday('audit', '--data', data, '--json')
    expect(audit.code).toBe(1)
    expect(JSON.parse(audit.out)).toMatchObject({ clean: false })
    await rowsOf(url, `UPDATE hold SET quantity = quantity - 1 WHERE state = 'held' AND game = 1`)
  }, 60_000)

  it('refuses what cannot be in one clear line', async () => {
    const blocker = createServer().listen(port, '127.0.0.1')
    const taken = await matchday('up', '--data', data, '--port', String(port))
    await new Promise(resolve => blocker.close(resolve))
    expect(taken).toMatchObject({ code: 3, out: '' })
    expect(taken.err).toMatch(/^matchday: port \d+ is taken[^\n]+\n$/)
    const file = join(data, 'a-file')
    await writeFile(file, '')
    const unwritable = await matchday('up', '--data', file, '--port', String(port))
    expect(unwritable.code).toBe(3)
    expect(unwritable.err).toMatch(/^matchday: cannot use the folder [^\n]+\n$/)
    for (const flags of [['--sites', '0'], ['--sites', 'x'], ['--port', '0'], ['--today', 'soon']]) {
      const wrong = await matchday('up', '--data', data, ...flags)
      expect(wrong.code).toBe(2)
      expect(wrong.err.trimEnd().split('\n')).toHaveLength(1)
    }
  }, 60_000)

  it('refuses a second one on the same folder', async () => {
    running = await startUp(data, port)
    const second = await matchday('up', '--data', data, '--port', String(await freePorts(2)))
    expect(second.code).toBe(3)
    expect(second.err).toContain('already running')
  }, 60_000)
})

/** Reserve at every site while its process is killed twice. @returns how many seats were granted for sure */
async function loadWhileKilling(urls: readonly string[]): Promise<number> {
  let granted = 0
  const over = new AbortController()
  const buyers = Array.from({ length: 16 }, async (_, buyer) => {
    for (let round = 0; !over.signal.aborted; round++) {
      const url = urls[(buyer + round) % urls.length] ?? ''
      const name = `buyer-${process.pid}-${buyer}-${round}`
      const status = await fetch(`${url}/api/v1/reservations`, basket(name)).then(answer => answer.status, () => 0)
      if (status === 201) granted++
      if (status === 0) await pause(50)
    }
  })
  for (const pid of [...siteProcesses(), -1]) {
    const sofar = granted
    await until(() => Promise.resolve(granted > sofar + 50))
    if (pid > 0) process.kill(pid, 'SIGKILL')
  }
  over.abort()
  await Promise.all(buyers)
  return granted
}
