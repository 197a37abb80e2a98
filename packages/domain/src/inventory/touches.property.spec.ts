import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { announcement, anything, openedLog } from '../testing/arbitrary-log.ts'
import { twoVersions } from '../testing/law.ts'
import type { LoadingRule } from '../testing/narrow.ts'
import { loadingRules, narrowTo } from '../testing/narrow.ts'
import { foldWithout } from '../testing/sabotage.ts'
import type { Fold } from '../testing/world.ts'
import { replay } from '../testing/world.ts'
import * as decideList from './decide-list.ts'
import { foldBatch } from './fold.ts'

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 })

/** The rows that a batch is said to need are all it reads: from them alone it computes what it does from everything. */
const isEnough = (fold: Fold, without: LoadingRule | null = null) =>
  fc.property(openedLog(fc.oneof(anything, announcement)), sizes, (entries, batches) => {
    const of = { tools: twoVersions, sizes: batches }
    const narrow = replay(fold, entries, { ...of, load: (whole, touched) => narrowTo(whole, touched, without) })
    expect(narrow).toEqual(replay(fold, entries, of))
  })

describe('the rows a batch touches', () => {
  it('are all it reads, in whatever order they come', () => {
    fc.assert(isEnough(foldBatch), { numRuns: 500 })
  })

  it.each(loadingRules)('would not be without the rule for %s', rule => {
    expect(fc.check(isEnough(foldBatch, rule), { numRuns: 20_000, endOnFailure: true }).failed).toBe(true)
  })

  it('would come in an order that matters if a list were refused for whichever category comes first', async () => {
    const ordered = await foldWithout(decideList, '../inventory/decide-list.ts', real => ({
      decideList: (stock, published) => {
        const decision = real.decideList(stock, published)
        if (decision.kind !== 'refused' || decision.refusal.kind !== 'category-removed') return decision
        const [category = decision.refusal.category] = stock.categories.keys()
        return { kind: 'refused', refusal: { kind: 'category-removed', category } }
      },
    }))
    expect(fc.check(isEnough(ordered), { numRuns: 20_000, endOnFailure: true }).failed).toBe(true)
  })
})
