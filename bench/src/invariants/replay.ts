import { createFoldTools, trustEveryWriter } from '@matchday/adapters/federation/fold-tools'
import { openPostgresLog } from '@matchday/adapters/postgres-log/postgres-log'
import type { CopyState } from '@matchday/domain/inventory/compare-copies'
import type { Federation } from '@matchday/domain/inventory/federation'
import { foldBatch } from '@matchday/domain/inventory/fold'
import { emptyPartition } from '@matchday/domain/inventory/state'
import { touches } from '@matchday/domain/inventory/touches'
import { applyChanges, emptyWhole, readWhole } from '@matchday/domain/inventory/whole'

/** Far more than a consumer takes at once: how a log is cut into batches must not matter. */
const chunkMax = 20_000

export const emptyCopy: CopyState = { partition: emptyPartition(0), games: new Map(), queues: new Map() }

/**
 * Folds a log in memory, from where `from` stands up to `toOffset`, with nothing of the site that is checked but its
 * log. Holds that `from` counts already are not needed, for the bench's logs never name those again.
 */
export async function replay(
  logUrl: string,
  federation: Federation,
  from: CopyState,
  toOffset: number,
): Promise<CopyState> {
  const tools = createFoldTools({ current: federation, versions: [federation] }, trustEveryWriter)
  const whole = { ...emptyWhole(0), partition: from.partition, games: new Map(from.games) }
  const log = await openPostgresLog(logUrl)
  try {
    while (whole.partition.nextOffset < toOffset) {
      const { nextOffset, logTimeMs } = whole.partition
      const max = Math.min(chunkMax, toOffset - nextOffset)
      const { entries } = await log.read({ partition: 0, offset: nextOffset }, max)
      const changes = foldBatch(readWhole(whole, touches(entries, logTimeMs)), entries, tools)
      if (changes.partition.nextOffset === nextOffset) throw new Error(`the replay stands still at ${nextOffset}`)
      applyChanges(whole, changes)
    }
    return whole
  } finally {
    await log.close()
  }
}
