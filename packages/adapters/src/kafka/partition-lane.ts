import { Unavailable } from '@matchday/domain/ports/unavailable'
import type { PartitionProducer } from './partition-producer.ts'
import type { Writable } from './records/encode-batch.ts'
import { encodedMax } from './records/encode-batch.ts'

/** The way into one partition, on which batches go one behind the other. */
export type PartitionLane = {
  /** Whether what is appended now goes at once. */
  readonly isFree: () => boolean
  /**
   * Append records in their order: as one batch, or as several where they are too large for one.
   * @returns the offset of each, or what `PartitionProducer.append` threw for its batch
   */
  readonly append: (records: readonly Writable[]) => Promise<number>[]
  /** Resolves when all that was appended is answered. */
  readonly settled: () => Promise<void>
}

export type LaneParts = {
  readonly producer: PartitionProducer
  /** The most bytes of one batch. */
  readonly batchMaxBytes: number
  /** `end` is one past the last record that was appended. */
  readonly onAppended: (end: number) => void
  readonly unavailable: (cause: unknown) => Unavailable
  readonly pause: (ms: number) => Promise<unknown>
}

/** So long records wait for an answer to those before them. Then they are turned away, and surely not appended. */
const turnMaxMs = 1_000

export function createPartitionLane(parts: LaneParts): PartitionLane {
  const { producer, batchMaxBytes, onAppended, unavailable, pause } = parts
  let underWay = 0
  let last: Promise<void> = Promise.resolve()

  const myTurn = async (before: Promise<void>): Promise<void> => {
    const isMine = await Promise.race([before.then(() => true), pause(turnMaxMs).then(() => false)])
    if (!isMine) throw unavailable(new Error('an earlier append is not answered yet'))
  }
  const appendBatch = async (records: readonly Writable[], before: Promise<void>): Promise<number> => {
    await before
    const first = await producer.append(records)
    onAppended(first + records.length)
    return first
  }
  /** What follows a batch that the log refuses may still be taken; what follows an unanswered one is not tried. */
  const goOnOnlyIfRefused = (error: unknown): void => {
    if (!(error instanceof RangeError)) throw error instanceof Unavailable ? error : unavailable(error)
  }

  return {
    isFree: () => underWay === 0,
    append: records => {
      let before = underWay === 0 ? last : myTurn(last)
      const offsets = cut(records, batchMaxBytes).flatMap(batch => {
        const first = appendBatch(batch, before)
        before = first.then(() => {}, goOnOnlyIfRefused)
        return batch.map(async (_, index) => (await first) + index)
      })
      underWay++
      last = Promise.allSettled([last, before]).then(() => void underWay--)
      return offsets
    },
    settled: () => last,
  }
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
