import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AppendOutcomeUnknown, Unavailable } from '@matchday/domain/ports/unavailable'
import { allOf } from '../contracts/sales-log-records.ts'
import type { TestKafka } from '../testing/kafka.ts'
import { startTestKafka } from '../testing/kafka.ts'
import { createBatchSender } from './batch-sender.ts'
import type { Cluster } from './cluster.ts'
import { createCluster } from './cluster.ts'
import { LinkBroken } from './link.ts'
import { createPartitionProducer } from './partition-producer.ts'
import { newProducerId } from './requests/administer.ts'
import type { KafkaSubject } from './testing/subject.ts'
import { kafkaSubject } from './testing/subject.ts'

const record = { key: null, value: '{}', headers: [] }

describe('a producer and a real log', () => {
  let kafka: TestKafka
  let subject: KafkaSubject
  beforeAll(async () => {
    kafka = await startTestKafka()
    subject = kafkaSubject(kafka.brokers)
  })
  afterAll(async () => {
    await subject.close()
    await kafka.stop()
  })

  /** Whose answers are lost while `isDeaf`; what it sent is kept. */
  const deafProducer = (cluster: Cluster, topic: string) => {
    const sendBatch = createBatchSender(cluster)
    const state = { isDeaf: false, nowMs: 0, sent: [] as Buffer[], topic }
    const producer = createPartitionProducer({
      send: async batch => {
        state.sent.push(Buffer.from(batch))
        const offset = await sendBatch(0, batch)
        if (state.isDeaf) throw new LinkBroken({ host: 'broker', port: 1 }, 'deaf')
        return offset
      },
      newId: () => cluster.ask(0, newProducerId),
      onMoved: () => {},
      unavailable: cause => new Unavailable('sales-log', cause),
      clock: () => Date.now(),
      time: { nowMs: () => state.nowMs, pause: async ms => { state.nowMs += ms } },
    })
    return { state, producer, send: (batch: Buffer) => sendBatch(0, batch) }
  }

  it('that sends a batch again has it once, where it was the first time', async () => {
    const topic = kafka.freshTopic('again')
    const log = await subject.open(topic)
    const cluster = createCluster(subject.connection, topic, 'sales-log')
    const { state, producer, send } = deafProducer(cluster, topic)
    for (let at = 0; at < 3; at++) expect(await producer.append([record, record])).toBe(2 * at)
    for (const [at, batch] of state.sent.entries()) expect(await send(batch)).toBe(2 * at)
    expect(await allOf(log, 0, 10)).toHaveLength(6)
    cluster.close()
  })

  it('that gave up goes on in its next epoch, in which nothing of the last is taken any more', async () => {
    const topic = kafka.freshTopic('epochs')
    const log = await subject.open(topic)
    const cluster = createCluster(subject.connection, topic, 'sales-log')
    const { state, producer, send } = deafProducer(cluster, topic)
    await producer.append([record])
    state.isDeaf = true
    await expect(producer.append([record])).rejects.toThrow(AppendOutcomeUnknown)
    const underWay = state.sent.at(-1) ?? Buffer.alloc(0)
    state.isDeaf = false
    expect(await producer.append([record])).toBe(2)
    await expect(send(underWay)).rejects.toThrow('INVALID_PRODUCER_EPOCH')
    expect(await producer.append([record])).toBe(3)
    expect(await allOf(log, 0, 10)).toHaveLength(4)
    cluster.close()
  })
})
