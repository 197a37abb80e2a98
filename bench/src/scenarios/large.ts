import type { CopyState } from '@matchday/domain/inventory/compare-copies'
import { checkSite, copyOf } from '../invariants/check-site.ts'
import { grouped, ratioAtLeast } from '../measure/budgets.ts'
import type { Row } from '../measure/row.ts'
import type { Round } from '../measure/rounds.ts'
import { rowOf } from '../measure/rounds.ts'
import type { Bench, Scenario } from '../scenario.ts'
import { startGenerator } from '../servers/baseline.ts'
import type { BenchChild } from '../servers/child.ts'
import type { BenchSite } from '../site/bench-site.ts'
import { appendTo } from '../site/bench-log.ts'
import { createSite, startSite } from '../site/bench-site.ts'
import { catchUpRound } from '../site/catch-up-round.ts'
import { untilCaughtUp } from '../site/caught-up.ts'
import { createRace } from '../site/race.ts'
import { foldOpening } from '../site/fold-opening.ts'
import { seedHolds } from '../site/seed-holds.ts'
import { basketOf } from '../site/with-shop.ts'
import { hotGames } from '../workload/listing.ts'
import { salesOf, take } from '../workload/sales.ts'

const scenario = 'large'
const empty = 'empty table'

/** A site, what it is called here, and how it stood before anything was measured. */
type Contestant = { readonly name: string; readonly site: BenchSite; readonly from: CopyState; granted: number }

/** Reservations and catch-up once more, by a site whose table is large and one whose table is empty, in turn. */
export const large: Scenario = {
  name: scenario,
  about: 'reservations and catch-up with millions of holds in the table, beside an empty one; needs --large',
  run: async bench => {
    const holds = bench.size.largeHolds
    const contestants = [await contestant(bench, empty, 0), await contestant(bench, `${grouped(holds)} holds`, holds)]
    const broken: string[] = []
    const rows = [...(await reservations(bench, contestants, broken)), ...(await catchUps(bench, contestants))]
    for (const { name, site, from, granted } of contestants) {
      bench.progress.step(`${scenario}: checking the site with ${name}`)
      const faults = await checkSite(site, { granted, mayRefuse: false }, from)
      broken.push(...faults.map(fault => `${scenario}, ${name}: ${fault}`))
    }
    return { rows, broken }
  },
}

async function contestant(bench: Bench, name: string, holds: number): Promise<Contestant> {
  const database = holds === 0 ? 'large_empty' : 'large_full'
  const site = await createSite(bench, await bench.createLog(`${database}_log`), database)
  await foldOpening(site)
  if (holds > 0) {
    bench.progress.step(`${scenario}: making ${grouped(holds)} holds`)
    await seedHolds(site, holds, bench.progress.part)
  }
  return { name, site, from: await copyOf(site.databaseUrl), granted: holds }
}

async function reservations(
  { size, storePids, progress }: Bench,
  contestants: readonly Contestant[],
  broken: string[],
): Promise<Row[]> {
  const children: BenchChild[] = []
  try {
    const generator = await startGenerator()
    children.push(generator)
    const race = createRace({ size, generator, storePids, step: progress.step })
    const request = { method: 'POST', path: '/api/v1/reservations', body: basketOf(hotGames[0]) } as const
    const contenders = []
    for (const { name, site } of contestants) {
      const server = await startSite(site)
      children.push(server)
      contenders.push({ name, server, request, status: 201 })
    }
    const connections = size.connectionsElsewhere
    const rounds = await race.run(contenders, connections)
    for (const one of contestants) one.granted += race.answered(one.name)
    await Promise.all(contestants.map(({ site }) => untilCaughtUp(site, { withinMs: 30_000 })))
    broken.push(...race.broken())
    return rowsOf({ scenario, what: 'reservations', unit: 'requests', connections }, contestants, rounds)
  } finally {
    await Promise.all(children.map(child => child.stop()))
  }
}

/** Each round, each site sleeps while its log grows, and then catches up. */
async function catchUps({ size, storePids, progress }: Bench, contestants: readonly Contestant[]): Promise<Row[]> {
  const rounds = new Map(contestants.map(({ name }) => [name, [] as Round[]]))
  for (let at = 1; at <= size.rounds; at++) {
    const backlog = take(salesOf(`${scenario} ${at}`), size.backlog)
    for (const one of contestants) {
      progress.step(`${scenario}: catch-up with ${one.name}, round ${at} of ${size.rounds}`)
      await appendTo(one.site.log, backlog)
      rounds.get(one.name)?.push(await catchUpRound(one.site, storePids, progress.part))
      one.granted += backlog.filter(({ kind }) => kind === 'hold-requested').length
    }
  }
  return rowsOf({ scenario, what: 'catch-up', unit: 'entries' }, contestants, rounds)
}

type Subject = Parameters<typeof rowOf>[0]

/** The large one first, judged by the empty one, whose row follows. */
function rowsOf(
  subject: Subject,
  [small, full]: readonly Contestant[],
  rounds: ReadonlyMap<string, readonly Round[]>,
): Row[] {
  if (small === undefined || full === undefined) return []
  const smallRow = rowOf({ ...subject, what: `  ${small.name}` }, rounds.get(small.name) ?? [])
  const options = { against: [[empty, smallRow]] as const, budgets: [ratioAtLeast(empty, 0.9)] }
  return [rowOf({ ...subject, what: `${subject.what}, ${full.name}` }, rounds.get(full.name) ?? [], options), smallRow]
}
