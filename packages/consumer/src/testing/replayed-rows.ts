import { openMemorySite } from '@matchday/adapters/memory/open-site'
import { createMemorySiteStore, storedPartition } from '@matchday/adapters/memory/site-store'
import type { FoldTools } from '@matchday/domain/inventory/state'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import { applySales } from '@matchday/domain/usecases/apply-sales'

/** Fold a whole partition anew, in memory, from its first record. @returns what such a copy has, for comparison */
export async function replayLog(salesLog: SalesLog, tools: FoldTools, site: string, partition = 0) {
  const store = createMemorySiteStore()
  const { copy } = openMemorySite(store, () => 0)
  let state = await copy.partition(partition)
  for (;;) {
    const chunk = await salesLog.read({ partition, offset: state.nextOffset }, 500)
    if (chunk.next === state.nextOffset) break
    const applied = await applySales({ site: site as SiteId, copy, tools }, state, chunk)
    if (applied.kind === 'stale' || applied.changes.stop !== null) throw new Error('the log cannot be replayed')
    state = applied.changes.partition
  }
  const { journal, digests, whole, deadLetters } = storedPartition(store, partition)
  return { journal, digests, deadLetters, whole }
}
