import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { tick } from '../contracts/sales-log-records.ts'
import { freePorts } from '../embedded/port.ts'
import type { TestKafka } from '../testing/kafka.ts'
import { startTestKafka } from '../testing/kafka.ts'
import { createCluster } from './cluster.ts'
import { KafkaRefused } from './refused.ts'
import { settingsOf } from './requests/administer.ts'
import type { KafkaSubject } from './testing/subject.ts'
import { kafkaSubject } from './testing/subject.ts'

describe('the topic of a log', () => {
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

  it('is made as the wire says where it is missing, once, whoever comes first', async () => {
    const topic = kafka.freshTopic('made')
    await Promise.all(Array.from({ length: 4 }, () => subject.open(topic, { partitions: 3 })))
    const required = {
      'message.timestamp.type': 'LogAppendTime',
      'cleanup.policy': 'delete',
      'retention.ms': '-1',
      'retention.bytes': '-1',
      'unclean.leader.election.enable': 'false',
    }
    const cluster = createCluster(subject.connection, topic, 'sales-log')
    const settings = await cluster.ask(0, () => settingsOf(topic, Object.keys(required))).finally(cluster.close)
    expect(Object.fromEntries(settings)).toEqual(required)
  })

  it('is not made where it is not to be', async () => {
    const topic = kafka.freshTopic('missing')
    const opening = subject.open(topic, { createTopic: false })
    await expect(opening).rejects.toThrow(new KafkaRefused(`there is no topic ${topic}, and it is not to be made here`))
  })

  it('is refused with each setting by which it could lose records or time, unless it is accepted', async () => {
    const topic = kafka.freshTopic('otherwise')
    const otherwise = {
      'message.timestamp.type': 'CreateTime',
      'cleanup.policy': 'compact',
      'retention.ms': '604800000',
      'retention.bytes': '1000000000',
      'unclean.leader.election.enable': 'true',
    }
    await subject.makeTopic(topic, otherwise)
    const refusal = await subject.open(topic).catch((error: unknown) => error as Error)
    expect(refusal).toBeInstanceOf(KafkaRefused)
    for (const [name, value] of Object.entries(otherwise)) {
      expect((refusal as Error).message).toContain(`${name} is ${value} and must be `)
    }
    expect((refusal as Error).message).not.toContain('\n')
    const log = await subject.open(topic, { acceptTopicSettings: true })
    expect(await log.end(0)).toBe(0)
  })

  it('is refused for one setting alone, and that one named', async () => {
    const topic = kafka.freshTopic('short')
    await subject.makeTopic(topic, { 'retention.ms': '86400000' })
    await expect(subject.open(topic)).rejects.toThrow(/relied on: retention\.ms is 86400000 and must be -1\. Change/)
  })

  it('of another number of partitions is refused, accepted or not', async () => {
    const topic = kafka.freshTopic('partitions')
    await subject.makeTopic(topic, {}, 2)
    for (const acceptTopicSettings of [false, true]) {
      await expect(subject.open(topic, { partitions: 3, acceptTopicSettings }))
        .rejects.toThrow(`topic ${topic} has 2 partitions, and the federation says 3`)
    }
  })

  it('has a name that Kafka takes', async () => {
    await expect(subject.open('no topic')).rejects.toThrow(KafkaRefused)
  })

  it('takes batches of no more than it says', async () => {
    const topic = kafka.freshTopic('small')
    await subject.makeTopic(topic, { 'max.message.bytes': '2000' })
    const log = await subject.open(topic)
    const positions = await Promise.all(Array.from({ length: 100 }, () => log.append(tick(0))))
    expect(positions.map(({ offset }) => offset)).toEqual(positions.map((_, offset) => offset))
  })

  it('is unavailable while no broker is there', async () => {
    const [port] = await freePorts(1)
    await expect(kafkaSubject([`127.0.0.1:${port}`]).open('any')).rejects.toThrow(Unavailable)
    const found = await kafkaSubject([`127.0.0.1:${port}`, ...kafka.brokers]).open(kafka.freshTopic('second'))
    await found.close()
  })

  it('is of brokers that are named as host and port', async () => {
    for (const broker of ['localhost', 'localhost:', ':9092', 'localhost:x']) {
      await expect(kafkaSubject([broker]).open('any')).rejects.toThrow(RangeError)
    }
  })
})
