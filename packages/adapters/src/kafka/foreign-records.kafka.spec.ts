import { zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { LogOutOfRange } from '@matchday/domain/ports/unavailable'
import { CompressionTypes } from 'kafkajs'
import { allOf, tick, until } from '../contracts/sales-log-records.ts'
import type { TestKafka } from '../testing/kafka.ts'
import { startTestKafka } from '../testing/kafka.ts'
import { createCluster } from './cluster.ts'
import { fetchOne } from './requests/fetch.ts'
import { batchOf } from './testing/hostile-batch.ts'
import type { KafkaSubject } from './testing/subject.ts'
import { kafkaSubject, numbered, numberOf } from './testing/subject.ts'

const codecs = { gzip: 1, snappy: 2, lz4: 3, zstd: 4 }
const empty = { key: null, value: null, headers: [] }

describe('what others write into the topic', () => {
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
  const readAll = async (topic: string) => allOf(await subject.open(topic, { acceptTopicSettings: true }), 0, 1_000)

  it.each(Object.entries(codecs))('is read where Kafka compresses it by %s', async (name, codec) => {
    const topic = kafka.freshTopic(name)
    await subject.makeTopic(topic, { 'compression.type': name })
    const log = await subject.open(topic)
    await Promise.all(Array.from({ length: 2_000 }, (_, at) => log.append(numbered(at))))
    const numbers = (await allOf(log, 0, 700)).map(({ said }) => numberOf(said))
    expect(numbers).toEqual(Array.from({ length: 2_000 }, (_, at) => at))
    expect(await codecOf(topic)).toBe(codec)
  })
  const codecOf = async (topic: string) => {
    const cluster = createCluster(subject.connection, topic, 'sales-log')
    const wire = () => fetchOne({ topic, partition: 0, offset: 0, maxWaitMs: 0, maxBytes: 1 })
    const found = await cluster.ask(0, wire).finally(cluster.close)
    return (found?.batches.readInt16BE(21) ?? 0) & 7
  }

  it('is read as kafkajs writes it, with headers that repeat, and none', async () => {
    const topic = kafka.freshTopic('kafkajs')
    await subject.makeTopic(topic)
    const producer = subject.others.producer()
    await producer.connect()
    const messages = [{ key: null, value: null }, { key: 'k', value: 'v', headers: { a: ['1', '2'] } }]
    await producer.send({ topic, messages, compression: CompressionTypes.GZIP })
    await producer.disconnect()
    const { rawOf } = await (await subject.open(topic)).read({ partition: 0, offset: 0 }, 2)
    expect(rawOf(0)).toMatchObject({ key: null, value: null, headers: [] })
    const two = [['a', Buffer.from('1')], ['a', Buffer.from('2')]]
    expect(rawOf(1)).toMatchObject({ key: Buffer.from('k'), value: Buffer.from('v'), headers: two })
  })

  it('is a dead letter where it swells to 400 MB, and what follows it is read', async () => {
    const topic = kafka.freshTopic('bomb')
    await subject.makeTopic(topic)
    const log = await subject.open(topic)
    await log.append(numbered(1))
    const long = batchOf([{ key: null, value: Buffer.alloc(400_000_000), headers: [] }])
    const bomb = batchOf([empty], { attributes: 4, body: () => zstdCompressSync(long.subarray(61)) })
    expect(bomb.length).toBeLessThan(100_000)
    expect(await subject.send(topic, bomb)).toBe(1)
    await log.append(numbered(2))
    const said = (await allOf(log, 0, 10)).map(entry => entry.said)
    expect(said[1]).toEqual({ kind: 'malformed', reason: 'undecodable' })
    expect([numberOf(said[0] ?? {}), numberOf(said[2] ?? {})]).toEqual([1, 2])
  })

  it('is a dead letter with 100,000 headers, and in a megabyte', async () => {
    const topic = kafka.freshTopic('large')
    await subject.makeTopic(topic)
    const headers = Array.from({ length: 100_000 }, (_, at) => [`h${at % 7}`, 'v'] as const)
    await subject.send(topic, batchOf([{ ...empty, headers }]))
    await subject.send(topic, batchOf([{ ...empty, value: Buffer.alloc(1_000_000, 'x') }]))
    expect((await readAll(topic)).map(({ said }) => said)).toEqual([
      { kind: 'malformed', reason: 'too-many-headers' },
      { kind: 'malformed', reason: 'not-json' },
    ])
  })

  it('is read while its transaction is open, and when that is given up', async () => {
    const topic = kafka.freshTopic('open')
    await subject.makeTopic(topic)
    const log = await subject.open(topic)
    const producer = subject.others.producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true })
    await producer.connect()
    const transaction = await producer.transaction()
    await transaction.send({ topic, messages: [{ value: 'a' }, { value: 'b' }] })
    await log.append(tick(0))
    expect(await allOf(log, 0, 10)).toHaveLength(3)
    await transaction.abort()
    await producer.disconnect()
    await until(async () => (await log.end(0)) === 4)
    expect(await allOf(log, 0, 10)).toHaveLength(3)
    // The end of the transaction took an offset, and there is nothing at it: the reader is at the end behind it.
    expect(await log.read({ partition: 0, offset: 2 }, 10)).toMatchObject({ entries: [{ offset: 2 }], next: 4, end: 4 })
    expect(await log.read({ partition: 0, offset: 3 }, 10)).toMatchObject({ entries: [], next: 4, end: 4 })
    expect(await log.read({ partition: 0, offset: 4 }, 10)).toMatchObject({ entries: [], next: 4, end: 4 })
    expect(await log.append(tick(0))).toEqual({ partition: 0, offset: 4 })
  })

  it('has its sender’s time, and says so, in a topic that does not stamp it', async () => {
    const topic = kafka.freshTopic('sender')
    await subject.makeTopic(topic, { 'message.timestamp.type': 'CreateTime' })
    await subject.send(topic, batchOf([empty], { baseMs: 12n, maxMs: 12n }))
    expect(await readAll(topic)).toMatchObject([{ stampedBy: 'sender', timestampMs: 12 }])
  })

  it('cannot be read where it was deleted, nor taken for something else', async () => {
    const topic = kafka.freshTopic('deleted')
    await subject.makeTopic(topic)
    const log = await subject.open(topic)
    await Promise.all([0, 1, 2].map(at => log.append(numbered(at))))
    await subject.deleteBefore(topic, 2)
    for (const offset of [0, 1]) {
      await expect(log.read({ partition: 0, offset }, 10)).rejects.toThrow(LogOutOfRange)
      await expect(log.read({ partition: 0, offset }, 10)).rejects.toThrow('offsets 2 to 2')
    }
    expect((await log.read({ partition: 0, offset: 2 }, 10)).entries).toHaveLength(1)
  })
})

