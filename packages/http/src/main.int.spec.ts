import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { salesLogVariables } from '@matchday/adapters/config/sales-log-environment'
import { basketOf, clientOf } from './testing/client.ts'
import type { PostgresWorld } from './testing/postgres-site.ts'
import { startPostgresWorld } from './testing/postgres-site.ts'
import { until } from './testing/until.ts'

let world: PostgresWorld
const children: ChildProcess[] = []

beforeAll(async () => {
  world = await startPostgresWorld({ 1: {} })
}, 60_000)

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await world.close()
})

const environment = () => {
  const { databaseUrl, salesLog, federationFile, secret, buyerSecret } = world.configOf('north')
  return {
    DATABASE_URL: databaseUrl,
    ...salesLogVariables(salesLog),
    MATCHDAY_SITE: 'north',
    MATCHDAY_SECRET: secret,
    MATCHDAY_BUYER_SECRET: buyerSecret,
    MATCHDAY_FEDERATION: federationFile,
    MATCHDAY_TODAY: '2022-11-19T00:00:00Z',
  }
}

/** The daemon as an operator starts it. */
function run(args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], { env })
  children.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  const ended = once(child, 'close').then(([code, signal]: unknown[]) => signal ?? code)
  const listening = async (): Promise<string> => {
    await until(() => said.out.includes('"listening"') || child.exitCode !== null, 15_000)
    const line = said.out.split('\n').find(text => text.includes('"listening"'))
    if (line === undefined) throw new Error(`it did not start: ${said.out}${said.err}`)
    return (JSON.parse(line) as { url: string }).url
  }
  return { child, said, ended, listening }
}

describe('the daemon', () => {
  it('sells until it is told to stop, and ends with what was under way answered', async () => {
    const { child, ended, listening, said } = run(['--port', '0'], environment())
    const url = await listening()
    expect((await clientOf(url).post({ body: basketOf() })).status).toBe(201)
    const stream = await fetch(`${url}/api/v1/availability/stream`)
    const streamed = stream.text()
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(await streamed).toContain('event: snapshot')
    expect(said.err).toBe('')
  }, 30_000)

  it('mounts what it is told to', async () => {
    const { child, ended, listening } = run(['--services', 'shop', '--port', '0'], environment())
    const url = await listening()
    expect((await fetch(`${url}/api/v1/games`)).status).toBe(200)
    expect((await fetch(`${url}/api/v1/reservations`)).status).toBe(404)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  }, 30_000)

  it('says in one line that its port is taken', async () => {
    const first = run(['--port', '0'], environment())
    const port = new URL(await first.listening()).port
    const second = run(['--port', port], environment())
    expect(await second.ended).toBe(1)
    expect(second.said.err).toBe(
      `cannot listen on 127.0.0.1:${port}: the port is taken; stop what listens there, or set another PORT\n`,
    )
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
  }, 30_000)

  it('lists all that is missing in one go, and no secret', async () => {
    const { MATCHDAY_SITE: _, DATABASE_URL: __, ...others } = environment()
    const { ended, said } = run([], { ...others, MATCHDAY_SECRET: 'too short' })
    expect(await ended).toBe(2)
    expect(said.err.trim().split('\n').map(line => line.split(':')[0])).toEqual([
      'DATABASE_URL', 'MATCHDAY_SITE', 'MATCHDAY_SECRET',
    ])
    expect(said.err).not.toContain('too short')
  }, 30_000)

  it('says that it is not in the federation', async () => {
    const { ended, said } = run(['--port', '0'], { ...environment(), MATCHDAY_SITE: 'west' })
    expect(await ended).toBe(1)
    expect(said.err).toBe('the site west is not in the roster of federation.json\n')
  }, 30_000)

  it('does not guess at flags', async () => {
    const { ended, said } = run(['--prot', '80'], environment())
    expect(await ended).toBe(2)
    expect(said.err).toContain('--prot is not understood')
  }, 30_000)
})
