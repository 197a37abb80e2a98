import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Misconfigured } from '@matchday/adapters/config/misconfigured'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { federationOf, opening, toolsFor } from '@matchday/domain/testing/world'
import type { Consumer } from './daemon.ts'
import { startConsumer } from './daemon.ts'
import { batchMax, pollMs } from './sales-loop.ts'
import { createParts } from './testing/parts.ts'
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

describe('the start', () => {
  it('checks the log before anything is folded', async () => {
    const { parts } = createParts(world, rows, { site: 'nobody' })
    const refusal = new Misconfigured('the site nobody is not in the roster of federation.json')
    expect(() => startConsumer(parts)).toThrow(refusal)
    await world.time.settle()
    expect(world.listeners.size + world.time.sleepers()).toBe(0)
  })
})

describe('the end', () => {
  it('waits for the batch in flight, and reads no more', async () => {
    world.say(...opened(), ...asksFor(2 * batchMax))
    const made = createParts(world, rows)
    const gate = Promise.withResolvers<void>()
    made.hooks.onCommit = () => gate.promise
    const { consumer } = start(made)
    await world.time.settle()
    let isClosed = false
    const closed = consumer.close().then(() => {
      isClosed = true
    })
    await world.time.settle()
    expect(isClosed).toBe(false)
    gate.resolve()
    await closed
    expect(rows.sizes()).toEqual([batchMax])
    expect(await consumer.stopped).toEqual({ kind: 'closed' })
  })

  it('comes at once during an outage', async () => {
    const made = createParts(world, rows)
    made.hooks.onRead = () => {
      throw new Unavailable('sales-log')
    }
    const { consumer } = start(made)
    await world.time.advance(30_000)
    await consumer.close()
    expect(await consumer.stopped).toEqual({ kind: 'closed' })
  })

  it('comes with one clear line where the log was cut off behind this site', async () => {
    world.say(...opened(), asks(1))
    const { consumer, lines } = start()
    await world.time.settle()
    world.entries.splice(1)
    await world.time.advance(pollMs)
    const ended = await consumer.stopped
    expect(ended).toMatchObject({ kind: 'failed' })
    expect(lines.at(-1)).toMatchObject({ level: 60 })
    expect(lines.at(-1)?.msg).toMatch(/this site goes on from 3.*truncated/)
  })

  it('comes before a federation that this site does not have; what stands before it is folded', async () => {
    world.say(...opened(), asks(1), opening(2), asks(2))
    const { consumer, lines } = start()
    await world.time.settle()
    expect(await consumer.stopped).toMatchObject({ kind: 'failed' })
    expect(lines.at(-1)?.msg).toMatch(/partition 0 stops before offset 3: version 2 of federation.json/)
    expect(rows.held()).toBe(1)
    expect(rows.whole().partition.nextOffset).toBe(3)
  })

  it('is not needed for one that it has', async () => {
    world.say(...opened(), asks(1), opening(2), asks(2))
    start(createParts(world, rows, { tools: toolsFor(federationOf(1), federationOf(2)) }))
    await world.time.settle()
    expect(rows.held()).toBe(2)
  })

  it('comes when an invariant is broken, and skips no record', async () => {
    world.say(...opened())
    const { consumer, hooks } = start()
    await world.time.settle()
    hooks.onCommit = () => {
      throw new Error('the counters do not add up')
    }
    world.say(asks(1))
    await world.time.settle()
    expect(await consumer.stopped).toMatchObject({ kind: 'failed', error: { message: 'the counters do not add up' } })
    expect(rows.whole().partition.nextOffset).toBe(2)
  })
})
