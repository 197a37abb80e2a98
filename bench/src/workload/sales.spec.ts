import { describe, expect, it } from '@jest/globals'
import { isBuyerHash, isHoldId } from '@matchday/domain/inventory/ids'
import { soldOutGame } from './listing.ts'
import type { Sale } from './sales.ts'
import { salesOf, take } from './sales.ts'

const underWay = take(salesOf('test'), 40_000).slice(10_000)
const share = (kind: string): number => underWay.filter(sale => sale.kind === kind).length / underWay.length

describe('the sales of a tournament', () => {
  it('are requests, sales and releases as the README says', () => {
    expect(share('hold-requested')).toBeCloseTo(0.59, 2)
    expect(share('sale-requested')).toBeCloseTo(0.29, 2)
    expect(share('release-requested')).toBeCloseTo(0.12, 2)
  })

  it('are what the log takes, and spare the game that is sold out', () => {
    const isGood = (sale: Sale): boolean =>
      isHoldId(sale.hold) && sale.game !== soldOutGame && (sale.kind !== 'hold-requested' || isBuyerHash(sale.buyer))
    expect(underWay.filter(sale => !isGood(sale))).toEqual([])
  })

  it('are the same for the same seed, and others for another', () => {
    expect(take(salesOf('test'), 100)).toEqual(take(salesOf('test'), 100))
    const holds = ['one', 'other'].flatMap(seed => take(salesOf(seed), 100)).map(({ hold }) => hold)
    expect(new Set(holds).size).toBe(200)
  })
})
