import type { Clock } from '@matchday/domain/ports/clock'
import type { Position, RawRecord, SalesLog } from '@matchday/domain/ports/sales-log'
import type { SignRecords } from '../signing/sign-records.ts'
import { encodeRecord } from '../wire/encode-record.ts'
import { existing, placeOf } from '../wire/place-of.ts'
import { createAppender } from './appender.ts'
import { createCluster } from './cluster.ts'
import type { KafkaConnection } from './link.ts'
import type { PartitionReader } from './partition-reader.ts'
import { createPartitionReader } from './partition-reader.ts'
import { offsetAt } from './requests/administer.ts'
import { openTopic } from './topic.ts'
import { createWatch } from './watch.ts'

export type KafkaLogOptions = {
  readonly connection: KafkaConnection
  readonly topic: string
  /** The log's id in the federation's file: Kafka has none for a topic that its sites could agree on. */
  readonly logId: string
  /** The federation's; a topic that has another number is refused. */
  readonly partitions: number
  /** Null where the sites that can write to the topic trust each other. */
  readonly sign: SignRecords | null
  /** Stamps what this site appends, where the topic does not do it. */
  readonly clock: Clock
  /** Take a topic that may lose records, or is stamped by its senders. Default: refuse it. */
  readonly acceptTopicSettings?: boolean
  /** Make the topic where it is missing. Default: do. */
  readonly createTopic?: boolean
}

/** A sales log that also takes records as they are. */
export type KafkaLog = SalesLog & {
  /**
   * Append the bytes of a record, in a partition, as they are.
   * @throws as `append`, and KafkaRefused where the topic does not take them
   */
  readonly appendRaw: (partition: number, record: RawRecord) => Promise<Position>
}

/**
 * Open a topic as the sales log.
 * @throws Unavailable when no broker can be reached
 * @throws KafkaRefused, in one line for an operator, when the credentials or the topic will not do
 */
export async function openKafkaLog(options: KafkaLogOptions): Promise<KafkaLog> {
  const { connection, topic, logId, partitions, sign, clock, acceptTopicSettings, createTopic } = options
  const cluster = createCluster(connection, topic)
  const opened = await openTopic(cluster, {
    partitions,
    mayCreate: createTopic ?? true,
    acceptSettings: acceptTopicSettings ?? false,
  }).catch((error: unknown) => {
    cluster.close()
    throw error
  })
  const watch = createWatch(cluster, partitions)
  const appender = createAppender({ cluster, sign, clock, ...opened, onAppended: watch.appended })
  const readers = new Map<number, PartitionReader>()
  const readerOf = (partition: number): PartitionReader => {
    const reader = readers.get(partition) ?? createPartitionReader(cluster, existing(partition, partitions))
    readers.set(partition, reader)
    return reader
  }
  let closing: Promise<void> | null = null
  const close = async (): Promise<void> => {
    watch.close()
    await appender.close()
    cluster.close()
  }
  return {
    logId,
    partitions,
    append: async record => appender.append(placeOf(record, partitions), encodeRecord(record)),
    appendRaw: async (partition, record) => appender.appendRaw(existing(partition, partitions), record),
    read: async ({ partition, offset }, max) => {
      const chunk = await readerOf(partition)(offset, max)
      watch.looked(partition, chunk.end)
      return chunk
    },
    end: async partition => cluster.ask(existing(partition, partitions), () => offsetAt(topic, partition, 'end')),
    onAppended: watch.subscribe,
    close: () => (closing ??= close()),
  }
}
