import { ratioAtLeast } from '../measure/budgets.ts'
import type { Row } from '../measure/row.ts'
import { rowOf } from '../measure/rounds.ts'
import type { Scenario } from '../scenario.ts'
import type { Shop } from '../site/with-shop.ts'
import { withShop } from '../site/with-shop.ts'
import { hotGames } from '../workload/listing.ts'

const scenario = 'reads'
const bare = 'bare GET'

/** What is read, and where. */
const pages = {
  'game list': '/api/v1/games',
  'availability of a game': `/api/v1/games/${hotGames[0]}/availability`,
}

/** Pages from the copy in memory, whole each time, beside an Express handler that sends the same bytes. */
export const reads: Scenario = {
  name: scenario,
  about: 'game list and availability over HTTP, beside a bare GET of the same bytes',
  run: bench =>
    withShop(
      bench,
      scenario,
      async ({ get }) => {
        const bodies = await Promise.all(Object.values(pages).map(async path => [path, await get(path)] as const))
        return { answerBytes: {}, bodies: Object.fromEntries(bodies) }
      },
      async shop => {
        const rows: Row[] = []
        for (const [what, path] of Object.entries(pages)) {
          rows.push(...(await measured(shop, { what, path, connections: bench.size.connectionsElsewhere })))
        }
        return { rows, expected: { granted: 0, mayRefuse: false } }
      },
    ),
}

type Read = { readonly what: string; readonly path: string; readonly connections: number }

async function measured({ server, baseline, race }: Shop, { what, path, connections }: Read): Promise<Row[]> {
  const request = { method: 'GET', path, body: null } as const
  const rounds = await race.run(
    [
      { name: what, server, request, status: 200 },
      { name: bare, server: baseline, request, status: 200 },
    ],
    connections,
  )
  const subject = { scenario, unit: 'reads', connections }
  const bareRow = rowOf({ ...subject, what: `  ${bare}` }, rounds.get(bare) ?? [])
  const options = { against: [[bare, bareRow]] as const, budgets: [ratioAtLeast(bare, 0.7)] }
  return [rowOf({ ...subject, what }, rounds.get(what) ?? [], options), bareRow]
}
