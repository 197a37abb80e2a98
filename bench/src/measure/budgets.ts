import type { Row, Verdict } from './row.ts'

type Measured = Pick<Row, 'what' | 'connections' | 'perSecond' | 'p50Ms' | 'p99Ms' | 'ratios'>

/** What a figure of some row must be. Where a row has no such figure, the budget is missed: nothing passes unseen. */
export type Budget = {
  readonly name: string
  readonly figure: (row: Measured) => number | undefined
  readonly bound: 'at-least' | 'at-most'
  readonly value: number
  readonly show: (value: number) => string
}

export const perSecondAtLeast = (value: number): Budget => ({
  name: 'rate', figure: row => row.perSecond, bound: 'at-least', value, show: rate => `${grouped(rate)}/s`,
})

export const p50AtMost = (value: number): Budget => latencyAtMost('p50', value)
export const p99AtMost = (value: number): Budget => latencyAtMost('p99', value)

const latencyAtMost = (name: 'p50' | 'p99', value: number): Budget => ({
  name, figure: row => row[`${name}Ms`] ?? undefined, bound: 'at-most', value, show: ms => `${ms.toFixed(1)} ms`,
})

/** The row's rate by that of the row `to`. */
export const ratioAtLeast = (to: string, value: number): Budget => ({
  name: `ratio to ${to}`,
  figure: row => row.ratios.find(ratio => ratio.to === to)?.times,
  bound: 'at-least',
  value,
  show: times => `${times.toFixed(2)}x ${to}`,
})

/** Whole numbers with a comma every three digits, whatever the machine's language is. */
export const grouped = (value: number): string => Math.round(value).toLocaleString('en-US')

export function judge(row: Measured, budgets: readonly Budget[]): Verdict[] {
  return budgets.map(({ name, figure, bound, value, show }) => {
    const got = figure(row)
    const met = got !== undefined && (bound === 'at-least' ? got >= value : got <= value)
    const wanted = `${bound === 'at-least' ? '>=' : '<='} ${show(value)}`
    return { name, wanted, got: got === undefined ? 'not measured' : show(got), met }
  })
}
