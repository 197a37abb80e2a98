import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { RunningHttp } from './start.ts'
import { startHttp } from './start.ts'
import { badBodies, badTexts, gamesForBadInput } from './testing/bad-input.ts'
import type { Client } from './testing/client.ts'
import { basketOf, clientOf } from './testing/client.ts'
import type { PostgresWorld } from './testing/postgres-site.ts'
import { startPostgresWorld } from './testing/postgres-site.ts'
import { until } from './testing/until.ts'

const crowded = 9

let world: PostgresWorld
const nodes: RunningHttp[] = []
/** Two nodes of the north, one of the south. */
let [north, north2, south]: Client[] = []

beforeAll(async () => {
  world = await startPostgresWorld({ ...gamesForBadInput, [crowded]: { categories: { 1: { capacity: 10 } } } })
  for (const site of ['north', 'north', 'south'] as const) nodes.push(await startHttp(world.configOf(site)))
  ;[north, north2, south] = nodes.map(({ url }) => clientOf(url))
}, 60_000)

afterAll(async () => {
  for (const node of nodes) await node.close()
  await world.close()
})

const client = (one: Client | undefined): Client => {
  if (one === undefined) throw new Error('it did not start')
  return one
}

const left = async (node: RunningHttp | undefined, game: number): Promise<number> => {
  const response = await fetch(`${node?.url}/api/v1/games/${game}/availability`)
  return ((await response.json()) as { categories: { available: number }[] }).categories[0]?.available ?? NaN
}

describe('the services over Postgres', () => {
  it('hold tickets that every site sees, and give them back', async () => {
    const { status, body } = await client(north).post({ body: basketOf({ quantity: 4 }) })
    expect([status, body.state]).toEqual([201, 'held'])
    for (const node of nodes) await until(async () => (await left(node, 1)) === 6)
    expect((await client(north2).read(body.id, body.token)).body.state).toBe('held')
    const released = await client(north2).release(body.id, body.token)
    expect([released.status, released.body.state]).toEqual([200, 'released'])
    for (const node of nodes) await until(async () => (await left(node, 1)) === 10)
  })

  it('are ready', async () => {
    await until(async () => (await fetch(`${nodes[0]?.url}/readyz`)).ok)
    const response = await fetch(`${nodes[0]?.url}/readyz`)
    expect(await response.json()).toMatchObject({ status: 'ready' })
  })

  it('make one reservation of one key sent to two nodes at the same time', async () => {
    const before = await world.count('north', 'reservation')
    const sent = Array.from({ length: 10 }, (_, at) =>
      client(at % 2 === 0 ? north : north2).post({ body: basketOf({ email: 'key@example.com' }), key: 'once' }))
    const answers = await Promise.all(sent)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(await world.count('north', 'reservation')).toBe(before + 1)
    const [first] = answers
    await client(north).release(first?.body.id ?? '', first?.body.token)
  })

  it('never grant more than there is, however many fight for it at both sites', async () => {
    const sent = Array.from({ length: 60 }, (_, at) =>
      client([north, north2, south][at % 3]).post({
        body: basketOf({ game: crowded, quantity: 1 + (at % 2), email: `fan${at}@example.com` }),
      }))
    const answers = await Promise.all(sent)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]))
    const granted = answers.filter(({ status }) => status === 201).map(({ body }) => body.items[0]?.quantity ?? 0)
    expect(granted.reduce((sum, quantity) => sum + quantity, 0)).toBe(10)
    for (const node of nodes) await until(async () => (await left(node, crowded)) === 0)
  })

  it('write nothing for what they refuse by its form', async () => {
    const before = await written()
    for (const [what, body, status, type] of badBodies) {
      const answer = await client(north).post({ body })
      expect([what, answer.status, answer.body.type]).toEqual([what, status, type])
    }
    for (const [what, bytes, headers, status, type] of badTexts) {
      const answer = await client(north).postRaw(bytes, headers)
      expect([what, answer.status, answer.body.type]).toEqual([what, status, type])
    }
    expect(await written()).toEqual(before)
  })

  const written = async () => [await world.count('north', 'reservation'), await world.count('log', 'log_record')]
})

describe('a site whose database is away', () => {
  it('says so, and sells nothing', async () => {
    const away = 'postgres://nobody@127.0.0.1:1/nothing'
    const node = await startHttp(world.configOf('north', { databaseUrl: away }))
    try {
      const ready = await fetch(`${node.url}/readyz`)
      expect([ready.status, await ready.json()]).toMatchObject([
        503,
        { parts: [{ name: 'database', ok: false }, { name: 'sales-log', ok: true }, { name: 'copy', ok: false }] },
      ])
      const games = await fetch(`${node.url}/api/v1/games`)
      expect([games.status, await games.json()]).toMatchObject([503, { type: '/problems/unavailable' }])
      const answer = await clientOf(node.url).post({ body: basketOf() })
      expect([answer.status, answer.body.type]).toEqual([503, '/problems/unavailable'])
    } finally {
      await node.close()
    }
  }, 20_000)
})
