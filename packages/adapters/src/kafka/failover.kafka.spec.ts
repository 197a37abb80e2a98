import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { homePartition } from '@matchday/domain/inventory/home-partition'
import { gameNumber } from '@matchday/domain/game/ids'
import { tick, until } from '../contracts/sales-log-records.ts'
import { startThrowAwayKafka } from '../testing/kafka.ts'
import { createCluster } from './cluster.ts'
import { settingsOf } from './requests/administer.ts'
import { liesOf, startAppending } from './testing/appending.ts'
import type { KafkaSubject } from './testing/subject.ts'
import { kafkaSubject } from './testing/subject.ts'

const partitions = 3
const games = [1, 2, 3, 4, 5, 6, 7, 8]

describe('a log on three brokers', () => {
  let kafka: Awaited<ReturnType<typeof startThrowAwayKafka>>
  let subject: KafkaSubject
  beforeAll(async () => {
    kafka = await startThrowAwayKafka({ nodes: 3 })
    subject = kafkaSubject(kafka.brokers)
  })
  afterAll(async () => {
    await subject.close()
    await kafka.remove()
  })

  it('loses and doubles nothing when the leader of a partition is killed, and goes on without it', async () => {
    const log = await subject.open('sales', { partitions })
    expect(new Set(games.map(game => homePartition(gameNumber(game), partitions))).size).toBe(partitions)
    const cluster = createCluster(subject.connection, 'sales', 'sales-log')
    const leader = await cluster.leaderOf(0)
    const settings = await cluster.ask(0, () => settingsOf('sales', ['min.insync.replicas']))
    expect(settings.get('min.insync.replicas')).toBe('2')
    cluster.close()

    const appending = startAppending(log, 12, games)
    await until(() => appending.count('appended') > 300)
    const node = kafka.nodes.find(({ broker }) => broker === `${leader.host}:${leader.port}`)
    await node?.kill()
    // The partition that it led goes on as well.
    await until(() => log.append(tick(0)).then(() => true, () => false))
    const before = appending.count('appended')
    await until(() => appending.count('appended') > before + 300)
    await appending.stop()
    expect(await liesOf(appending.told, log)).toEqual([])
  })
})
