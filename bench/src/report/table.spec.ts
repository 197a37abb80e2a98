import { describe, expect, it } from '@jest/globals'
import type { Row } from '../measure/row.ts'
import { markdownOf, tableOf } from './table.ts'

const row: Row = {
  scenario: 'reservations',
  what: 'reservations, hot game',
  connections: 128,
  unit: 'requests',
  perSecond: 8_123.4,
  spread: 0.043,
  rounds: [8_000, 8_123.4, 8_700],
  p50Ms: 14.96,
  p99Ms: 33,
  cpu: { server: 91.2, stores: 60.1, generator: 9.04 },
  ratios: [{ to: 'row lock', times: 11.26 }, { to: 'bare POST', times: 0.512 }],
  budgets: [
    { name: 'rate', wanted: '>= 8,000/s', got: '8,123/s', met: true },
    { name: 'p99', wanted: '<= 30.0 ms', got: '33.0 ms', met: false },
  ],
}
const alone = { connections: null, rounds: [1], p50Ms: null, p99Ms: null, cpu: null, ratios: [], budgets: [] }
const bare: Row = { ...row, what: 'fold', ...alone }

describe('the table', () => {
  it('shows every figure of a row', () => {
    const text = tableOf([row])
    for (const shown of [
      'reservations, hot game', '128', '8,123 ±4%', '15.0', '33.0', '91 + 60 + 9.0 = 160.3', '11.3x row lock',
      '0.51x bare POST', 'ok >= 8,000/s (8,123/s)', 'MISSED <= 30.0 ms (33.0 ms)',
    ]) {
      expect(text).toContain(shown)
    }
  })

  it('leaves out what was not measured', () => {
    expect(markdownOf([bare]).split('\n').at(-1)).toBe('| fold |  | 8,123 |  |  |  |  |  |')
  })

  it('is one line a row in Markdown', () => {
    const lines = markdownOf([row, bare]).split('\n')
    expect(lines).toHaveLength(4)
    expect(lines[2]).toContain('11.3x row lock, 0.51x bare POST')
  })
})
