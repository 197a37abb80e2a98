import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Consumer } from './daemon.ts'
import { startConsumer } from './daemon.ts'
import { batchMax } from './sales-loop.ts'
import { standByMs } from './stand-by.ts'
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

describe('two consumers of one site', () => {
  it('apply every record once; one stands by, and takes over when the other is gone', async () => {
    world.say(...opened(), ...asksFor(3 * batchMax))
    const first = start()
    const second = start()
    await world.time.advance(5_000)
    for (let number = 1; number <= 50; number++) {
      world.say(asks(10_000 + number))
      await world.time.advance(20)
    }
    expect(rows.held()).toBe(3 * batchMax + 50)
    const stoodBy = [first, second].filter(({ lines }) => linesWith(lines, 'standing by').length > 0)
    expect(stoodBy).toHaveLength(1)
    const [idle] = stoodBy
    await [first, second].find(one => one !== idle)?.consumer.close()
    world.say(asks(20_000))
    await world.time.advance(4 * standByMs)
    expect(rows.held()).toBe(3 * batchMax + 51)
    expect(linesWith(idle?.lines ?? [], 'taking over')).toHaveLength(1)
  })

  it('never take turns while both are well', async () => {
    world.say(...opened())
    start()
    start()
    let refused = 0
    await world.time.advance(3_000)
    const commitsBefore = rows.commits.length
    const count = 200
    for (let number = 1; number <= count; number++) {
      world.say(asks(number))
      await world.time.advance(7)
      if (rows.held() !== number) refused++
    }
    expect(refused).toBe(0)
    expect(rows.commits.length - commitsBefore).toBe(count)
  })
})
