import { describe, expect, it } from '@jest/globals'
import { perSecondAtLeast, ratioAtLeast } from './budgets.ts'
import { rowOf } from './rounds.ts'

const subject = { scenario: 'reservations', what: 'hot game', unit: 'requests', connections: 128 }
const round = (perSecond: number, p99Ms: number | null = null, server = 100) => ({
  perSecond, p50Ms: null, p99Ms, cpu: { server, stores: 10, generator: 5 },
})

describe('a row', () => {
  it('is of the median of its rounds, each figure by itself', () => {
    const row = rowOf(subject, [round(100, 9, 120), round(300, 5, 100), round(200, 7, 110)])
    expect(row).toMatchObject({
      perSecond: 200, spread: 0.5, p50Ms: null, p99Ms: 7, cpu: { server: 110, stores: 10, generator: 5 },
    })
    expect(row.rounds).toEqual([100, 300, 200])
  })

  it('has its ratios by rows of the same run, and is judged by them', () => {
    const baseline = rowOf(subject, [round(50)])
    const row = rowOf(subject, [round(400)], {
      against: [['row lock', baseline]],
      budgets: [ratioAtLeast('row lock', 10), perSecondAtLeast(400)],
    })
    expect(row.ratios).toEqual([{ to: 'row lock', times: 8 }])
    expect(row.budgets.map(({ met }) => met)).toEqual([false, true])
  })

  it('knows no CPU time where the system tells none', () => {
    expect(rowOf(subject, [{ ...round(1), cpu: null }]).cpu).toBeNull()
  })
})
