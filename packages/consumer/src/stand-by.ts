import type { PartitionState } from '@matchday/domain/inventory/state'
import type { Chance } from '@matchday/domain/ports/chance'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import type { SiteCopy } from '@matchday/domain/ports/site-copy'
import type { Reports } from './reports.ts'
import type { Pause } from './time.ts'

/** The mean time between two looks, in milliseconds; each is half as long or half as long again, at random. */
export const standByMs = 500

export type StandByParts = {
  readonly copy: Pick<SiteCopy, 'partition'>
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
 * Two consumers of a site may both believe a partition is theirs, and the commit lets one through. The one it turned
 * back stands by: both going on would fold every record twice to commit it once. It takes over when, between two
 * looks, nothing was folded of what waited at the first.
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
