import type { CopyState } from '@matchday/domain/inventory/compare-copies'
import { foldBatch } from '@matchday/domain/inventory/fold'
import { emptyPartition } from '@matchday/domain/inventory/state'
import { touches } from '@matchday/domain/inventory/touches'
import { applyChanges, emptyWhole, readWhole } from '@matchday/domain/inventory/whole'
import type { BenchLog } from '../site/bench-log.ts'
import { withLog } from '../site/bench-log.ts'

/** Far more than a consumer takes at once: how a log is cut into batches must not matter. */
const chunkMax = 20_000

export const emptyCopy: CopyState = { partition: emptyPartition(0), games: new Map(), queues: new Map() }

/**
 * Folds a log in memory, from where `from` stands up to `toOffset`, with nothing of the site that is checked but its
 * log. Holds that `from` counts already are not needed, for the bench's logs never name those again.
 */
export async function replay(log: BenchLog, from: CopyState, toOffset: number): Promise<CopyState> {
  const whole = { ...emptyWhole(0), partition: from.partition, games: new Map(from.games) }
  return withLog(log, async salesLog => {
    while (whole.partition.nextOffset < toOffset) {
      const { nextOffset, logTimeMs } = whole.partition
      const max = Math.min(chunkMax, toOffset - nextOffset)
      const { entries } = await salesLog.read({ partition: 0, offset: nextOffset }, max)
      const changes = foldBatch(readWhole(whole, touches(entries, logTimeMs)), entries, log.tools)
      if (changes.partition.nextOffset === nextOffset) throw new Error(`the replay stands still at ${nextOffset}`)
      applyChanges(whole, changes)
    }
    return whole
  })
}
