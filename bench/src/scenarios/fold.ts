import { createFoldTools, trustEveryWriter } from '@matchday/adapters/federation/fold-tools'
import type { LogEntry, Said } from '@matchday/domain/inventory/entry'
import { foldBatch } from '@matchday/domain/inventory/fold'
import { touches } from '@matchday/domain/inventory/touches'
import { perSecondAtLeast } from '../measure/budgets.ts'
import type { Round } from '../measure/rounds.ts'
import { rowOf } from '../measure/rounds.ts'
import type { Scenario } from '../scenario.ts'
import { federationFile, nobodySigns } from '../workload/federation.ts'
import { createMemoryCopy } from '../workload/memory-copy.ts'
import { opening } from '../workload/opening.ts'
import { salesOf, take } from '../workload/sales.ts'

/** As many as the consumer hands to the fold at once. */
const chunkSize = 2_000

/** The fold alone, in memory: no log and no database; records are made just before each chunk, off the clock. */
export const fold: Scenario = {
  name: 'fold',
  about: 'the fold alone, in memory, one core',
  run: async ({ size, progress }) => {
    const rounds: Round[] = []
    const broken: string[] = []
    for (let at = 0; at <= size.rounds; at++) {
      progress.step(at === 0 ? 'fold, warming up' : `fold, round ${at} of ${size.rounds}`)
      const { round, faults } = foldRound(size.foldEntries, share => progress.part(share))
      broken.push(...faults)
      if (at > 0) rounds.push(round)
    }
    const subject = { scenario: 'fold', what: 'fold, in memory', unit: 'entries' }
    return { rows: [rowOf(subject, rounds, { budgets: [perSecondAtLeast(500_000)] })], broken }
  },
}

function foldRound(count: number, done: (share: number) => void): { round: Round; faults: readonly string[] } {
  const federation = { ...federationFile('bench', nobodySigns), sha256: 'bench' }
  const tools = createFoldTools({ current: federation, versions: [federation] }, trustEveryWriter)
  const copy = createMemoryCopy()
  const sales = salesOf('fold')
  const total = { ms: 0, cpuMicros: 0, requested: 0, granted: 0 }

  const foldSome = (said: readonly Said[]): void => {
    const entries = stamped(said, copy.partition().nextOffset)
    const state = copy.load(touches(entries, copy.partition().logTimeMs))
    const cpu = process.cpuUsage()
    const startedMs = performance.now()
    const changes = foldBatch(state, entries, tools)
    total.ms += performance.now() - startedMs
    const { user, system } = process.cpuUsage(cpu)
    total.cpuMicros += user + system
    copy.apply(changes)
    total.requested += said.filter(({ kind }) => kind === 'hold-requested').length
    total.granted += changes.journal.filter(({ kind }) => kind === 'hold-granted').length
  }

  foldSome(opening(federation))
  total.ms = total.cpuMicros = 0
  for (let left = count; left > 0; left -= chunkSize) {
    foldSome(take(sales, Math.min(left, chunkSize)))
    done(1 - (left - chunkSize) / count)
  }
  const faults = copy.brokenCounters()
  if (total.granted !== total.requested) faults.push(`the fold granted ${total.granted} of ${total.requested} requests`)
  const cpu = { server: total.cpuMicros / count, stores: 0, generator: 0 }
  return { round: { perSecond: count / (total.ms / 1_000), p50Ms: null, p99Ms: null, cpu }, faults }
}

/** Two records a millisecond; holds outlive the run, so none is ever due. */
const stamped = (said: readonly Said[], firstOffset: number): LogEntry[] =>
  said.map((what, index) => {
    const offset = firstOffset + index
    return { offset, timestampMs: 1_000_000 + (offset >> 1), stampedBy: 'log', said: what }
  })
