import type { LogChunk } from '@matchday/domain/ports/sales-log'
import type { Batch } from './batch.ts'
import { chunkOf } from './batch.ts'

/** Batches kept at most; a reader that is further behind reads from the server. */
const batchesMax = 8

/** How long the end of the last append is believed to be the end of the log: others append too. */
export const freshForMs = 50

/** The newest records of the log, as this process appended them: its own reader has them without a round trip. */
export type Tail = {
  /** Batches come in the order of the log; others' may lie between them. */
  readonly appended: (batch: Batch) => void
  /** Up to `max` records from an offset on; null where the server has to be asked. */
  readonly from: (offset: number, max: number) => LogChunk | null
  /** Others appended, or something broke: only the server knows where the log ends now. */
  readonly forget: () => void
}

/** @param now milliseconds, of a clock that never goes back */
export function createTail(now: () => number): Tail {
  let batches: Batch[] = []
  let end = 0
  let appendedAtMs = -Infinity
  return {
    appended: batch => {
      if (batch.first !== end) batches = []
      batches.push(batch)
      if (batches.length > batchesMax) batches.shift()
      end = batch.first + batch.lines.length
      appendedAtMs = now()
    },
    from: (offset, max) => {
      const first = batches[0]?.first
      const isHere = first !== undefined && offset >= first && offset < end
      return isHere && now() - appendedAtMs < freshForMs ? chunkOf(batches, end, offset, max) : null
    },
    forget: () => {
      batches = []
    },
  }
}
