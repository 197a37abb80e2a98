import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '@matchday/domain/ports/clock'
import type { Position } from '@matchday/domain/ports/sales-log'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { BatcherRefused, createBatcher } from '../batching/batcher.ts'
import type { SignRecords } from '../signing/sign-records.ts'
import type { EncodedRecord } from '../wire/text-record.ts'
import { createBatchSender } from './batch-sender.ts'
import type { Cluster } from './cluster.ts'
import type { PartitionProducer } from './partition-producer.ts'
import { createPartitionProducer } from './partition-producer.ts'
import type { Writable } from './records/encode-batch.ts'
import { encodedMax } from './records/encode-batch.ts'
import { KafkaRefused } from './refused.ts'
import { newProducerId } from './requests/administer.ts'

/** Appends to the partitions of one topic. */
export type Appender = {
  /** A record of this site, signed where its records are. @throws as `SalesLog.append` */
  readonly append: (partition: number, record: EncodedRecord) => Promise<Position>
  /** Any record, as it is. @throws as `SalesLog.append`, and KafkaRefused where the log does not take it */
  readonly appendRaw: (partition: number, record: Writable) => Promise<Position>
  /** Take no more; resolves when all that was taken is answered. */
  readonly close: () => Promise<void>
}

export type AppenderOptions = {
  readonly cluster: Cluster
  /** Null: this site's records are not signed. */
  readonly sign: SignRecords | null
  readonly clock: Clock
  /** The most bytes of one record batch that the topic takes. */
  readonly batchMaxBytes: number
  /** `end` is one past the last record that was appended. */
  readonly onAppended: (partition: number, end: number) => void
}

/** The most records that are signed and sent together. */
export const batchMax = 1_000

/** So long a batch keeps the next one waiting. A partition of which nothing is known then takes nothing until it is. */
const patienceMs = 500

type Item =
  | { readonly partition: number; readonly own: EncodedRecord }
  | { readonly partition: number; readonly raw: Writable }

export function createAppender({ cluster, sign, clock, batchMaxBytes, onAppended }: AppenderOptions): Appender {
  const send = createBatchSender(cluster)
  const producers = new Map<number, PartitionProducer>()
  const busy = new Set<number>()

  const producerFor = (partition: number): PartitionProducer => {
    const made = producers.get(partition) ?? createPartitionProducer({
      send: batch => send(partition, batch),
      newId: () => cluster.ask(partition, newProducerId),
      onMoved: cluster.forget,
      clock,
      time: { nowMs: () => performance.now(), pause },
    })
    producers.set(partition, made)
    return made
  }

  /** Records of one partition, in their order: one batch, or several where they are too large for one. */
  const deliver = (partition: number, records: readonly Writable[]): Promise<Position>[] => {
    if (busy.has(partition)) {
      const refused = Promise.reject<Position>(new Unavailable('sales-log', new Error('an append is still unanswered')))
      return records.map(() => refused)
    }
    busy.add(partition)
    let before: Promise<unknown> = Promise.resolve()
    const positions = cut(records, batchMaxBytes).flatMap(batch => {
      const first = before.then(() => producerFor(partition).append(batch))
      before = first.then(offset => onAppended(partition, offset + batch.length)).catch(notAppended)
      return batch.map(async (_, index) => ({ partition, offset: (await first) + index }))
    })
    void before.catch(() => {}).finally(() => busy.delete(partition))
    return positions
  }

  const appendAll = async (items: readonly Item[]): Promise<readonly Promise<Position>[]> => {
    const records = signed(items, own => sign?.(cluster.topic, own) ?? own)
    const answers: Promise<Position>[] = []
    for (const [partition, indices] of Map.groupBy(items.keys(), index => items[index]?.partition ?? 0)) {
      const positions = deliver(partition, indices.flatMap(index => records[index] ?? []))
      indices.forEach((index, at) => {
        const position = positions[at]
        if (position !== undefined) answers[index] = position
      })
    }
    await settledWithin(patienceMs, answers)
    return answers
  }

  const batcher = createBatcher(appendAll, { max: batchMax })
  const add = async (item: Item): Promise<Position> => {
    try {
      return await batcher.add(item)
    } catch (error) {
      throw error instanceof BatcherRefused ? new Unavailable('sales-log', error) : error
    }
  }
  return {
    append: (partition, own) => add({ partition, own }),
    appendRaw: (partition, raw) => add({ partition, raw }),
    close: batcher.close,
  }
}

/** What this site says is signed, all of it together; what others said goes as it came. */
function signed(items: readonly Item[], sign: (own: readonly EncodedRecord[]) => readonly EncodedRecord[]): Writable[] {
  const own = sign(items.flatMap(item => ('own' in item ? item.own : [])))
  let at = 0
  return items.flatMap(item => ('raw' in item ? item.raw : own[at++] ?? []))
}

/** In their order, into as few as possible; what is too large by itself stands alone, for the log to refuse. */
function cut(records: readonly Writable[], maxBytes: number): Writable[][] {
  const batches: Writable[][] = []
  let size = Infinity
  for (const record of records) {
    const bytes = encodedMax(record)
    if (size + bytes > maxBytes) {
      batches.push([])
      size = 0
    }
    batches.at(-1)?.push(record)
    size += bytes
  }
  return batches
}

/** What follows a batch that the log refuses may still be taken; what follows one of unknown outcome is not tried. */
function notAppended(error: unknown): void {
  if (error instanceof KafkaRefused) return
  throw new Unavailable('sales-log', error)
}

async function settledWithin(ms: number, promises: readonly Promise<unknown>[]): Promise<void> {
  const cancelled = new AbortController()
  const late = pause(ms, undefined, { signal: cancelled.signal }).catch(() => {})
  await Promise.race([Promise.allSettled(promises), late])
  cancelled.abort()
}
