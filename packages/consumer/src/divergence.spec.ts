import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { category, game } from '@matchday/domain/testing/world'
import { digestWithinMs } from '@matchday/domain/usecases/state-digest'
import type { Consumer } from './daemon.ts'
import { startConsumer } from './daemon.ts'
import { createParts, linesWith } from './testing/parts.ts'
import type { Rows } from './testing/rows.ts'
import { createRows } from './testing/rows.ts'
import { asks, opened } from './testing/sold-game.ts'
import type { World } from './testing/world.ts'
import { createWorld } from './testing/world.ts'

let world: World
let running: Consumer[]

beforeEach(() => {
  world = createWorld()
  running = []
})
afterEach(async () => {
  await Promise.all(running.map(consumer => consumer.close()))
  expect(world.time.sleepers()).toBe(0)
})

function start(site: string, chance: number) {
  const rows = createRows()
  const made = createParts(world, rows, { site })
  running.push(startConsumer({ ...made.parts, chance: () => chance }))
  return { ...made, rows, alarms: () => linesWith(made.lines, 'DIVERGENCE') }
}

/** As a mistaken statement of SQL would. */
function addToSold(rows: Rows): void {
  const stock = rows.whole().games.get(game(1))
  const first = stock?.categories.get(category(1))
  if (stock === undefined || first === undefined) throw new Error('not on sale')
  const categories = new Map(stock.categories).set(category(1), { ...first, sold: first.sold + 1 })
  rows.whole().games.set(game(1), { ...stock, categories })
}

const digests = (): number => world.entries.filter(({ said }) => said.kind === 'digest-stated').length

/** Long enough for every site to state what came last. */
const statedMs = 4 * digestWithinMs

describe('sites on one log', () => {
  it('find their copies equal, and are silent once everything is stated', async () => {
    world.say(...opened(), asks(1))
    const [a, b] = [start('a', 0.2), start('b', 0.7)]
    await world.time.advance(statedMs)
    const stated = digests()
    expect(stated).toBeGreaterThanOrEqual(3)
    expect(await a.parts.convergence.standings()).toMatchObject([
      { site: 'a', differsFrom: null }, { site: 'b', differsFrom: null },
    ])
    expect([...a.alarms(), ...b.alarms()]).toEqual([])
    await world.time.advance(600_000)
    expect(digests()).toBe(stated)
  })

  it('raise an alarm at both where one copy was changed, and again at every digest', async () => {
    world.say(...opened(), asks(1))
    const [a, b] = [start('a', 0.2), start('b', 0.7)]
    await world.time.advance(statedMs)
    addToSold(b.rows)
    const changedAt = world.entries.length
    world.say(asks(2))
    await world.time.advance(statedMs)
    expect([a.alarms().length, b.alarms().length]).toEqual([1, 1])
    world.say(asks(3))
    await world.time.advance(statedMs)
    for (const [here, other] of [[a, 'b'], [b, 'a']] as const) {
      expect(here.alarms().length).toBeGreaterThan(1)
      const [alarm] = here.alarms()
      expect(alarm).toMatchObject({ level: 50, partition: 0, other })
      expect(alarm?.msg).toMatch(`DIVERGENCE: partition 0: this copy and that of ${other} differ from offset`)
      expect(Number(alarm?.['equalAt'])).toBeLessThan(changedAt)
      expect(Number(alarm?.['differsFrom'])).toBeGreaterThanOrEqual(changedAt)
      const metrics = await here.registry.metrics()
      expect(metrics).toContain(`matchday_divergence_alarms_total{other="${other}"} ${here.alarms().length}`)
      expect(metrics).toContain(`matchday_divergence{partition="0",other="${other}"} 1`)
    }
  })

  it('raise none for what a site states that started later than this one needs', async () => {
    world.say(...opened(), asks(1))
    const a = start('a', 0.2)
    world.say({ kind: 'digest-stated', site: a.parts.site, sentAtMs: null, partition: 0, state: 'f'.repeat(64), at: 1 })
    await world.time.advance(statedMs)
    expect(a.alarms()).toEqual([])
  })
})
