import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import type { Consumer } from './daemon.ts'
import { startConsumer } from './daemon.ts'
import { createParts, linesWith } from './testing/parts.ts'
import type { Rows } from './testing/rows.ts'
import { createRows } from './testing/rows.ts'
import { asks, opened } from './testing/sold-game.ts'
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

describe('an outage', () => {
  it.each(['sales-log', 'database'] as const)('of the %s is survived, and told in two lines', async part => {
    world.say(...opened())
    const { hooks, lines, registry } = start()
    await world.time.settle()
    const fail = (): void => {
      throw new Unavailable(part, new Error('connection refused'))
    }
    if (part === 'sales-log') hooks.onRead = fail
    else hooks.onLoad = fail
    world.say(asks(1))
    await world.time.advance(60_000)
    expect(rows.held()).toBe(0)
    hooks.onRead = () => {}
    hooks.onLoad = () => {}
    await world.time.advance(10_000)
    expect(rows.held()).toBe(1)
    expect(linesWith(lines, part)).toMatchObject([
      { msg: `the ${part} is unavailable; trying again`, cause: 'connection refused' },
      { msg: `the ${part} is back` },
    ])
    expect(await registry.metrics()).toContain(`matchday_consumer_outages_total{part="${part}"} 1`)
  })

  it('is waited for with ever fewer tries', async () => {
    world.say(...opened())
    const { hooks } = start()
    await world.time.settle()
    let tries = 0
    hooks.onRead = () => {
      tries++
      throw new Unavailable('sales-log')
    }
    await world.time.advance(60_000)
    expect(tries).toBeGreaterThan(10)
    expect(tries).toBeLessThan(30)
  })

  it('that hides whether a commit was written applies nothing twice', async () => {
    world.say(...opened())
    const { hooks, lines } = start()
    await world.time.settle()
    hooks.onCommit = async write => {
      hooks.onCommit = () => {}
      await write()
      throw new Unavailable('database')
    }
    world.say(asks(1))
    await world.time.advance(1_000)
    world.say(asks(2))
    await world.time.settle()
    expect(rows.sizes()).toEqual([2, 1, 1])
    expect(linesWith(lines, 'standing by')).toEqual([])
  })
})
