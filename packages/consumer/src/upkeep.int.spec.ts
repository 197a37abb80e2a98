import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { openSite } from '@matchday/adapters/postgres/open-site'
import { rowsOf } from '@matchday/adapters/testing/embedded'
import type { TestPostgres } from '@matchday/adapters/testing/postgres'
import { startTestPostgres } from '@matchday/adapters/testing/postgres'
import type { CategoryNumber, GameNumber } from '@matchday/domain/game/ids'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { ReservationId, SessionId } from '@matchday/domain/reservation/ids'
import type { ReservationRecord } from '@matchday/domain/reservation/reservation'
import { buyer, hold } from '@matchday/domain/testing/world'
import type { LocalConsumer } from './testing/local-consumer.ts'
import { startLocalConsumer } from './testing/local-consumer.ts'
import type { PostgresWorld } from './testing/postgres-world.ts'
import { createPostgresWorld } from './testing/postgres-world.ts'
import { holdBy, openingOf } from './testing/traffic.ts'
import { until } from './testing/until.ts'

let postgres: TestPostgres
let world: PostgresWorld
let running: LocalConsumer[]

beforeAll(async () => {
  postgres = await startTestPostgres()
}, 60_000)
afterAll(() => postgres.stop())

beforeEach(async () => {
  world = await createPostgresWorld(postgres, { perBuyerTournament: 3 })
  await world.appendAll(openingOf(world.federation))
  running = []
})
afterEach(async () => {
  await Promise.all(running.map(one => one.close()))
  await world.remove()
})

const start = async (...sites: string[]) => {
  for (const site of sites) running.push(await startLocalConsumer(world, world.configOf(site)))
}

const statesAt = async (site: string) => {
  const rows = await rowsOf(world.databaseOf(site), 'SELECT state FROM hold ORDER BY id')
  return rows.map(row => (row as { state: string }).state)
}

const kindsInLog = async () => {
  const { entries } = await world.salesLog.read({ partition: 0, offset: 0 }, 1_000)
  return entries.map(({ said }) => said.kind)
}

describe('two sites on a quiet log', () => {
  it('see a hold end by itself', async () => {
    await start('a', 'b')
    await world.appendAll([holdBy('a', 1, { ttlMs: 100 })])
    for (const site of ['a', 'b']) {
      await until(`it expired at ${site}`, async () => (await statesAt(site))[0] === 'expired')
    }
    expect((await kindsInLog()).filter(kind => kind === 'ticked').length).toBeLessThanOrEqual(2)
  }, 60_000)

  it('see what is over the limit per tournament given back, once, by the site that asked for it', async () => {
    const one = { buyer: buyer(7), quantity: 2 }
    await world.appendAll([holdBy('a', 1, one), holdBy('a', 2, { ...one, game: 2 as GameNumber })])
    await start('a', 'b')
    for (const site of ['a', 'b']) {
      await until(`it is released at ${site}`, async () => (await statesAt(site)).join() === 'held,released')
    }
    expect((await kindsInLog()).filter(kind => kind === 'release-requested')).toHaveLength(1)
  }, 60_000)
})

describe('a reservation of a process that died before its append', () => {
  const record = (number: number, createdAtMs: number): ReservationRecord => ({
    id: hold(number) as string as ReservationId,
    session: hold(9) as string as SessionId,
    site: 'a' as SiteId,
    buyer: buyer(1),
    contact: { email: 'a@example.org', name: 'A', country: null },
    items: [{
      game: 1 as GameNumber, category: 1 as CategoryNumber, quantity: 1, price: 10, currency: 'USD',
      holds: [{ id: hold(number), quantity: 1 }],
    }],
    bodyHash: 'body',
    createdAtMs,
    abandonedAtMs: null,
  })

  it('is marked; those that were heard of or are young are not', async () => {
    const site = openSite(world.databaseOf('a'), Date.now)
    const old = Date.now() - 600_000
    for (const one of [record(1, old), record(2, old), record(3, Date.now())]) await site.reservations.open(one, null)
    await world.appendAll([holdBy('a', 2)])
    await start('a')
    const marks = async () =>
      (await rowsOf(world.databaseOf('a'), 'SELECT abandoned_at_ms IS NOT NULL AS marked FROM reservation ORDER BY id'))
        .map(row => (row as { marked: boolean }).marked)
    await until('the first is marked', async () => (await marks())[0] === true)
    expect(await marks()).toEqual([true, false, false])
    await site.close()
  }, 60_000)
})
