import type { Convergence } from '@matchday/domain/ports/convergence'
import type { MemorySiteStore } from './site-store.ts'
import { storedPartition } from './site-store.ts'

/** How the sites' copies stand against one in memory. */
export const memoryConvergence = (store: MemorySiteStore): Convergence => ({
  standings: () => {
    const all = [...store.partitions].flatMap(([partition, { standings }]) =>
      [...standings.values()].map(standing => ({ partition, ...standing })))
    return Promise.resolve(all.sort((a, b) => a.partition - b.partition || (a.site < b.site ? -1 : 1)))
  },
  place: (partition, site) => {
    const { whole, digests, standings } = storedPartition(store, partition)
    const statedAt = standings.get(site)?.at ?? null
    return Promise.resolve({
      nextOffset: whole.partition.nextOffset,
      latest: digests.at(-1) ?? null,
      statedAt,
      digestsSince: digests.filter(({ offset }) => offset > (statedAt ?? -1)).length,
    })
  },
})
