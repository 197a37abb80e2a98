import type { Budget } from './budgets.ts'
import { judge } from './budgets.ts'
import type { CpuShare, Row } from './row.ts'
import { median, spread } from './statistics.ts'

/** What one round measured. */
export type Round = Pick<Row, 'perSecond' | 'p50Ms' | 'p99Ms' | 'cpu'>

export type Subject = Pick<Row, 'scenario' | 'what' | 'unit'> & { readonly connections?: number }

/** A row of the table from its rounds: medians. Ratios are by rows of the same run, as `[name, row]`. */
export function rowOf(
  subject: Subject,
  rounds: readonly Round[],
  { against = [], budgets = [] }: {
    readonly against?: readonly (readonly [name: string, row: Row])[]
    readonly budgets?: readonly Budget[]
  } = {},
): Row {
  const perSecond = median(rounds.map(round => round.perSecond))
  const measured = {
    connections: null,
    ...subject,
    perSecond,
    spread: spread(rounds.map(round => round.perSecond)),
    rounds: rounds.map(round => round.perSecond),
    p50Ms: medianOf(rounds.map(round => round.p50Ms)),
    p99Ms: medianOf(rounds.map(round => round.p99Ms)),
    cpu: cpuOf(rounds.map(round => round.cpu)),
    ratios: against.map(([to, row]) => ({ to, times: perSecond / row.perSecond })),
  }
  return { ...measured, budgets: judge(measured, budgets) }
}

const medianOf = (values: readonly (number | null)[]): number | null => {
  const known = values.filter(value => value !== null)
  return known.length === 0 ? null : median(known)
}

function cpuOf(shares: readonly (CpuShare | null)[]): CpuShare | null {
  const known = shares.filter(share => share !== null)
  if (known.length === 0) return null
  const of = (part: keyof CpuShare): number => median(known.map(share => share[part]))
  return { server: of('server'), stores: of('stores'), generator: of('generator') }
}
