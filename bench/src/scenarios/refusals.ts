import type { RequestTemplate } from '../load/load-plan.ts'
import { ratioAtLeast } from '../measure/budgets.ts'
import { rowOf } from '../measure/rounds.ts'
import type { Scenario } from '../scenario.ts'
import { basketOf, withShop } from '../site/with-shop.ts'
import { scarceSeats, soldOutGame } from '../workload/listing.ts'

const scenario = 'refusals'
const bare = 'bare POST'
const matchday = 'sold-out refusals'

/** Nothing is left, and everybody is told so by the site's own copy, without a word to the log. */
export const refusals: Scenario = {
  name: scenario,
  about: 'a game that is sold out: refusals over HTTP, beside a bare POST',
  run: bench =>
    withShop(
      bench,
      scenario,
      async ({ reserve }) => {
        const last = await reserve(soldOutGame, scarceSeats)
        if (last.status !== 201) throw new Error(`the last seats were answered ${last.status}: ${last.body}`)
        const refused = await reserve(soldOutGame, 1)
        if (refused.status !== 409) throw new Error(`one more seat was answered ${refused.status}: ${refused.body}`)
        return { answerBytes: { 409: Buffer.byteLength(refused.body) }, bodies: {} }
      },
      async ({ server, baseline, race }) => {
        const connections = bench.size.connectionsElsewhere
        const request = (path: string): RequestTemplate => ({ method: 'POST', path, body: basketOf(soldOutGame) })
        const rounds = await race.run(
          [
            { name: matchday, server, request: request('/api/v1/reservations'), status: 409 },
            { name: bare, server: baseline, request: request('/bare/409'), status: 409 },
          ],
          connections,
        )
        const subject = { scenario, unit: 'requests', connections }
        const bareRow = rowOf({ ...subject, what: `  ${bare}` }, rounds.get(bare) ?? [])
        const against = [[bare, bareRow]] as const
        const options = { against, budgets: [ratioAtLeast(bare, 0.7)] }
        const row = rowOf({ ...subject, what: matchday }, rounds.get(matchday) ?? [], options)
        return { rows: [row, bareRow], expected: { granted: 1, mayRefuse: true } }
      },
    ),
}
