import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { startCuttingProxy } from '@matchday/adapters/testing/cutting-proxy'
import { rowsOf } from '@matchday/adapters/testing/embedded'
import type { TestPostgres } from '@matchday/adapters/testing/postgres'
import { startTestPostgres } from '@matchday/adapters/testing/postgres'
import type { SiteCopy } from '@matchday/domain/ports/site-copy'
import type { ConsumerConfig } from './env.ts'
import { caughtUp, expectEqualToReplay, offsetOf } from './testing/equal-copies.ts'
import type { LocalConsumer } from './testing/local-consumer.ts'
import { startLocalConsumer } from './testing/local-consumer.ts'
import { linesWith } from './testing/parts.ts'
import type { PostgresWorld } from './testing/postgres-world.ts'
import { createPostgresWorld } from './testing/postgres-world.ts'
import { openingOf, trafficOf } from './testing/traffic.ts'
import { until } from './testing/until.ts'

let postgres: TestPostgres
let world: PostgresWorld
let running: LocalConsumer[]

beforeAll(async () => {
  postgres = await startTestPostgres()
}, 60_000)
afterAll(() => postgres.stop(), 60_000)

beforeEach(async () => {
  world = await createPostgresWorld(postgres)
  running = []
  await world.appendAll(openingOf(world.federation))
})
afterEach(async () => {
  await Promise.all(running.map(one => one.close()))
  await world.remove()
})

const start = async (site: string, over: Partial<ConsumerConfig> = {}, change?: (copy: SiteCopy) => SiteCopy) => {
  const started = await startLocalConsumer(world, world.configOf(site, over), change)
  running.push(started)
  return started
}

const terminateBackends = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`

/** Two consumers of site `a` that have both folded the first batch before either commits it. */
async function startTogether(change: (copy: SiteCopy) => SiteCopy) {
  const bothCame = Promise.withResolvers<void>()
  let came = 0
  const meeting = (copy: SiteCopy): SiteCopy => {
    const changed = change(copy)
    return {
      ...changed,
      commit: async batch => {
        if (++came === 2) bothCame.resolve()
        await bothCame.promise
        return changed.commit(batch)
      },
    }
  }
  return Promise.all([start('a', {}, meeting), start('a', {}, meeting)])
}

describe('two consumers of one site at once', () => {
  it('apply every record once', async () => {
    await world.appendAll(trafficOf(6_000))
    const both = await startTogether(copy => copy)
    await caughtUp(world, ['a'])
    await world.appendAll(trafficOf(1_000, { seed: 2 }))
    await start('b')
    await expectEqualToReplay(world, ['a', 'b'])
    expect(both.flatMap(({ lines }) => linesWith(lines, 'standing by')).length).toBeGreaterThan(0)
  }, 60_000)

  it('would not, if the commit did not ask where the partition stands', async () => {
    await world.appendAll(trafficOf(4_000))
    let before: Promise<unknown> = Promise.resolve()
    const heedless = (copy: SiteCopy): SiteCopy => ({
      ...copy,
      commit: batch => {
        const { partition } = batch.changes.partition
        const mine = before.then(async () => {
          const { nextOffset } = await copy.partition(partition)
          return copy.commit({ ...batch, expectedOffset: nextOffset })
        })
        before = mine.catch(() => {})
        return mine
      },
    })
    const both = await startTogether(heedless)
    const ended = await Promise.race(both.map(({ consumer }) => consumer.stopped))
    expect(ended).toMatchObject({ kind: 'failed' })
  }, 60_000)
})

describe('the database', () => {
  it('may end every connection in the middle of any batch', async () => {
    const a = await start('a')
    await start('b')
    for (let round = 1; round <= 6; round++) {
      const before = await offsetOf(world, 'a')
      await world.appendAll(trafficOf(1_500, { seed: round }))
      await until('a goes on', async () => (await offsetOf(world, 'a')) > before)
      await rowsOf(world.databaseOf('a'), terminateBackends)
    }
    await expectEqualToReplay(world, ['a', 'b'])
    expect(linesWith(a.lines, 'consumer stopped')).toEqual([])
  }, 60_000)

  it('may answer a commit that nobody hears', async () => {
    const proxy = await startCuttingProxy(world.databaseOf('a'))
    const a = await start('a', { databaseUrl: proxy.url })
    await start('b')
    for (let round = 1; round <= 4; round++) {
      const before = await offsetOf(world, 'a')
      await world.appendAll(trafficOf(1_500, { seed: round }))
      await until('a goes on', async () => (await offsetOf(world, 'a')) > before)
      proxy.cutNextAnswers(round % 2 === 0 ? 'end' : 'reset')
      await until('the loss was noticed', () => linesWith(a.lines, 'the database is unavailable').length === round)
      await proxy.shut()
      await proxy.open()
    }
    await expectEqualToReplay(world, ['a', 'b'])
    await until('the end of the outage was told', () => linesWith(a.lines, 'the database is back').length === 4)
    await a.close()
    await proxy.shut()
  }, 60_000)
})

describe('the log', () => {
  it('may be gone and come back', async () => {
    const proxy = await startCuttingProxy(world.logUrl)
    const a = await start('a', { salesLog: { kind: 'postgres', url: proxy.url } })
    await start('b')
    await world.appendAll(trafficOf(2_000))
    await caughtUp(world, ['a'])
    await proxy.shut()
    await world.appendAll(trafficOf(2_000, { seed: 2 }))
    await until('the outage was noticed', () => linesWith(a.lines, 'the sales-log is unavailable').length === 1)
    await proxy.open()
    await expectEqualToReplay(world, ['a', 'b'])
    expect(linesWith(a.lines, 'the sales-log is back')).toHaveLength(1)
    expect(linesWith(a.lines, 'unavailable')).toHaveLength(1)
    await a.close()
    await proxy.shut()
  }, 60_000)

  it('that lost records which this site folded stops the consumer', async () => {
    const a = await start('a')
    await world.appendAll(trafficOf(100))
    await caughtUp(world, ['a'])
    await rowsOf(world.logUrl, 'UPDATE log_head SET next_offset = next_offset - 1')
    expect(await a.consumer.stopped).toMatchObject({ kind: 'failed' })
    expect(a.lines.at(-1)?.msg).toContain('the log was truncated')
  }, 60_000)
})
