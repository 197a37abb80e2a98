import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { rowsOf } from '@matchday/adapters/testing/embedded'
import type { TestPostgres } from '@matchday/adapters/testing/postgres'
import { startTestPostgres } from '@matchday/adapters/testing/postgres'
import { noticeAgainMs } from '@matchday/domain/usecases/give-notice'
import type { ConsumerProcess } from './testing/consumer-process.ts'
import { environmentOf, startConsumerProcess } from './testing/consumer-process.ts'
import { caughtUp, expectEqualToReplay, offsetOf } from './testing/equal-copies.ts'
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
  world = await createPostgresWorld(postgres, { announcing: ['loud'] })
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

type Told = { readonly key: string; readonly owed: number; readonly told: number }

/** What site a owed a notice for, by its journal, and how often the log tells of it. */
const toldBy = async (site: string): Promise<Told[]> => {
  const rows = await rowsOf(world.databaseOf(site), `
    SELECT concat_ws('|', reason, game, category, quantity, price, hold) AS key,
      count(*) FILTER (WHERE kind <> 'notice')::int AS owed, count(*) FILTER (WHERE kind = 'notice')::int AS told
    FROM (
      SELECT *, CASE
        WHEN kind IN ('hold-refused', 'sale-refused') THEN 'refused'
        WHEN kind IN ('hold-repeated', 'hold-conflict') THEN 'duplicate'
        WHEN kind = 'hold-expired' THEN 'expired'
        WHEN kind = 'notice' THEN detail ->> 'reason'
      END AS reason
      FROM journal WHERE site = '${site}'
    ) AS lines
    WHERE reason IS NOT NULL GROUP BY 1`)
  return rows as Told[]
}

const othersText = 'SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'

/** As if so much time had passed since processes that are dead took them; first what they began must have ended. */
const longAgo = async (site: string): Promise<void> => {
  const url = world.databaseOf(site)
  await until(`nobody works on ${site}`, async () => (await rowsOf(url, othersText)).length === 0)
  await rowsOf(url, `UPDATE notice SET taken_at_ms = taken_at_ms - ${noticeAgainMs + 1}`)
}

const openAt = async (site: string): Promise<number> =>
  (await rowsOf(world.databaseOf(site), 'SELECT FROM notice')).length

describe('notices to a site that does not wait for the log', () => {
  it('are one for each refused, expired or repeated hold, though consumers are killed and stand by', async () => {
    for (let round = 1; round <= 2; round++) {
      await world.appendAll(trafficOf(800, { seed: round }))
      const before = await offsetOf(world, 'a')
      const both = [start('a'), start('a')]
      await until('a is well on its way', async () => (await offsetOf(world, 'a')) > before + 200)
      await Promise.all(both.map(one => one.end('SIGKILL')))
      await longAgo('a')
    }
    start('a')
    start('b')
    await until('all notices are in the log', async () => {
      await caughtUp(world, ['a', 'b'])
      return (await openAt('a')) + (await openAt('b')) === 0
    })
    for (const site of ['a', 'b']) {
      const all = await toldBy(site)
      const reasons = new Set(all.map(({ key }) => key.split('|')[0] ?? ''))
      expect([...reasons].sort()).toEqual(['duplicate', 'expired', 'refused'])
      expect(all.filter(({ owed, told }) => owed !== told)).toEqual([])
    }
    await expectEqualToReplay(world, ['a', 'b'])
  }, 120_000)
})
