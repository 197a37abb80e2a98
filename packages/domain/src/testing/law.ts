import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { LogEntry } from '../inventory/entry.ts'
import { foldBatch } from '../inventory/fold.ts'
import type { Fold, Replayed } from './world.ts'
import { federationOf, replay, toolsFor } from './world.ts'

/** What must always be so, for any log; and the fold without the rule that makes it so. */
export type Law = {
  readonly name: string
  readonly property: (fold: Fold) => fc.IProperty<unknown>
  readonly without: () => Promise<Fold>
}

/** Those of a reader who has both versions of the federation that arbitrary logs name. */
export const twoVersions = toolsFor(federationOf(1), federationOf(2, { wireQuantityMax: 2, announcedTtlMs: 20 }))

/** Every prefix of a log, folded record by record: what is so always is so after each of them. */
export function atEachStep(fold: Fold, entries: readonly LogEntry[], check: (replayed: Replayed) => void): void {
  let replayed = replay(fold, entries.slice(0, 1), { tools: twoVersions })
  for (const entry of entries.slice(1)) {
    replayed = replay(fold, [entry], { tools: twoVersions, whole: replayed.whole })
    check(replayed)
  }
}

/** Check each law on the fold, and that it would be seen to fail. */
export function holdTo(laws: readonly Law[]): void {
  describe('the fold', () => {
    it.each(laws)('$name', ({ property }) => {
      fc.assert(property(foldBatch), { numRuns: 300 })
    })
  })

  describe('with its rule taken away', () => {
    it.each(laws)('it is not true that $name', async ({ property, without }) => {
      const broken = await without()
      expect(fc.check(property(broken), { numRuns: 5_000, endOnFailure: true }).failed).toBe(true)
    })
  })
}
