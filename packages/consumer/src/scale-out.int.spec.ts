import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sha256 } from '@matchday/adapters/federation/fold-tools'
import { openBulkPool } from '@matchday/adapters/postgres/bulk-pool'
import { migrate } from '@matchday/adapters/postgres/migrate'
import { openSite } from '@matchday/adapters/postgres/open-site'
import { readCopy } from '@matchday/adapters/postgres/read-copy'
import { recountRows } from '@matchday/adapters/postgres/recount-rows'
import type { TestPostgres } from '@matchday/adapters/testing/postgres'
import { startTestPostgres } from '@matchday/adapters/testing/postgres'
import { differencesBetween } from '@matchday/domain/inventory/compare-copies'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { Registry } from 'prom-client'
import { startConsumer } from './daemon.ts'
import type { ConsumerProcess } from './testing/consumer-process.ts'
import { environmentOf, startConsumerProcess } from './testing/consumer-process.ts'
import { expectEqualToReplay, offsetOf } from './testing/equal-copies.ts'
import { killable } from './testing/killable.ts'
import { createLines, linesWith, newMember } from './testing/parts.ts'
import { createPostgresWorld } from './testing/postgres-world.ts'
import { replayLog } from './testing/replayed-rows.ts'
import { openSharedLog } from './testing/shared-log.ts'
import { openingOf, trafficOf } from './testing/traffic.ts'
import { until } from './testing/until.ts'
import { realPause } from './time.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
}, 60_000)
afterAll(() => postgres.stop())

describe('consumer processes of one site', () => {
  it('take turns on the one partition of the log in Postgres, killed and started as they come', async () => {
    const world = await createPostgresWorld(postgres)
    const start = (site: string): ConsumerProcess => startConsumerProcess(environmentOf(world.configOf(site)))
    const running = [start('a'), start('a')]
    const other = start('b')
    try {
      await world.appendAll(openingOf(world.federation))
      for (let round = 1; round <= 3; round++) {
        const before = await offsetOf(world, 'a')
        await world.appendAll(trafficOf(3_000, { seed: round }))
        await until('site a folds', async () => (await offsetOf(world, 'a')) > before)
        running.push(start('a'))
        await running.shift()?.end('SIGKILL')
      }
      await expectEqualToReplay(world, ['a', 'b'])
    } finally {
      await Promise.all([...running, other].map(one => one.end('SIGKILL')))
      await world.remove()
    }
  }, 120_000)
})

describe('consumers who share a dozen partitions', () => {
  it('keep one copy in Postgres true, one killed, one joining, one leaving', async () => {
    const url = await postgres.freshDatabase()
    await migrate(url, 'site')
    const shared = await openSharedLog(Date.now, 12)
    const join = () => {
      const site = openSite(url, Date.now)
      const { copy, decisions, reservations, convergence, membership } = site
      const { log, lines } = createLines()
      const { parts, kill } = killable({
        site: 'a' as SiteId, federation: shared.federation, tools: shared.tools, salesLog: shared.open(),
        copy, decisions, reservations, convergence, member: newMember(), membership,
        clock: Date.now, chance: Math.random, pause: realPause, log, registry: new Registry(),
      })
      const consumer = startConsumer(parts)
      return { kill, lines, leave: () => consumer.close(), site }
    }
    const isShared = (members: readonly ReturnType<typeof join>[]) => (): boolean =>
      members.every(({ lines }) => linesWith(lines, 'shared anew').at(-1)?.['consumers'] === members.length)
    let seed = 0
    const fight = () => shared.fight(400, ++seed)
    const members = [join(), join(), join()]
    await fight()
    await until('three share', isShared(members))
    await fight()
    members[0]?.kill()
    for (let round = 0; round < 10; round++) await fight()
    const fourth = join()
    await fight()
    await members[1]?.leave()
    await fight()
    const pool = openBulkPool(url, { max: 2 })
    try {
      for (const partition of shared.partitions) {
        // Holds go on ending, so the log may go on while they are read.
        await until(`partition ${partition} is what its log says`, async () => {
          const { whole } = await replayLog(shared.open(), shared.tools, 'a', partition)
          const copy = await readCopy(pool, partition)
          const isThere = copy.partition.nextOffset === whole.partition.nextOffset
          if (isThere) expect(differencesBetween(copy, whole)).toEqual([])
          return isThere
        })
      }
      expect(await recountRows(pool, sha256, () => {})).toEqual([])
    } finally {
      await Promise.all([members[2]?.leave(), fourth.leave()])
      await pool.close()
      await Promise.all([...members, fourth].map(({ site }) => site.close()))
    }
  }, 120_000)
})
