import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { rowsOf } from '@matchday/adapters/testing/embedded'
import type { TestPostgres } from '@matchday/adapters/testing/postgres'
import { startTestPostgres } from '@matchday/adapters/testing/postgres'
import { noDigestPlan, stateDigest } from '@matchday/domain/usecases/state-digest'
import { caughtUp } from './testing/equal-copies.ts'
import type { LocalConsumer } from './testing/local-consumer.ts'
import { startLocalConsumer } from './testing/local-consumer.ts'
import { linesWith } from './testing/parts.ts'
import type { PostgresWorld } from './testing/postgres-world.ts'
import { createPostgresWorld } from './testing/postgres-world.ts'
import { openingOf, trafficOf } from './testing/traffic.ts'

let postgres: TestPostgres
let world: PostgresWorld
let a: LocalConsumer
let b: LocalConsumer

beforeAll(async () => {
  postgres = await startTestPostgres()
}, 60_000)
afterAll(() => postgres.stop())

beforeEach(async () => {
  world = await createPostgresWorld(postgres)
  a = await startLocalConsumer(world, world.configOf('a'))
  b = await startLocalConsumer(world, world.configOf('b'))
})
afterEach(async () => {
  await Promise.all([a.close(), b.close()])
  await world.remove()
})

/** Each site states what it had at the last digest, as it does by itself every now and then. */
async function stateAll(): Promise<void> {
  for (const { parts } of [a, b, a]) {
    await caughtUp(world, ['a', 'b'])
    await stateDigest(parts, 0, { ...noDigestPlan, dueAtMs: 0 })
  }
  await caughtUp(world, ['a', 'b'])
}

const alarmsOf = ({ lines }: LocalConsumer) => linesWith(lines, 'DIVERGENCE')
const standingsAt = async ({ parts }: LocalConsumer) =>
  (await parts.convergence.standings()).map(({ site, differsFrom }) => [site, differsFrom === null])

describe('two copies in Postgres', () => {
  beforeEach(async () => {
    await world.appendAll([...openingOf(world.federation), ...trafficOf(300)])
    await stateAll()
  })

  it('are found equal', async () => {
    for (const site of [a, b]) {
      expect(await standingsAt(site)).toEqual([['a', true], ['b', true]])
      expect(alarmsOf(site)).toEqual([])
    }
  })

  it.each([
    ['a counter', 'UPDATE category_stock SET sold = sold + 1 WHERE game = 1 AND category = 2'],
    ['a price', 'UPDATE category_stock SET price = price + 1 WHERE game = 2 AND category = 1'],
    ['a sum of hold rows', "UPDATE game SET holds_sum = repeat('0', 64) WHERE game = 3"],
  ])('raise an alarm at both sites once %s of one was changed', async (_, statement) => {
    await caughtUp(world, ['a', 'b'])
    await rowsOf(world.databaseOf('b'), statement)
    await world.appendAll(trafficOf(20, { seed: 2 }))
    await stateAll()
    for (const [site, other] of [[a, 'b'], [b, 'a']] as const) {
      expect(alarmsOf(site)[0]).toMatchObject({ level: 50, partition: 0, other })
      expect(await standingsAt(site)).toContainEqual([other, false])
    }
  })
})
