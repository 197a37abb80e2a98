import type { PartitionState } from '../inventory/state.ts'
import { LogOutOfRange } from '../ports/unavailable.ts'
import type { SalesLog } from '../ports/sales-log.ts'
import type { ApplySalesPorts } from './apply-sales.ts'
import { applySales } from './apply-sales.ts'

/** Records folded at once. */
const chunkMax = 2_000

/**
 * Fold a partition from its first record up to, but not including, `toOffset`, into an empty copy that nobody else
 * writes.
 * @param onFolded called with the offset reached
 * @throws LogOutOfRange when the log no longer has its first records
 * @throws Error when the fold stops: this reader lacks a federation file or the rules
 */
export async function replayLog(
  ports: ApplySalesPorts & { readonly salesLog: SalesLog },
  partition: number,
  toOffset: number,
  onFolded: (offset: number) => void = () => {},
): Promise<PartitionState> {
  let at = await ports.copy.partition(partition)
  while (at.nextOffset < toOffset) {
    const max = Math.min(chunkMax, toOffset - at.nextOffset)
    const chunk = await ports.salesLog.read({ partition, offset: at.nextOffset }, max)
    if (chunk.next === at.nextOffset) throw new LogOutOfRange(partition, at.nextOffset, 0, chunk.end)
    const entries = chunk.entries.filter(({ offset }) => offset < toOffset)
    const applied = await applySales(ports, at, { ...chunk, entries, next: Math.min(chunk.next, toOffset) })
    if (applied.kind === 'stale') throw new Error('something else writes the copy that is replayed into')
    const { stop, partition: reached } = applied.changes
    if (stop !== null) throw new Error(`the fold stops at offset ${stop.offset}: ${stop.why}`)
    at = reached
    onFolded(at.nextOffset)
  }
  return at
}
