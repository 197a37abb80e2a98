import type { Outgoing, SalesLog } from '@matchday/domain/ports/sales-log'
import type { HoldId } from '@matchday/domain/inventory/ids'
import type { Admin } from 'kafkajs'
import { Kafka, logLevel } from 'kafkajs'
import { sale } from '../../contracts/sales-log-records.ts'
import { createBatchSender } from '../batch-sender.ts'
import { createCluster } from '../cluster.ts'
import type { KafkaLogOptions } from '../kafka-log.ts'
import { openKafkaLog } from '../kafka-log.ts'
import type { KafkaConnection } from '../link.ts'

/** A cluster as a test sees it: as any program does that reaches it. */
export type KafkaSubject = {
  readonly connection: KafkaConnection
  /** kafkajs itself: another client, with its own ways. */
  readonly others: Kafka
  /** Opens a topic as a log of one partition, unsigned. */
  readonly open: (topic: string, over?: Partial<KafkaLogOptions>) => Promise<SalesLog>
  /** Makes a topic with settings that win over those a log needs. */
  readonly deleteBefore: (topic: string, offset: number) => Promise<void>
  readonly makeTopic: (topic: string, settings?: Readonly<Record<string, string>>, partitions?: number) => Promise<void>
  /** Appends a batch to partition 0, whatever is in it. @returns its first offset */
  readonly send: (topic: string, batch: Buffer) => Promise<number>
  /** Closes the logs that were opened. */
  readonly close: () => Promise<void>
}

const asALogNeeds = {
  'message.timestamp.type': 'LogAppendTime',
  'retention.ms': '-1',
  'retention.bytes': '-1',
  'unclean.leader.election.enable': 'false',
}

export function kafkaSubject(brokers: readonly string[], over: Partial<KafkaConnection> = {}): KafkaSubject {
  const connection = { brokers, clientId: 'a-test', ...over }
  const others = new Kafka({ ...connection, brokers: [...brokers], logLevel: logLevel.NOTHING })
  const logs: SalesLog[] = []
  const administer = async (work: (admin: Admin) => Promise<unknown>): Promise<void> => {
    const admin = others.admin()
    await admin.connect()
    await work(admin).finally(() => admin.disconnect())
  }
  return {
    connection,
    others,
    open: async (topic, options = {}) => {
      const needed = { connection, topic, logId: `log-of-${topic}`, partitions: 1, sign: null, clock: () => Date.now() }
      const log = await openKafkaLog({ ...needed, ...options })
      logs.push(log)
      return log
    },
    makeTopic: async (topic, settings = {}, numPartitions = 1) => {
      const configEntries = Object.entries({ ...asALogNeeds, ...settings }).map(([name, value]) => ({ name, value }))
      const topics = [{ topic, numPartitions, configEntries }]
      await administer(admin => admin.createTopics({ topics, waitForLeaders: true }))
    },
    deleteBefore: (topic, offset) => administer(async admin => {
      // It does not look for the leader by itself.
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] })
    }),
    send: async (topic, batch) => {
      const cluster = createCluster(connection, topic, 'sales-log')
      try {
        return await createBatchSender(cluster)(0, batch)
      } finally {
        cluster.close()
      }
    },
    close: async () => void (await Promise.all(logs.map(log => log.close()))),
  }
}

/** Records that can be told apart. */
export const numbered = (number: number, game = 1): Outgoing => ({ ...sale(game), hold: holdOf(number) })

const holdOf = (number: number) => `0190a5d2-7c1b-7f00-8e3a-${number.toString(16).padStart(12, '0')}` as HoldId

/** The number of a record made by {@link numbered}; NaN for any other. */
export const numberOf = (said: object): number =>
  'hold' in said && typeof said.hold === 'string' ? parseInt(said.hold.slice(-12), 16) : NaN
