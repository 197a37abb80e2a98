import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import type { Expected } from '../invariants/check-copy.ts'
import { checkSite } from '../invariants/check-site.ts'
import { serialMarker } from '../load/load-plan.ts'
import type { Bench, ScenarioResult } from '../scenario.ts'
import type { Row } from '../measure/row.ts'
import type { BaselineTask } from '../servers/baseline.ts'
import { startBaseline, startGenerator } from '../servers/baseline.ts'
import type { BenchChild } from '../servers/child.ts'
import { rowLockTables } from '../servers/row-lock.ts'
import { askedCategory, listings, priceOf } from '../workload/listing.ts'
import type { BenchSite } from './bench-site.ts'
import { createSite, startSite } from './bench-site.ts'
import { untilCaughtUp } from './caught-up.ts'
import type { Race } from './race.ts'
import { createRace } from './race.ts'

/** A site that sells, what it is measured beside, and somebody to load both. */
export type Shop = {
  readonly server: BenchChild
  readonly baseline: BenchChild
  readonly race: Race
  /** Ask the site once, before anything is measured. */
  readonly get: (path: string) => Promise<string>
  /** One reservation outside of any race; its answer, of whatever status. */
  readonly reserve: (game: number, quantity: number) => Promise<{ readonly status: number; readonly body: string }>
}

/** What the measured part of a scenario hands back. */
export type Measured = { readonly rows: readonly Row[]; readonly expected: Expected }

/** What a buyer sends; each time another buyer. */
export const basketOf = (game: number, quantity = 1): string =>
  JSON.stringify({
    items: [{ game, category: askedCategory, quantity }],
    buyer: { email: `buyer-${serialMarker}@example.com`, name: 'Ana Silva', country: 'BR' },
  })

/** A few, as a pool of this shape has: more of them wait for the same row. */
const rowLockConnections = 10

/**
 * Runs a site of its own and everything it is measured beside, then stops the site and checks what it left.
 * @param name of the databases
 * @param before asks the site for what the baseline is to answer with
 */
export async function withShop(
  bench: Bench,
  name: string,
  before: (shop: Pick<Shop, 'get' | 'reserve'>) => Promise<Omit<BaselineTask, 'databaseUrl' | 'connections'>>,
  work: (shop: Shop) => Promise<Measured>,
): Promise<ScenarioResult> {
  const { size, storePids, progress } = bench
  progress.step(`${name}: starting a site`)
  const site = await createSite(bench, await bench.createLog(`${name}_log`), `${name}_site`)
  const children: BenchChild[] = []
  const started = async (child: Promise<BenchChild>): Promise<BenchChild> => {
    const running = await child
    children.push(running)
    return running
  }
  try {
    const server = await started(startSite(site))
    await untilCaughtUp(site, { withinMs: 30_000 })
    const asking = askingOf(server.url)
    await untilShown(asking.get, site)
    const task = await before(asking)
    const databaseUrl = await rowLockDatabase(bench, `${name}_row_lock`)
    const baseline = await started(startBaseline({ databaseUrl, connections: rowLockConnections, ...task }))
    const generator = await started(startGenerator())
    const race = createRace({ size, generator, storePids, step: progress.step })
    const { rows, expected } = await work({ server, baseline, race, ...asking })
    progress.step(`${name}: checking what it left`)
    const broken = [...race.broken(), ...(await checkLeft(site, databaseUrl, expected, race))]
    return { rows, broken: broken.map(line => `${name}: ${line}`) }
  } finally {
    await Promise.all(children.map(child => child.stop()))
  }
}

/** What the copy has folded is in the server's window a moment later: wait until every game is. */
async function untilShown(get: Shop['get'], { databaseUrl }: BenchSite): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM game WHERE list IS NOT NULL')
    for (let tries = 0; tries < shownTriesMax; tries++) {
      const { games } = JSON.parse(await get('/api/v1/games')) as { games: readonly unknown[] }
      if (games.length === Number(rows[0]?.count)) return
      await pause(20)
    }
    throw new Error('the site never showed its games')
  } finally {
    await client.end()
  }
}

const shownTriesMax = 1_500

/** The name under which the row-lock shape races. */
export const rowLock = 'row lock'

async function checkLeft(
  site: BenchSite,
  rowLockUrl: string,
  expected: Expected,
  race: Race,
): Promise<string[]> {
  await untilCaughtUp(site, { withinMs: 30_000 })
  const broken = await checkSite(site, expected)
  const client = new Client({ connectionString: rowLockUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM hold')
    const [made, answered] = [Number(rows[0]?.count), race.answered(rowLock)]
    return made === answered ? broken : [...broken, `the row lock made ${made} holds and answered ${answered}`]
  } finally {
    await client.end()
  }
}

function askingOf(url: string): Pick<Shop, 'get' | 'reserve'> {
  return {
    get: async path => {
      const response = await fetch(`${url}${path}`)
      if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`)
      return response.text()
    },
    reserve: async (game, quantity) => {
      const headers = { 'Content-Type': 'application/json' }
      // As long as the serial numbers of a race, so that the answer is as long, too.
      const body = basketOf(game, quantity).replace(serialMarker, '000000000000')
      const response = await fetch(`${url}/api/v1/reservations`, { method: 'POST', headers, body })
      return { status: response.status, body: await response.text() }
    },
  }
}

async function rowLockDatabase({ postgres }: Bench, name: string): Promise<string> {
  await postgres.createDatabase(name)
  const url = postgres.url(name)
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(rowLockTables)
    for (const { game, categories } of listings) {
      for (const { category, capacity } of categories) {
        const values = [game, category, capacity, priceOf(category)]
        await client.query('INSERT INTO stock VALUES ($1, $2, $3, 0, $4)', values)
      }
    }
    return url
  } finally {
    await client.end()
  }
}
