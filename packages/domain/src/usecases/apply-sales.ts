import { foldBatch } from '../inventory/fold.ts'
import type { SiteId } from '../inventory/ids.ts'
import type { FoldTools, PartitionState, Stop } from '../inventory/state.ts'
import { touches } from '../inventory/touches.ts'
import type { LogChunk } from '../ports/sales-log.ts'
import type { SiteCopy } from '../ports/site-copy.ts'
import { overTournamentLimit } from '../reservation/tournament-limit.ts'

export type ApplySalesPorts = { readonly site: SiteId; readonly copy: SiteCopy; readonly tools: FoldTools }

export type Applied =
  | { readonly kind: 'applied'; readonly partition: PartitionState; readonly stop: Stop | null }
  /** Another consumer of this site went ahead; read where the partition stands and go on from there. */
  | { readonly kind: 'stale' }

/**
 * One unit of work: load the rows a chunk touches, fold it, and write everything it changed in one transaction, on
 * condition that the partition still stands where the chunk starts. So every record is applied exactly once.
 * @throws Unavailable; then nothing was written
 */
export async function applySales(
  { site, copy, tools }: ApplySalesPorts,
  partition: PartitionState,
  chunk: LogChunk,
): Promise<Applied> {
  const { state, buyerTotals } = await copy.load(partition, touches(chunk.entries, partition.logTimeMs))
  const changes = foldBatch(state, chunk.entries, tools)
  const limit = changes.partition.federation?.settings.perBuyerTournament ?? null
  const committed = await copy.commit({
    expectedOffset: partition.nextOffset,
    changes,
    deadLetters: changes.deadLetters.map(letter => ({ ...letter, raw: chunk.rawOf(letter.offset) })),
    giveBacks: overTournamentLimit(changes, buyerTotals, site, limit),
    caughtUp: changes.partition.nextOffset >= chunk.end,
  })
  return committed === 'stale' ? { kind: 'stale' } : { kind: 'applied', partition: changes.partition, stop: changes.stop }
}
