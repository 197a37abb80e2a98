import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from '@jest/globals'
import type { KafkaFederation, SiteName } from '../testing/kafka-federation.ts'
import { category, createKafkaFederation, game, sites } from '../testing/kafka-federation.ts'

const capacity = 60
const buyersPerSite = 40
/** After so many answers one site is killed: everybody is still asking. */
const killedAfter = 30

let federation: KafkaFederation
afterEach(() => federation.close(), 60_000)

const triesMax = 1_500
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    if (await holds()) return
    await pause(20)
  }
  throw new Error(`never happened: ${what}`)
}

const seatsText = `
  SELECT coalesce(sum(quantity) FILTER (WHERE state IN ('held', 'sold')), 0)::int AS taken FROM hold`
const takenAt = async (site: SiteName): Promise<number> =>
  ((await federation.rows(site, seatsText))[0] as { taken: number }).taken

type Answer = { readonly site: SiteName; readonly status: number | 'lost' }

/** Buyers of one site, all at once, each for a seat or two; an answer that never came is lost. */
function rush(site: SiteName, urlOf: () => string, answered: (answer: Answer) => void): Promise<void>[] {
  return Array.from({ length: buyersPerSite }, async (_, number) => {
    const items = [{ game, category, quantity: 1 + (number % 2) }]
    const buyer = { email: `buyer-${number}@${site}.example`, name: 'Ana' }
    await pause(number * 10)
    const response = await fetch(`${urlOf()}/api/v1/reservations`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ items, buyer }),
    }).catch(() => null)
    answered({ site, status: response?.status ?? 'lost' })
  })
}

/** Three sites sell; one is killed in the middle and starts again. @returns what buyers heard, and where it is now */
async function sellOut(announce: () => Promise<unknown>): Promise<{ answers: readonly Answer[]; east: string }> {
  const children = new Map(await Promise.all(sites.map(async site => [site, await federation.start(site)] as const)))
  const urlOf = (site: SiteName): string => children.get(site)?.url ?? ''
  for (const site of sites) await until(`${site} sells`, async () => isOnSale(urlOf(site)))
  const answers: Answer[] = []
  const middle = Promise.withResolvers<void>()
  const answered = (answer: Answer): void => {
    if (answers.push(answer) === killedAfter) middle.resolve()
  }
  const asking = sites.flatMap(site => rush(site, () => urlOf(site), answered))
  await middle.promise
  await announce()
  const victim = children.get('east')
  process.kill(victim?.pid ?? 0, 'SIGKILL')
  await victim?.exited
  children.set('east', await federation.start('east'))
  await Promise.all(asking)
  return { answers, east: urlOf('east') }
}

async function isOnSale(url: string): Promise<boolean> {
  const response = await fetch(`${url}/api/v1/games/${game}/availability`)
  return response.ok && ((await response.json()) as { onSale: boolean }).onSale
}

/** What a rush of buyers for two left is taken seat by seat. */
async function takeTheRest(url: string): Promise<void> {
  for (let number = 0; number < capacity; number++) {
    const buyer = { email: `late-${number}@east.example`, name: 'Eva' }
    const response = await fetch(`${url}/api/v1/reservations`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ items: [{ game, category, quantity: 1 }], buyer }),
    })
    if (response.status === 409) return
    expect(response.status).toBe(201)
  }
  throw new Error('more was sold than there is')
}

const copied = ['game', 'category_stock', 'announced_pending', 'hold', 'journal', 'dead_letter']
const dumpText = copied
  .map(table => `
    SELECT '${table}' AS name, count(*)::int AS rows,
      md5(string_agg(to_jsonb(t)::text, E'\\n' ORDER BY to_jsonb(t)::text COLLATE "C")) AS hash FROM ${table} t`)
  .join(' UNION ALL ')

/** Every copy, when all of them stand at the end of the log. */
async function copiesAtTheEnd(): Promise<readonly unknown[]> {
  const offsetsOf = (site: SiteName) =>
    federation.rows(site, 'SELECT next_offset::int AS at FROM partition_state ORDER BY partition')
  await until('all at the end', async () => {
    const ends = JSON.stringify((await federation.ends()).map(at => ({ at })))
    const standing = await Promise.all(sites.map(offsetsOf))
    return standing.every(offsets => JSON.stringify(offsets) === ends)
  })
  return Promise.all(sites.map(site => federation.rows(site, dumpText)))
}

async function expectEqualCopies(): Promise<void> {
  const [first, ...others] = await copiesAtTheEnd()
  for (const other of others) expect(other).toEqual(first)
}

const oversoldText = "SELECT coalesce(sum(quantity), 0)::int AS seats FROM journal WHERE kind = 'oversold'"

describe('three sites on one broker', () => {
  it.each([
    { partitions: 1, announced: [3, 7] },
    { partitions: 12, announced: [] },
  ])('sell no seat twice though one is killed: %j', async ({ partitions, announced }) => {
    federation = await createKafkaFederation(partitions, capacity)
    const [early = 0, late = 0] = announced
    const { answers, east } = await sellOut(async () => { if (early > 0) await federation.announce(early) })
    await takeTheRest(east)
    if (late > 0) await federation.announce(late)
    await expectEqualCopies()

    const statuses = new Set(answers.map(({ status }) => status))
    expect([...statuses].filter(status => ![201, 202, 409, 503, 'lost'].includes(status))).toEqual([])
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(sites.length)
    const taken = await takenAt('north')
    expect(taken).toBeLessThanOrEqual(capacity)
    expect(taken + early).toBeGreaterThanOrEqual(capacity)
    // Whatever was announced beyond what there was is reported, to the exact ticket.
    expect(await federation.rows('north', oversoldText)).toEqual([{ seats: taken + early + late - capacity }])
  }, 110_000)
})
