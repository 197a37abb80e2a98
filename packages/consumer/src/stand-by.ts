import type { PartitionState } from '@matchday/domain/inventory/state'
import type { Chance } from '@matchday/domain/ports/chance'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import type { SiteCopy } from '@matchday/domain/ports/site-copy'
import type { Reports } from './reports.ts'
import type { Pause } from './time.ts'

/** The mean time between two looks, in milliseconds; each is half as long or half as long again, at random. */
export const standByMs = 500

/**
 * How long a stand-by folds in its owner's place before it looks whether that one does again, in milliseconds. By then
 * an owner that is dead has lost its place (see `share-partitions.ts`); one that was only slow has its partition back.
 */
export const handBackMs = 10_000

export type StandByParts = {
  readonly copy: Pick<SiteCopy, 'partition' | 'reportCaughtUp'>
  readonly salesLog: Pick<SalesLog, 'end'>
  readonly chance: Chance
  readonly pause: Pause
  readonly reports: Reports
}

export type StandBy = {
  /**
   * Wait a while, then see how far the other consumer is.
   * @returns where to go on from, when the partition stood still although records waited; null: go on standing by
   * @throws Unavailable
   */
  readonly look: (signal: AbortSignal) => Promise<PartitionState | null>
}

/**
 * The one that is to own a partition next watches whoever does. It takes over when, between two looks, nothing was
 * folded of what waited at the first, and stands by again once a commit of its own is turned back: both going on would
 * fold every record twice to commit it once.
 */
export function createStandBy(
  { copy, salesLog, chance, pause, reports }: StandByParts,
  partition: number,
): StandBy {
  let before: { readonly nextOffset: number; readonly end: number } | null = null
  return {
    look: async signal => {
      await pause(standByMs * (0.5 + chance()), signal)
      const [state, end] = await Promise.all([copy.partition(partition), salesLog.end(partition)])
      const { nextOffset } = state
      // Its owner may be gone, and nothing waits that would show it: readers are told by whoever knows.
      if (nextOffset >= end) await copy.reportCaughtUp(partition)
      if (before === null) reports.standingBy(partition, nextOffset)
      else if (nextOffset === before.nextOffset && nextOffset < before.end) {
        reports.tookOver(partition, nextOffset)
        return state
      }
      before = { nextOffset, end }
      return null
    },
  }
}
