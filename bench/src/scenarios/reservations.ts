import type { RequestTemplate } from '../load/load-plan.ts'
import type { Budget } from '../measure/budgets.ts'
import { p99AtMost, perSecondAtLeast, ratioAtLeast } from '../measure/budgets.ts'
import type { Row } from '../measure/row.ts'
import { rowOf } from '../measure/rounds.ts'
import type { LogKind, Scenario } from '../scenario.ts'
import type { Shop } from '../site/with-shop.ts'
import { basketOf, rowLock, withShop } from '../site/with-shop.ts'
import { hotGames } from '../workload/listing.ts'

const scenario = 'reservations'
const bare = 'bare POST'
const matchday = 'Matchday'

/** The design names a rate and a latency for the hot game, at 128 connections; on the embedded log also a ratio. */
const budgets: Readonly<Record<LogKind, readonly Budget[]>> = {
  postgres: [perSecondAtLeast(8_000), ratioAtLeast(rowLock, 10), p99AtMost(50)],
  kafka: [perSecondAtLeast(5_000), p99AtMost(100)],
}
const budgetsAt = (connections: number, log: LogKind): readonly Budget[] => (connections === 128 ? budgets[log] : [])

/** Everybody wants a ticket of one category of one game, and everybody gets one. */
export const reservations: Scenario = {
  name: scenario,
  about: 'one hot game: reservations over HTTP, beside a row lock and a bare POST',
  run: bench => {
    let alone = 0
    return withShop(
      bench,
      scenario,
      async ({ reserve }) => {
        const { status, body } = await reserve(hotGames[0], 1)
        if (status !== 201) throw new Error(`a first reservation was answered ${status}: ${body}`)
        alone = 1
        return { answerBytes: { 201: Buffer.byteLength(body) }, bodies: {} }
      },
      async shop => {
        const rows: Row[] = []
        for (const [at, connections] of bench.size.connections.entries()) {
          rows.push(...(await measured(shop, connections, hotGames[at % hotGames.length] ?? hotGames[0], bench.log)))
        }
        return { rows, expected: { granted: alone + shop.race.answered(matchday), mayRefuse: false } }
      },
    )
  },
}

async function measured(
  { server, baseline, race }: Shop,
  connections: number,
  game: number,
  log: LogKind,
): Promise<Row[]> {
  const request = (path: string): RequestTemplate => ({ method: 'POST', path, body: basketOf(game) })
  const contenders = [
    { name: matchday, server, request: request('/api/v1/reservations'), status: 201 },
    { name: rowLock, server: baseline, request: request('/row-lock'), status: 201 },
    { name: bare, server: baseline, request: request('/bare/201'), status: 201 },
  ]
  const rounds = await race.run(contenders, connections)
  const row = (name: string, what: string, options: Parameters<typeof rowOf>[2] = {}): Row =>
    rowOf({ scenario, what, unit: 'requests', connections }, rounds.get(name) ?? [], options)
  const [lockRow, bareRow] = [row(rowLock, `  ${rowLock}`), row(bare, `  ${bare}`)]
  const against = [[rowLock, lockRow], [bare, bareRow]] as const
  return [row(matchday, 'reservations, hot game', { against, budgets: budgetsAt(connections, log) }), lockRow, bareRow]
}
