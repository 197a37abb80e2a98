import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { runBench } from './run-bench.ts'
import type { BenchRun } from './run-bench.ts'
import { scenarios } from './scenarios.ts'

/** A few dozen of everything: it shows that the bench still measures, not what. */
const size = {
  rounds: 1, warmUpMs: 10, measureMs: 300, connections: [4], connectionsElsewhere: 4, foldEntries: 4_000,
  backlog: 12_000, largeHolds: 2_000,
}
const progress = { step: () => {}, part: () => {}, end: () => {} }

describe('the bench in miniature', () => {
  const parent = join(tmpdir(), `matchday-test-${randomBytes(6).toString('hex')}`)
  let run: BenchRun | undefined
  afterAll(() => rm(parent, { recursive: true, force: true }))

  it('runs every scenario, and its invariants hold', async () => {
    run = await runBench(scenarios, { size, progress, parent, durable: false })
    expect(run.broken).toEqual([])
    expect(new Set(run.rows.map(({ scenario }) => scenario))).toEqual(new Set(scenarios.map(({ name }) => name)))
  }, 120_000)

  it('measures something in every row', () => {
    expect(run?.rows.filter(({ perSecond }) => !(perSecond > 0 && perSecond < Infinity))).toEqual([])
    expect(run?.rows.filter(({ connections, p99Ms }) => connections !== null && p99Ms === null)).toEqual([])
    expect(run?.machine.postgres).toMatch(/^18/)
  })

  it('shows each budget by its row', () => {
    const judged = run?.rows.filter(({ budgets }) => budgets.length > 0).map(({ scenario }) => scenario)
    expect(judged).toEqual([
      'refusals', 'reads', 'reads', 'fold', 'signing', 'signing', 'catch-up', 'two-sites', 'large', 'large',
    ])
  })
})
