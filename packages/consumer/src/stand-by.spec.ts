import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { MemberId } from '@matchday/domain/ports/membership'
import type { Consumer } from './daemon.ts'
import { startConsumer } from './daemon.ts'
import { rolesOf } from './ownership.ts'
import { batchMax } from './sales-loop.ts'
import { freshWithinMs } from '@matchday/domain/reservation/sold-out'
import { attendEveryMs, goneAfterMs } from './share-partitions.ts'
import { standByMs } from './stand-by.ts'
import { createParts, linesWith, newMember } from './testing/parts.ts'
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

const ids = [newMember(), newMember()]
const roleOf = (member: MemberId) => rolesOf(member, ids, 1).get(0)
const [owner = newMember()] = ids.filter(id => roleOf(id) === 'owner')
const [next = newMember()] = ids.filter(id => roleOf(id) === 'stand-by')

/** Start a consumer; one that is killed later does not say that it leaves. */
const start = (member: MemberId) => {
  const made = createParts(world, rows, { member })
  const membership = { ...made.parts.membership, leave: () => Promise.resolve() }
  const consumer = startConsumer({ ...made.parts, membership })
  running.push(consumer)
  return { ...made, consumer }
}

describe('two consumers of one site', () => {
  it.each([
    ['owns the partition', [owner, next]],
    ['is to own it next', [next, owner]],
  ])('apply every record once, also where the one that comes first %s', async (_, members) => {
    world.say(...opened(), ...asksFor(3 * batchMax))
    const [first, second] = members.map(start)
    await world.time.advance(5_000)
    for (let number = 1; number <= 50; number++) {
      world.say(asks(10_000 + number))
      await world.time.advance(20)
    }
    expect(rows.held()).toBe(3 * batchMax + 50)
    const idle = members[0] === next ? first : second
    expect(linesWith(idle?.lines ?? [], 'standing by').length).toBeGreaterThan(0)
  })

  it('never lose more than a moment when the one that owns the partition is killed', async () => {
    world.say(...opened())
    const first = start(owner)
    const second = start(next)
    await world.time.advance(5_000)
    await first.consumer.close()
    world.say(asks(20_000))
    await world.time.advance(4 * standByMs)
    expect(rows.held()).toBe(1)
    expect(linesWith(second.lines, 'taking over')).toHaveLength(1)
    await world.time.advance(goneAfterMs + attendEveryMs)
    world.say(asks(20_001))
    await world.time.settle()
    expect(rows.held()).toBe(2)
  })

  it('keep readers up to date also when the one that owns the partition is killed in a quiet log', async () => {
    world.say(...opened())
    const first = start(owner)
    start(next)
    await world.time.advance(5_000)
    await first.consumer.close()
    const told = rows.caughtUpAtMs.length
    await world.time.advance(goneAfterMs - 2 * attendEveryMs)
    const gaps = rows.caughtUpAtMs.slice(told - 1).map((at, index, all) => at - (all[index - 1] ?? at))
    expect(gaps.length).toBeGreaterThan(3)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(freshWithinMs)
  })

  it('never take turns while both are well', async () => {
    world.say(...opened())
    start(owner)
    start(next)
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
