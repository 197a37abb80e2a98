import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { TestPostgres } from '@matchday/adapters/testing/postgres'
import { startTestPostgres } from '@matchday/adapters/testing/postgres'
import type { ConsumerProcess } from './testing/consumer-process.ts'
import { environmentOf, startConsumerProcess } from './testing/consumer-process.ts'
import { expectEqualToReplay, offsetOf } from './testing/equal-copies.ts'
import type { PostgresWorld } from './testing/postgres-world.ts'
import { createPostgresWorld } from './testing/postgres-world.ts'
import { openingOf, trafficOf } from './testing/traffic.ts'
import { until } from './testing/until.ts'

let postgres: TestPostgres
let world: PostgresWorld
let running: ConsumerProcess[]

beforeAll(async () => {
  postgres = await startTestPostgres()
}, 60_000)
afterAll(() => postgres.stop())

beforeEach(async () => {
  world = await createPostgresWorld(postgres)
  running = []
  await world.appendAll(openingOf(world.federation))
})
afterEach(async () => {
  await Promise.all(running.map(one => one.end('SIGKILL')))
  await world.remove()
})

const start = (site: string): ConsumerProcess => {
  const started = startConsumerProcess(environmentOf(world.configOf(site)))
  running.push(started)
  return started
}

/** Wait until a site is well within what there is to fold. */
const midway = (site: string, offset: number) =>
  until(`${site} folds past ${offset}`, async () => (await offsetOf(world, site)) > offset)

describe('a consumer process', () => {
  it('that is killed again and again applies every record once', async () => {
    for (let round = 1; round <= 4; round++) {
      await world.appendAll(trafficOf(3_000, { seed: round }))
      const before = await offsetOf(world, 'a')
      const started = start('a')
      await midway('a', before)
      expect(await started.end('SIGKILL')).toBeNull()
    }
    start('a')
    start('b')
    await expectEqualToReplay(world, ['a', 'b'])
  }, 120_000)

  it('finishes the batch in flight when it is asked to stop, and goes on from there', async () => {
    await world.appendAll(trafficOf(30_000))
    const first = start('a')
    await midway('a', 0)
    expect(await first.end('SIGTERM')).toBe(0)
    expect(first.output()).toContain('consumer stopped')
    expect(await offsetOf(world, 'a')).toBeLessThan(await world.salesLog.end(0))
    start('a')
    start('b')
    await expectEqualToReplay(world, ['a', 'b'])
  }, 120_000)
})
