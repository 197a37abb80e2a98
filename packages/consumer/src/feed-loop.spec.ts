import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { gameText } from '@matchday/adapters/contracts/feed-records'
import { createMemoryFeed } from '@matchday/adapters/memory/master-list-feed'
import type { MemoryLogStore } from '@matchday/adapters/memory/sales-log'
import { createMemoryLogStore } from '@matchday/adapters/memory/sales-log'
import type { MasterListFeed } from '@matchday/domain/ports/master-list-feed'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { federationOf, game, listed } from '@matchday/domain/testing/world'
import type { Consumer } from './daemon.ts'
import { startConsumer } from './daemon.ts'
import { createParts, linesWith } from './testing/parts.ts'
import type { Rows } from './testing/rows.ts'
import { createRows } from './testing/rows.ts'
import { opened } from './testing/sold-game.ts'
import type { World } from './testing/world.ts'
import { createWorld } from './testing/world.ts'

let world: World
let rows: Rows
let topic: MemoryLogStore
let running: Consumer[]

beforeEach(() => {
  world = createWorld()
  rows = createRows()
  topic = createMemoryLogStore({ logId: 'master-list', partitions: 2, clock: world.time.clock })
  running = []
})
afterEach(async () => {
  await Promise.all(running.map(consumer => consumer.close()))
  expect(world.time.sleepers()).toBe(0)
})

const start = (
  over: Parameters<typeof createParts>[2] = {},
  change: (feed: MasterListFeed) => MasterListFeed = feed => feed,
) => {
  const made = createParts(world, rows, over)
  const { keptFeed: kept, journal, feedDesk } = rows.openFor(made.hooks, world.time.clock)
  const feed = change(createMemoryFeed(topic))
  const masterList = { feed, kept, journal, isMessageSignedBy: () => true }
  running.push(startConsumer({ ...made.parts, masterList }))
  return { ...made, feedDesk }
}

const bring = (...values: readonly string[]): void => {
  for (const value of values) {
    topic.appendRaw(0, { key: null, value: new TextEncoder().encode(value), headers: [] })
  }
}
const listsInLog = () => world.entries.filter(({ said }) => said.kind === 'list-published').length
const told = () => [0, 1].flatMap(partition => topic.recordsOf(partition))
  .filter(({ headers }) => headers.length > 0)
  .map(({ value }) => JSON.parse(new TextDecoder().decode(value ?? new Uint8Array())) as { matchNumber: number })
const gameOf = (number: number) => rows.whole().games.get(game(number))

describe('a tournament whose list comes from a topic', () => {
  it('opens by itself, the log included', async () => {
    bring(...[1, 2, 3].map(number => gameText(number)))
    const { lines } = start()
    await world.time.advance(10_000)
    expect([1, 2, 3].map(number => gameOf(number)?.list?.version)).toEqual([1, 1, 1])
    expect(gameOf(1)?.list).toMatchObject({ currency: 'USD', limits: { perBuyer: 6, holdMaxMs: 100 } })
    expect(listsInLog()).toBe(3)
    expect(linesWith(lines, 'opened games')).toMatchObject([{ games: [1, 2, 3] }])
    expect(told()).toEqual([])
  })

  it('opens further games as they come', async () => {
    world.say(...opened())
    const { registry } = start()
    await world.time.settle()
    bring(gameText(5))
    await world.time.settle()
    expect(gameOf(5)?.list?.version).toBe(1)
    expect(await registry.metrics()).toContain('matchday_consumer_games_opened_total 1')
  })

  it('is opened once by two consumers of the publisher\'s site', async () => {
    world.say(...opened())
    bring(...Array.from({ length: 20 }, (_, index) => gameText(index + 2)))
    start()
    start()
    await world.time.advance(20_000)
    expect(rows.whole().games.size).toBe(21)
    const kinds = new Set([...rows.whole().games.values()].map(({ list }) => list?.version))
    expect([...kinds]).toEqual([1])
  })

  it('waits where the federation does not say what its games are sold on, and says so once', async () => {
    world.say(...opened())
    bring(gameText(2))
    const { lines } = start({ federation: { ...federationOf(1), listTerms: null } })
    await world.time.advance(20_000)
    expect(gameOf(2)).toBeUndefined()
    expect(linesWith(lines, 'no listTerms')).toHaveLength(1)
  })

  it('keeps aside what differs, and takes no garbage for a game', async () => {
    world.say(...opened())
    bring('[]', gameText(1), '{"meta":{},"body":{}}', 'x')
    const { lines, feedDesk, registry } = start()
    await world.time.settle()
    expect(gameOf(1)?.list).toMatchObject({ version: 1, listing: { venue: 'Stadium' } })
    expect(await feedDesk.asides()).toMatchObject([{ listing: { game: 1, venue: 'Al Bayt Stadium' } }])
    expect(linesWith(lines, 'otherwise than they are sold')).toMatchObject([{ games: [1] }])
    expect(linesWith(lines, 'was not taken')).toMatchObject([
      { reason: 'not-one-game' }, { reason: 'not-one-game' }, { reason: 'not-json' },
    ])
    expect(await registry.metrics()).toContain('matchday_consumer_feed_dead_letters_total{reason="not-one-game"} 2')
  })
})

describe('a change of a list', () => {
  it('is told to others once, and read as one\'s own', async () => {
    world.say(...opened())
    const { lines, feedDesk, registry } = start()
    await world.time.settle()
    expect(told()).toMatchObject([{ matchNumber: 1 }])
    world.say(listed(2, { 1: 5 }, { holdMaxMs: 1 }))
    await world.time.advance(300_000)
    expect(told()).toMatchObject([
      { availability: { category1: { available: 100_000 } } }, { availability: { category1: { available: 5 } } },
    ])
    expect(await feedDesk.status()).toMatchObject({ untold: 0, deadLetters: 0 })
    expect(linesWith(lines, 'told others')).toHaveLength(2)
    expect(await registry.metrics()).toContain('matchday_consumer_games_told_total 2')
  })

  it('waits out an outage of the topic, which is told once', async () => {
    world.say(...opened())
    let isAway = true
    const { lines } = start({}, feed => ({
      ...feed,
      end: partition => (isAway ? Promise.reject(new Unavailable('master-list-feed')) : feed.end(partition)),
    }))
    await world.time.advance(60_000)
    expect(linesWith(lines, 'master-list-feed is unavailable')).toHaveLength(1)
    isAway = false
    await world.time.advance(10_000)
    expect(told()).toHaveLength(1)
    expect(linesWith(lines, 'master-list-feed is back')).toHaveLength(1)
  })
})
