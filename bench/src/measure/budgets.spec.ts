import { describe, expect, it } from '@jest/globals'
import { judge, p50AtMost, p99AtMost, perSecondAtLeast, ratioAtLeast } from './budgets.ts'

const row = {
  what: 'reservations', connections: 128, perSecond: 8_000, p50Ms: 20, p99Ms: 50,
  ratios: [{ to: 'row lock', times: 9.9 }],
}

describe('a budget', () => {
  it('is met at its very bound, and missed just beyond', () => {
    const met = (one: typeof row, budget: Parameters<typeof judge>[1][number]) => judge(one, [budget])[0]?.met
    expect(met(row, perSecondAtLeast(8_000))).toBe(true)
    expect(met({ ...row, perSecond: 7_999.9 }, perSecondAtLeast(8_000))).toBe(false)
    expect(met(row, p99AtMost(50))).toBe(true)
    expect(met({ ...row, p99Ms: 50.1 }, p99AtMost(50))).toBe(false)
    expect(met(row, p50AtMost(20))).toBe(true)
    expect(met({ ...row, p50Ms: 20.1 }, p50AtMost(20))).toBe(false)
    expect(met(row, ratioAtLeast('row lock', 10))).toBe(false)
  })

  it('says what was wanted and what was found', () => {
    expect(judge(row, [perSecondAtLeast(12_000), p99AtMost(60), ratioAtLeast('row lock', 10)])).toEqual([
      { name: 'rate', wanted: '>= 12,000/s', got: '8,000/s', met: false },
      { name: 'p99', wanted: '<= 60.0 ms', got: '50.0 ms', met: true },
      { name: 'ratio to row lock', wanted: '>= 10.00x row lock', got: '9.90x row lock', met: false },
    ])
  })

  it('is missed where nothing was measured', () => {
    const bare = { ...row, p99Ms: null, ratios: [] }
    expect(judge(bare, [p99AtMost(50), ratioAtLeast('row lock', 10)]).map(({ met, got }) => [met, got])).toEqual([
      [false, 'not measured'],
      [false, 'not measured'],
    ])
  })
})