describe('records that are appended as they are', () => {
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

  it('come back to the byte, with the time of now', async () => {
    const log = await subject.open(kafka.freshTopic('raw'))
    const headers = [['b', null], ['a', Buffer.of(0)], ['b', null]] as const
    const raw = { key: Buffer.of(0xff), value: null, headers, timestampMs: 5 }
    const position = await log.appendRaw(0, raw)
    const { entries, rawOf } = await log.read(position, 1)
    expect(rawOf(position.offset)).toEqual({ ...raw, timestampMs: entries[0]?.timestampMs })
    expect(entries[0]?.timestampMs).toBeGreaterThan(1_000_000)
    await expect(log.appendRaw(1, raw)).rejects.toThrow(RangeError)
  })

  it('are refused alone where the topic does not take one so large', async () => {
    const log = await subject.open(kafka.freshTopic('too-large'))
    const large = { ...empty, value: Buffer.alloc(1_100_000), timestampMs: 0 }
    const appends = [log.append(numbered(1)), log.appendRaw(0, large), log.append(numbered(2))]
    const outcomes = await Promise.allSettled(appends)
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: expect.any(RangeError) })
  })

  it('are in as many batches as it takes', async () => {
    const log = await subject.open(kafka.freshTopic('many'))
    const large = { ...empty, value: Buffer.alloc(400_000), timestampMs: 0 }
    const positions = await Promise.all(Array.from({ length: 7 }, () => log.appendRaw(0, large)))
    expect(positions.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(await allOf(log, 0, 100)).toHaveLength(7)
  })
})
