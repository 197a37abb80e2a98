import { holdKey } from '@matchday/domain/inventory/ids'
import type { WholePartition } from '@matchday/domain/inventory/whole'
import { applyChanges, emptyWhole, readWhole } from '@matchday/domain/inventory/whole'
import type { BatchCommit, GiveBack, SiteCopy } from '@matchday/domain/ports/site-copy'
import type { Hooks } from './hooks.ts'

export type Rows = ReturnType<typeof createRows>

/** One site's rows; several consumers may work on them. */
export function createRows() {
  const whole: WholePartition = emptyWhole(0)
  const caughtUpAtMs: number[] = []
  const commits: BatchCommit[] = []
  const givenBack = new Map<string, GiveBack>()

  const write = (batch: BatchCommit): boolean => {
    if (whole.partition.nextOffset !== batch.expectedOffset) return false
    applyChanges(whole, batch.changes)
    commits.push(batch)
    for (const ref of batch.giveBacks) {
      const hold = whole.holds.get(holdKey(ref))
      if (hold !== undefined) givenBack.set(holdKey(ref), hold)
    }
    for (const { kind, game, site, hold } of batch.changes.journal) {
      if (kind !== 'hold-released' || game === null || site === null || hold === null) continue
      givenBack.delete(holdKey({ game, site, id: hold }))
    }
    return true
  }

  const copyFor = (hooks: Hooks, clock: () => number): SiteCopy => ({
    partition: () => {
      hooks.onLoad()
      return Promise.resolve(whole.partition)
    },
    load: (partition, touched) => {
      hooks.onLoad()
      const state = { ...readWhole(whole, touched), partition }
      const totals = [...Map.groupBy(whole.buyers.values(), tally => tally.buyer)].map(([buyer, tallies]) => {
        return [buyer, tallies.reduce((sum, tally) => sum + tally.held + tally.sold, 0)] as const
      })
      return Promise.resolve({ state: structuredClone(state), buyerTotals: new Map(totals) })
    },
    commit: async batch => {
      let isWritten = false
      let isTried = false
      const apply = (): void => {
        isTried = true
        isWritten = write(batch)
      }
      await hooks.onCommit(batch, apply)
      if (!isTried) apply()
      return isWritten ? 'committed' : 'stale'
    },
    reportCaughtUp: () => {
      hooks.onLoad()
      caughtUpAtMs.push(clock())
      return Promise.resolve()
    },
    nextDueMs: () => {
      const live = [...whole.holds.values()].filter(hold => hold.state === 'held')
      return Promise.resolve(live.length === 0 ? null : Math.min(...live.map(hold => hold.expiresAtMs)))
    },
    pendingGiveBacks: max => Promise.resolve([...givenBack.values()].slice(0, max)),
  })
  return { whole, commits, caughtUpAtMs, copyFor }
}
