import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '@matchday/domain/ports/clock'
import type { OutsidePart } from '@matchday/domain/ports/unavailable'
import type { SignRecords } from '../signing/sign-records.ts'
import { existing } from '../wire/place-of.ts'
import type { Appender } from './appender.ts'
import { createAppender } from './appender.ts'
import { createBatchSender } from './batch-sender.ts'
import { createCluster } from './cluster.ts'
import type { KafkaConnection } from './link.ts'
import type { PartitionLane } from './partition-lane.ts'
import { createPartitionLane } from './partition-lane.ts'
import { createPartitionProducer } from './partition-producer.ts'
import type { PartitionReader, RecordChunk } from './partition-reader.ts'
import { createPartitionReader } from './partition-reader.ts'
import { newProducerId, offsetAt } from './requests/administer.ts'
import type { TopicTerms } from './topic.ts'
import { openTopic } from './topic.ts'
import { createWatch } from './watch.ts'

/** A topic that is read, appended to and watched, whatever its records say. */
export type TopicLog = Pick<Appender, 'append' | 'appendRaw'> & {
  readonly partitions: number
  /** @throws LogOutOfRange, Unavailable; RangeError where there is no such partition */
  readonly read: (partition: number, from: number, max: number) => Promise<RecordChunk>
  /** The first offset that is kept, or one past the last record. @throws as `read` */
  readonly offsetAt: (partition: number, which: 'first' | 'end') => Promise<number>
  /** As `SalesLog.onAppended`. */
  readonly onAppended: (wake: () => void) => () => void
  /** Takes no more, and resolves when all that was taken is answered; may be called again. */
  readonly close: () => Promise<void>
}

export type TopicLogOptions = {
  readonly connection: KafkaConnection
  readonly topic: string
  /** What the topic is to this site. */
  readonly part: OutsidePart
  readonly terms: TopicTerms
  readonly sign: SignRecords | null
  readonly clock: Clock
}

/** @throws as {@link openTopic} */
export async function openTopicLog(options: TopicLogOptions): Promise<TopicLog> {
  const { connection, topic, part, terms, sign, clock } = options
  const cluster = createCluster(connection, topic, part)
  const { partitions, batchMaxBytes } = await openTopic(cluster, terms).catch((error: unknown) => {
    cluster.close()
    throw error
  })
  const watch = createWatch(cluster, partitions)
  const { unavailable } = cluster
  const send = createBatchSender(cluster)
  const createLane = (partition: number): PartitionLane => {
    const producer = createPartitionProducer({
      send: batch => send(partition, batch),
      newId: () => cluster.ask(partition, newProducerId),
      onMoved: cluster.forget,
      unavailable,
      clock,
      time: { nowMs: () => performance.now(), pause },
    })
    const onAppended = (end: number): void => watch.appended(partition, end)
    return createPartitionLane({ producer, batchMaxBytes, onAppended, unavailable, pause })
  }
  const appender = createAppender({
    createLane,
    sign: own => sign?.(topic, own) ?? own,
    unavailable,
    pause: (ms, signal) => pause(ms, undefined, { signal }).catch(() => {}),
  })
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
    partitions,
    append: appender.append,
    appendRaw: async (partition, record) => appender.appendRaw(existing(partition, partitions), record),
    read: async (partition, from, max) => {
      const chunk = await readerOf(partition)(from, max)
      watch.looked(partition, chunk.end)
      return chunk
    },
    offsetAt: async (partition, which) =>
      cluster.ask(existing(partition, partitions), () => offsetAt(topic, partition, which)),
    onAppended: watch.subscribe,
    close: () => (closing ??= close()),
  }
}
