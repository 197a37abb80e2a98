import type { Position } from '@matchday/domain/ports/sales-log'
import type { Unavailable } from '@matchday/domain/ports/unavailable'
import { BatcherRefused, createBatcher } from '../batching/batcher.ts'
import type { EncodedRecord } from '../wire/text-record.ts'
import type { PartitionLane } from './partition-lane.ts'
import type { Writable } from './records/encode-batch.ts'

/** Appends to the partitions of one topic. */
export type Appender = {
  /** A record of this site, signed where its records are. @throws as `SalesLog.append` */
  readonly append: (partition: number, record: EncodedRecord) => Promise<Position>
  /** Any record, as it is. @throws as `SalesLog.appendRaw` */
  readonly appendRaw: (partition: number, record: Writable) => Promise<Position>
  /** Take no more; resolves when all that was taken is answered. */
  readonly close: () => Promise<void>
}

export type AppenderParts = {
  readonly createLane: (partition: number) => PartitionLane
  readonly sign: (records: readonly EncodedRecord[]) => readonly EncodedRecord[]
  readonly unavailable: (cause: unknown) => Unavailable
  /** Resolves after so many milliseconds, or when it is cancelled. */
  readonly pause: (ms: number, cancelled: AbortSignal) => Promise<unknown>
}

/** The most records that are signed and sent together. */
export const batchMax = 1_000

/** So long a partition that does not answer holds up the others, once. */
const patienceMs = 500

type Item =
  | { readonly partition: number; readonly own: EncodedRecord }
  | { readonly partition: number; readonly raw: Writable }

/**
 * What arrives while a batch is in flight goes together in the next, whichever partitions it is for: signed together,
 * and to each broker in one request.
 */
export function createAppender({ createLane, sign, unavailable, pause }: AppenderParts): Appender {
  const lanes = new Map<number, PartitionLane>()
  const laneOf = (partition: number): PartitionLane => {
    const lane = lanes.get(partition) ?? createLane(partition)
    lanes.set(partition, lane)
    return lane
  }

  const appendTogether = async (items: readonly Item[]): Promise<readonly Promise<Position>[]> => {
    const records = signed(items, sign)
    const answers: Promise<Position>[] = []
    const awaited: Promise<Position>[] = []
    for (const [partition, places] of Map.groupBy(items.keys(), place => items[place]?.partition ?? 0)) {
      const lane = laneOf(partition)
      const isFree = lane.isFree()
      const offsets = lane.append(places.flatMap(place => records[place] ?? []))
      offsets.forEach((offset, at) => {
        const answer = offset.then(found => ({ partition, offset: found }))
        answers[places[at] ?? 0] = answer
        if (isFree) awaited.push(answer)
      })
    }
    // They are handed on when the wait is over; until then nobody else looks after those that fail.
    void Promise.allSettled(answers)
    const settled = new AbortController()
    await Promise.race([Promise.allSettled(awaited), pause(patienceMs, settled.signal)])
    settled.abort()
    return answers
  }

  const batcher = createBatcher(appendTogether, { max: batchMax })
  const add = async (item: Item): Promise<Position> => {
    try {
      return await batcher.add(item)
    } catch (error) {
      throw error instanceof BatcherRefused ? unavailable(error) : error
    }
  }
  return {
    append: (partition, own) => add({ partition, own }),
    appendRaw: (partition, raw) => add({ partition, raw }),
    close: async () => {
      await batcher.close()
      await Promise.all(Array.from(lanes.values(), lane => lane.settled()))
    },
  }
}

/** What this site says is signed, all of it together; what others said goes as it came. */
function signed(items: readonly Item[], sign: AppenderParts['sign']): Writable[] {
  const own = sign(items.flatMap(item => ('own' in item ? item.own : [])))
  let at = 0
  return items.flatMap(item => ('raw' in item ? item.raw : own[at++] ?? []))
}
