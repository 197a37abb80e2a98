import { openMemorySite } from '@matchday/adapters/memory/open-site'
import { createMemorySiteStore, storedPartition } from '@matchday/adapters/memory/site-store'
import type { BatchCommit, SiteCopy } from '@matchday/domain/ports/site-copy'
import type { Hooks } from './hooks.ts'

export type Rows = ReturnType<typeof createRows>

/** One site's store in memory; several consumers may work on it. */
export function createRows() {
  const store = createMemorySiteStore()
  const commits: BatchCommit[] = []
  const caughtUpAtMs: number[] = []

  const hooked = (copy: SiteCopy, hooks: Hooks, clock: () => number): SiteCopy => {
    const commit = async (batch: BatchCommit): Promise<'committed' | 'stale'> => {
      const written = await copy.commit(batch)
      if (written === 'committed') commits.push(batch)
      return written
    }
    return {
      ...copy,
      partition: partition => {
        hooks.onLoad()
        return copy.partition(partition)
      },
      load: (partition, touched) => {
        hooks.onLoad()
        return copy.load(partition, touched)
      },
      commit: async batch => {
        let written: 'committed' | 'stale' | null = null
        await hooks.onCommit(async () => {
          written = await commit(batch)
        })
        return written ?? commit(batch)
      },
      reportCaughtUp: partition => {
        hooks.onLoad()
        caughtUpAtMs.push(clock())
        return copy.reportCaughtUp(partition)
      },
    }
  }

  return {
    whole: () => storedPartition(store, 0).whole,
    held: () => [...storedPartition(store, 0).whole.holds.values()].filter(({ state }) => state === 'held').length,
    /** Entries of each commit so far. */
    sizes: () => commits.map(({ expectedOffset, changes }) => changes.partition.nextOffset - expectedOffset),
    commits,
    caughtUpAtMs,
    openFor: (hooks: Hooks, clock: () => number) => {
      const site = openMemorySite(store, clock)
      return { ...site, copy: hooked(site.copy, hooks, clock) }
    },
  }
}
