import type { DigestStanding } from '../inventory/digest-standing.ts'
import { compareDigests } from '../inventory/digest-standing.ts'
import { foldBatch } from '../inventory/fold.ts'
import type { SiteId } from '../inventory/ids.ts'
import { noticesOf } from '../inventory/notices.ts'
import type { Changes, FoldState, FoldTools, PartitionState } from '../inventory/state.ts'
import { touches } from '../inventory/touches.ts'
import type { LogChunk } from '../ports/sales-log.ts'
import type { SiteCopy } from '../ports/site-copy.ts'
import { overTournamentLimit } from '../reservation/tournament-limit.ts'

export type ApplySalesPorts = { readonly site: SiteId; readonly copy: SiteCopy; readonly tools: FoldTools }

export type Applied =
  | {
    readonly kind: 'applied'
    readonly changes: Changes
    /** So many of this batch's grants are over the limit per tournament and wait to be released. */
    readonly giveBacks: number
    /** So many notices are owed to sites that do not wait. */
    readonly notices: number
    /** How sites stand that stated a digest in this batch. */
    readonly standings: readonly DigestStanding[]
  }
  /** Another consumer of this site went ahead; read where the partition stands and go on from there. */
  | { readonly kind: 'stale' }

/**
 * One unit of work: load the rows a chunk touches, fold it, and write everything it changed in one transaction, on
 * condition that the partition still stands where the chunk starts. So every record is applied exactly once.
 * @throws Unavailable; whether something was written tells where the partition stands afterwards
 * @throws Error when an invariant is broken; then nothing was written
 */
export async function applySales(
  { site, copy, tools }: ApplySalesPorts,
  partition: PartitionState,
  chunk: LogChunk,
): Promise<Applied> {
  const { state, buyerTotals, digests } = await copy.load(partition, touches(chunk.entries, partition.logTimeMs))
  const changes = await foldUnlessStale(copy, state, () => foldChunk(state, chunk, tools))
  if (changes === 'stale') return { kind: 'stale' }
  const limit = changes.partition.federation?.settings.perBuyerTournament ?? null
  const giveBacks = overTournamentLimit(changes, buyerTotals, site, limit)
  const notices = noticesOf(changes, site)
  const standings = compareDigests(chunk.entries, changes.digests, digests)
  const committed = await copy.commit({
    expectedOffset: partition.nextOffset,
    changes,
    deadLetters: changes.deadLetters.map(letter => ({ ...letter, raw: chunk.rawOf(letter.offset) })),
    giveBacks,
    notices,
    standings,
    caughtUp: changes.partition.nextOffset >= chunk.end,
  })
  if (committed === 'stale') return { kind: 'stale' }
  return { kind: 'applied', changes, giveBacks: giveBacks.length, notices: notices.owed.length, standings }
}

/** A gap behind the last record is passed over with it, or alone: the copy of a log that ends in one is at its end. */
function foldChunk(state: FoldState, { entries, next }: LogChunk, tools: FoldTools): Changes {
  const changes = foldBatch(state, entries, tools)
  return changes.stop === null ? { ...changes, partition: { ...changes.partition, nextOffset: next } } : changes
}

/** Rows loaded after another consumer's commit are ahead of their partition: what breaks on them is no invariant. */
async function foldUnlessStale(
  copy: SiteCopy,
  { partition }: FoldState,
  fold: () => Changes,
): Promise<Changes | 'stale'> {
  try {
    return fold()
  } catch (error) {
    const { nextOffset } = await copy.partition(partition.partition)
    if (nextOffset !== partition.nextOffset) return 'stale'
    throw error
  }
}
