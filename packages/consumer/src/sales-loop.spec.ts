import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Said } from '@matchday/domain/inventory/entry'
import { category, game, listed, opening, site } from '@matchday/domain/testing/world'
import type { Consumer } from './daemon.ts'
import { startConsumer } from './daemon.ts'
import { batchMax, pollMs } from './sales-loop.ts'
import { createParts, linesWith } from './testing/parts.ts'
import type { Rows } from './testing/rows.ts'
import { createRows } from './testing/rows.ts'
import { asks, asksFor, opened } from './testing/sold-game.ts'
import type { World } from './testing/world.ts'
import { createWorld } from './testing/world.ts'

let world: World
let rows: Rows
let running: Consumer[]

beforeEach(() => {
  world = createWorld()
  rows = createRows()
  running = []
})
afterEach(async () => {
  await Promise.all(running.map(consumer => consumer.close()))
  expect(world.time.sleepers()).toBe(0)
  expect(world.listeners.size).toBe(0)
})

const start = (made = createParts(world, rows)) => {
  const consumer = startConsumer(made.parts)
  running.push(consumer)
  return { ...made, consumer }
}

describe('following the log', () => {
  it('folds what is there, then what is appended, at once', async () => {
    world.say(...opened(), asks(1))
    start()
    await world.time.settle()
    expect(rows.held()).toBe(1)
    world.say(asks(2))
    await world.time.settle()
    expect(rows.held()).toBe(2)
  })

  it('finds within a poll what nobody told it of', async () => {
    world.say(...opened())
    start()
    await world.time.settle()
    const [wake] = world.listeners
    world.listeners.clear()
    world.say(asks(1))
    await world.time.advance(pollMs)
    expect(rows.held()).toBe(1)
    if (wake !== undefined) world.listeners.add(wake)
  })

  it('loses no record that is appended just after it looked', async () => {
    world.say(...opened())
    const { hooks } = start()
    await world.time.settle()
    // The read has its records, but has not returned yet.
    hooks.onRead = () => {
      hooks.onRead = () => {}
      world.say(asks(2))
    }
    world.say(asks(1))
    await world.time.settle()
    expect(rows.held()).toBe(2)
  })

  it('takes everything that arrived during a commit in the next one', async () => {
    world.say(...opened())
    const { hooks } = start()
    await world.time.settle()
    const gate = Promise.withResolvers<void>()
    hooks.onCommit = () => gate.promise
    world.say(asks(1))
    await world.time.settle()
    for (let number = 2; number <= 20; number++) world.say(asks(number))
    gate.resolve()
    await world.time.settle()
    expect(rows.sizes()).toEqual([2, 1, 19])
  })

  it('reads the next chunk while one commits', async () => {
    world.say(...opened(), ...asksFor(2 * batchMax))
    const made = createParts(world, rows)
    const gate = Promise.withResolvers<void>()
    const readsAtCommit: number[][] = []
    const reads: number[] = []
    made.hooks.onRead = offset => void reads.push(offset)
    made.hooks.onCommit = async () => {
      readsAtCommit.push([...reads])
      await gate.promise
    }
    start(made)
    await world.time.settle()
    expect(readsAtCommit).toEqual([[0, batchMax]])
    gate.resolve()
    await world.time.settle()
    expect(reads).toEqual([0, batchMax, 2 * batchMax])
    expect(rows.sizes()).toEqual([batchMax, batchMax, 2])
  })

  it('tells readers several times a second that it stands at the end', async () => {
    world.say(...opened())
    start()
    await world.time.advance(10_000)
    const reports = rows.caughtUpAtMs
    const gaps = reports.slice(1).map((at, index) => at - (reports[index] ?? 0))
    expect(reports.length).toBeGreaterThan(20)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(300)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100)
  })

  it('does not tell them so at every false alarm', async () => {
    world.say(...opened())
    start()
    await world.time.advance(1_000)
    const before = rows.caughtUpAtMs.length
    for (let alarm = 0; alarm < 20; alarm++) {
      for (const wake of world.listeners) wake()
      await world.time.settle()
    }
    expect(rows.caughtUpAtMs.length - before).toBeLessThanOrEqual(1)
  })

  it('says once that it caught up', async () => {
    world.say(...opened(), ...asksFor(batchMax))
    const { lines } = start()
    await world.time.settle()
    world.say(asks(batchMax + 1))
    await world.time.advance(5_000)
    expect(linesWith(lines, 'caught up')).toMatchObject([{ partition: 0, nextOffset: batchMax + 2 }])
  })
})

describe('what cannot be applied', () => {
  it('is told with reason and position, and counted', async () => {
    world.say(asks(1), ...opened(), { kind: 'malformed', reason: 'not-json' })
    const { lines, registry } = start()
    await world.time.settle()
    expect(linesWith(lines, 'dead letter')).toMatchObject([
      { partition: 0, offset: 0, reason: 'no-federation' },
      { partition: 0, offset: 3, reason: 'not-json' },
    ])
    expect(await registry.metrics()).toContain('matchday_consumer_dead_letters_total{reason="not-json"} 1')
  })

  it('floods no log file', async () => {
    world.say(...opened(), ...asksFor(500).map((): Said => ({ kind: 'malformed', reason: 'not-json' })))
    const { lines, registry } = start()
    await world.time.settle()
    expect(linesWith(lines, 'dead letter')).toHaveLength(11)
    expect(linesWith(lines, 'dead letters')).toMatchObject([{ more: 490 }])
    expect(await registry.metrics()).toContain('matchday_consumer_dead_letters_total{reason="not-json"} 500')
  })

  it('is said of seats that were announced beyond what there was', async () => {
    const announced: Said = {
      kind: 'announced', action: 'reserved', site: site('loud'), sentAtMs: null, game: game(1),
      lines: [{ category: category(1), quantity: 7, price: 10 }],
    }
    world.say(opening(), listed(1, { 1: 5 }), announced)
    const { lines, registry } = start()
    await world.time.settle()
    expect(linesWith(lines, 'oversold')).toMatchObject([
      { partition: 0, offset: 2, game: 1, category: 1, site: 'loud', seats: 2, total: 2 },
    ])
    expect(await registry.metrics()).toContain('matchday_consumer_oversold_seats_total 2')
  })
})
