import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rowsOf } from '@matchday/adapters/testing/embedded'
import { addCommands } from '../add-commands.ts'
import type { CliRun } from '../testing/run-cli.ts'
import { runCli } from '../testing/run-cli.ts'
import type { SiteWorld } from '../testing/site-world.ts'
import { createSiteWorld, logId } from '../testing/site-world.ts'

let world: SiteWorld
let consumer: { close: () => Promise<void> }

beforeAll(async () => {
  world = await createSiteWorld()
})
afterAll(async () => {
  await consumer?.close()
  await world.close()
})

const matchday = (...args: string[]): Promise<CliRun> => runCli(addCommands, ...args)

const game = (matchNumber: number, homeTeam: string, seats: readonly number[], price = 75) => ({
  matchNumber,
  roundNumber: 1,
  dateUtc: '2022-11-20T16:00:00Z',
  location: 'Stadium',
  availability: Object.fromEntries(
    seats.map((available, index) => [`category${index + 1}`, { available, pending: 0, price }]),
  ),
  homeTeam,
  awayTeam: 'Ecuador',
  group: 'A',
})

async function listFile(name: string, games: readonly object[]): Promise<string> {
  const file = join(world.folder, name)
  const limits = { perBuyerAndGame: 4, perBuyerAndTournament: 8, holdMaxMs: 600_000 }
  const tournament = { id: 'small-cup', name: 'Small Cup' }
  await writeFile(file, JSON.stringify({ tournament, currency: 'USD', limits, venues: [], games }))
  return file
}

describe('the commands that work on a site', () => {
  it('say what is missing before there are tables', async () => {
    const status = await matchday('site', 'status')
    expect(status).toMatchObject({ code: 3, out: '' })
    expect(status.err).toContain('`matchday migrate`')
  })

  it('make the tables, once', async () => {
    const first = await matchday('migrate', '--json')
    expect(first.code).toBe(0)
    expect(JSON.parse(first.out)).toMatchObject({ logId })
    expect((await matchday('migrate')).out).toContain('up to date')
    consumer = await world.startConsumer()
  })

  it('publish a list, wait for what the log decides, and show it', async () => {
    const file = await listFile('first.json', [game(1, 'Qatar', [20, 10]), game(2, 'Senegal', [5])])
    expect(await matchday('masterlist', 'publish', file)).toMatchObject({ code: 2 })
    const published = await matchday('masterlist', 'publish', file, '--yes')
    expect(published).toMatchObject({ code: 0 })
    expect(published.out).toContain('2 games published, 0 unchanged.')
    const shown = await matchday('masterlist', 'show', '--json')
    expect(JSON.parse(shown.out)).toMatchObject([{ matchNumber: 1, homeTeam: 'Qatar' }, { matchNumber: 2 }])
    expect((await matchday('masterlist', 'publish', file, '--yes')).out).toContain('0 games published, 2 unchanged.')
  })

  it('name what a new list changes, and change only that', async () => {
    const file = await listFile('second.json', [game(1, 'Qatar', [25, 10]), game(2, 'Senegal', [5])])
    const diff = await matchday('masterlist', 'diff', file, '--exit-code')
    expect(diff.code).toBe(1)
    expect(diff.out).toBe('game 1, category 1: capacity 20 becomes 25\n')
    const published = await matchday('masterlist', 'publish', file, '--yes', '--json')
    expect(JSON.parse(published.out)).toEqual({
      decided: [{ kind: 'applied', game: 1, version: 2 }],
      unchanged: [2],
    })
    expect((await matchday('masterlist', 'diff', file)).out).toBe('The two lists are the same.\n')
  })

  it('report what the fold refuses: a category does not go away', async () => {
    const file = await listFile('third.json', [game(1, 'Qatar', [25]), game(2, 'Senegal', [5])])
    const published = await matchday('masterlist', 'publish', file, '--yes')
    expect(published.code).toBe(1)
    expect(published.out).toContain('category-removed')
  })

  it('say where the copy stands, and what the log did', async () => {
    const status = await matchday('site', 'status', '--json')
    expect(JSON.parse(status.out)).toMatchObject({
      site: 'north',
      logId,
      places: [{ partition: 0, behind: 0, federation: 1 }],
      seats: { games: 2, capacity: 40, held: 0, sold: 0, sellable: 40 },
    })
    const tail = await matchday('sales', 'tail', '--lines', '1', '--json')
    const detail = { reason: 'category-removed' }
    expect(JSON.parse(tail.out)).toMatchObject({ kind: 'list-refused', game: 1, detail })
    expect((await matchday('sales', 'tail', '--lines', 'all')).code).toBe(2)
  })

  it('say that the copy of another site differs', async () => {
    await rowsOf(world.databaseUrl, `
      INSERT INTO digest_standing (partition, site, stated_at, at_offset, theirs, ours, equal_at, differs_from)
      VALUES (0, 'south', 9, 7, 'x', 'y', 3, 7)`)
    const told = 'DIVERGENCE: partition 0: this copy and that of south differ from offset 7 on, and were equal at 3\n'
    expect((await matchday('site', 'status')).out).toContain(told)
    const { standings } = JSON.parse((await matchday('site', 'status', '--json')).out) as { standings: unknown }
    expect(standings).toMatchObject([{ partition: 0, site: 'south', differsFrom: 7 }])
    await rowsOf(world.databaseUrl, 'DELETE FROM digest_standing')
  })

  it('find the copy equal to a replay of the log', async () => {
    const audit = await matchday('audit', '--json')
    expect(audit.code).toBe(0)
    expect(JSON.parse(audit.out)).toMatchObject({ clean: true, partitions: [{ offset: 5, differences: [] }] })
  })

  it('refuse a list of another file whole', async () => {
    const file = await listFile('bad.json', [game(1, 'Qatar', [-1]), game(1, 'Qatar', [1])])
    const published = await matchday('masterlist', 'publish', file, '--yes')
    expect(published.code).toBe(1)
    expect(published.err).toContain('2 faults')
  })

  it('name the settings that are missing', async () => {
    const { MATCHDAY_SITE: site = '' } = process.env
    delete process.env['MATCHDAY_SITE']
    const status = await matchday('site', 'status')
    process.env['MATCHDAY_SITE'] = site
    expect(status).toMatchObject({ code: 2 })
    expect(status.err).toContain('MATCHDAY_SITE')
  })
})
