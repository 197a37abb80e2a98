import Table from 'cli-table3'
import { grouped } from '../measure/budgets.ts'
import type { CpuShare, Row, Verdict } from '../measure/row.ts'

const head = ['', 'conn.', 'per second', 'p50 ms', 'p99 ms', 'CPU µs each', 'ratios', 'budgets']

/** All that was measured, for people. CPU is that of server, Postgres and load generator, each by request. */
export function tableOf(rows: readonly Row[]): string {
  const table = new Table({
    head,
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'left', 'left'],
    style: { head: [], border: [], compact: true },
  })
  table.push(...rows.map(cellsOf))
  return table.toString()
}

/** The same as GitHub-flavoured Markdown, for README files. */
export function markdownOf(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell => cell.replaceAll('\n', ', ')).join(' | ')} |`
  const rule = head.map((_, at) => (at > 0 && at < 6 ? '---:' : '---'))
  return [head, rule, ...rows.map(cellsOf)].map(line).join('\n')
}

function cellsOf({ what, connections, perSecond, spread, rounds, p50Ms, p99Ms, cpu, ratios, budgets }: Row): string[] {
  return [
    what,
    connections === null ? '' : String(connections),
    rounds.length > 1 ? `${grouped(perSecond)} ±${Math.round(spread * 100)}%` : grouped(perSecond),
    ms(p50Ms),
    ms(p99Ms),
    cpu === null ? '' : cpuText(cpu),
    ratios.map(({ to, times }) => `${times.toFixed(times < 10 ? 2 : 1)}x ${to}`).join('\n'),
    budgets.map(verdictText).join('\n'),
  ]
}

const ms = (value: number | null): string => (value === null ? '' : value.toFixed(1))

const cpuText = ({ server, stores, generator }: CpuShare): string => {
  const parts = [server, stores, generator].map(micros => micros.toFixed(micros < 10 ? 1 : 0))
  return `${parts.join(' + ')} = ${(server + stores + generator).toFixed(1)}`
}

export const verdictText = ({ met, wanted, got }: Verdict): string => `${met ? 'ok' : 'MISSED'} ${wanted} (${got})`
