import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { MasterListFeed } from '@matchday/domain/ports/master-list-feed'
import { feedOf, told } from '../contracts/feed-records.ts'
import { masterListFeedContract } from '../contracts/master-list-feed.contract.ts'
import type { TestKafka } from '../testing/kafka.ts'
import { startTestKafka } from '../testing/kafka.ts'
import { openKafkaFeed } from './master-list-feed.ts'
import { KafkaRefused } from './refused.ts'
import { batchOf } from './testing/hostile-batch.ts'
import type { KafkaSubject } from './testing/subject.ts'
import { kafkaSubject } from './testing/subject.ts'

let kafka: TestKafka
beforeAll(async () => {
  kafka = await startTestKafka()
})
afterAll(() => kafka.stop())

const open = (subject: KafkaSubject, topic: string, over: { createTopic?: boolean } = {}): Promise<MasterListFeed> =>
  openKafkaFeed({ connection: subject.connection, topic, sign: null, clock: () => Date.now(), ...over })

describe.each([1, 3])('a master-list topic of %d partitions', partitions => {
  masterListFeedContract(async () => {
    const subject = kafkaSubject(kafka.brokers)
    const [topic, other] = [kafka.freshTopic('list'), kafka.freshTopic('other-list')]
    await subject.makeTopic(topic, {}, partitions)
    const feeds: MasterListFeed[] = []
    const opened = async (of: string) => {
      const feed = await open(subject, of)
      feeds.push(feed)
      return feed
    }
    const sender = await subject.open(topic, { partitions })
    return {
      open: () => opened(topic),
      openOther: () => opened(other),
      send: async (partition, message) => void (await sender.appendRaw(partition, { ...message, timestampMs: 0 })),
      remove: async () => {
        await Promise.all(feeds.map(feed => feed.close()))
        await subject.close()
      },
    }
  })
})

describe('a master-list topic on a broker', () => {
  it('begins with what is left where its first messages were deleted', async () => {
    const subject = kafkaSubject(kafka.brokers)
    const topic = kafka.freshTopic('cut')
    const feed = await open(subject, topic)
    for (const version of [1, 2, 3]) await feed.publish('organiser' as SiteId, [told(1, { version })])
    await subject.deleteBefore(topic, 2)
    const { entries, next } = await feed.read({ partition: 0, offset: 0 }, 10)
    expect(entries).toMatchObject([{ offset: 2, said: { version: 3 } }])
    expect(next).toBe(3)
    await feed.close()
  })

  it('says why a batch cannot be taken apart', async () => {
    const subject = kafkaSubject(kafka.brokers)
    const topic = kafka.freshTopic('swollen')
    const feed = await open(subject, topic)
    const long = batchOf([{ key: null, value: Buffer.alloc(70_000_000), headers: [] }]).subarray(61)
    const empty = { key: null, value: null, headers: [] }
    await subject.send(topic, batchOf([empty], { attributes: 1, body: () => gzipSync(long) }))
    expect(await feedOf(feed, 0, 10)).toMatchObject([{ offset: 0, said: { kind: 'malformed', reason: 'undecodable' } }])
    await feed.close()
  })

  it('is made where it may be, and taken as it is where it is there', async () => {
    const subject = kafkaSubject(kafka.brokers)
    const topic = kafka.freshTopic('list')
    await expect(open(subject, topic, { createTopic: false })).rejects.toThrow(KafkaRefused)
    await subject.makeTopic(topic, { 'retention.ms': '1000', 'cleanup.policy': 'compact' }, 2)
    const feed = await open(subject, topic, { createTopic: false })
    expect(feed.partitions).toBe(2)
    await feed.close()
  })
})
