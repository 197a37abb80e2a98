import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { gameText } from '@matchday/adapters/contracts/feed-records'
import { createMemoryFeed } from '@matchday/adapters/memory/master-list-feed'
import type { MemoryLogStore } from '@matchday/adapters/memory/sales-log'
import { createMemoryLogStore } from '@matchday/adapters/memory/sales-log'
import { rowsOf } from '@matchday/adapters/testing/embedded'
import type { TestPostgres } from '@matchday/adapters/testing/postgres'
import { startTestPostgres } from '@matchday/adapters/testing/postgres'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { postgres as byPostgres } from './composition.ts'
import type { Consumer } from './daemon.ts'
import { runConsumer } from './run-consumer.ts'
import type { PostgresWorld } from './testing/postgres-world.ts'
import { createPostgresWorld } from './testing/postgres-world.ts'
import { until } from './testing/until.ts'

let postgres: TestPostgres
let world: PostgresWorld
let topic: MemoryLogStore
let running: Consumer[]

beforeAll(async () => {
  postgres = await startTestPostgres()
}, 60_000)
afterAll(() => postgres.stop())

beforeEach(async () => {
  world = await createPostgresWorld(postgres, { publisher: 'a' })
  topic = createMemoryLogStore({ logId: 'master-list', partitions: 1, clock: Date.now })
  running = []
})
afterEach(async () => {
  await Promise.all(running.map(consumer => consumer.close()))
  await world.remove()
})

const openedAt: string[] = []

const start = async (site: string): Promise<void> => {
  const openFeed = () => {
    openedAt.push(site)
    return Promise.resolve({ feed: createMemoryFeed(topic), isMessageSignedBy: () => true })
  }
  const log = pino({ level: 'silent' })
  const outside = { ...byPostgres, openFeed }
  running.push(await runConsumer(world.configOf(site), { log, registry: new Registry(), outside }))
}

const bring = (...values: readonly string[]): void => {
  for (const value of values) {
    topic.appendRaw(0, { key: null, value: new TextEncoder().encode(value), headers: [] })
  }
}

const versionsAt = async (site: string): Promise<number[]> => {
  const text = "SELECT (list ->> 'version')::int AS version FROM game ORDER BY game"
  const rows = await rowsOf(world.databaseOf(site), text)
  return rows.map(row => (row as { version: number }).version)
}

describe('the publisher\'s site', () => {
  it('opens a tournament from the topic, which no other site reads, and goes on from there', async () => {
    bring(gameText(1), '[]', gameText(2), gameText(2, { homeTeam: 'TBA' }))
    await start('a')
    await start('b')
    for (const site of ['a', 'b']) {
      await until(`${site} sells two games`, async () => (await versionsAt(site)).join() === '1,1')
    }
    expect(openedAt).toEqual(['a'])
    await running.shift()?.close()
    bring(gameText(3))
    await start('a')
    await until('b sells the third', async () => (await versionsAt('b')).join() === '1,1,1')
    const rows = (what: string) => rowsOf(world.databaseOf('a'), what)
    expect(await rows('SELECT next_offset::int AS at FROM feed_position')).toEqual([{ at: 5 }])
    expect(await rows('SELECT game FROM feed_listing WHERE aside')).toEqual([{ game: 2 }])
    expect(await rows('SELECT reason FROM feed_dead_letter')).toEqual([{ reason: 'not-one-game' }])
    expect(await rowsOf(world.databaseOf('b'), 'SELECT FROM feed_position')).toEqual([])
    expect(topic.recordsOf(0)).toHaveLength(5)
  }, 60_000)
})
