import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { pathText } from '@matchday/domain/game/json-place'
import type { Repair } from '@matchday/domain/game/openfootball/repair'
import { stagesOf } from '@matchday/domain/game/stage'
import { utcText } from '@matchday/domain/game/utc-time'
import { readMasterListFile } from './master-list-file.ts'
import { masterListText } from './master-list-text.ts'
import type { OpenfootballFiles } from './openfootball-files.ts'
import { readOpenfootballFiles } from './openfootball-files.ts'

const data = join(import.meta.dirname, '../../../../data')
const filesOf = (year: string): OpenfootballFiles => ({
  worldcup: join(data, `openfootball/openfootball-${year}-worldcup.json`),
  stadiums: join(data, `openfootball/openfootball-${year}-stadiums.json`),
  groups: join(data, `openfootball/openfootball-${year}-groups.json`),
  pricing: join(data, `pricing-${year}.json`),
})
async function builtOf(year: string) {
  const built = await readOpenfootballFiles(filesOf(year))
  if (!built.ok) throw new Error(JSON.stringify(built.refusal))
  return built.value
}

describe.each(['2022', '2026'])('the master list of %s', year => {
  const file = join(data, `world-cup-${year}.json`)

  it('is what the importer makes of the sources, byte for byte', async () => {
    const { list } = await builtOf(year)
    expect(masterListText(list)).toBe(await readFile(file, 'utf8'))
  })

  it('is read back as it was built, without a fault', async () => {
    const { list } = await builtOf(year)
    expect(await readMasterListFile(file)).toEqual({ ok: true, value: list })
  })

  it('sells every seat of a venue and knows no result', async () => {
    const { list } = await builtOf(year)
    const capacities = new Map(list.venues.map(({ name, capacity }) => [name, capacity]))
    for (const { categories, venue, group, home, away } of list.games) {
      expect(categories.reduce((sum, { capacity }) => sum + capacity, 0)).toBe(capacities.get(venue))
      expect(categories).toHaveLength(4)
      if (group === null) expect([home, away]).toEqual(['TBA', 'TBA'])
    }
    expect(await readFile(file, 'utf8')).not.toMatch(/score|goal/)
  })
})

const countsOf = (repairs: readonly Repair[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(repairs, ({ kind }) => kind)].map(([kind, all]) => [kind, all.length]))

describe('2022', () => {
  it('has 64 games, the prices of their stages, and limits of 6 and 60', async () => {
    const { list } = await builtOf('2022')
    const stageOf = stagesOf(list.games)
    const prices = new Map(list.games.map(({ game, categories }) =>
      [`${game === 1 ? 'opening' : stageOf.get(game)}`, categories.map(({ price }) => price).join('/')]))
    expect(Object.fromEntries(prices)).toEqual({
      opening: '618/440/302/55',
      group: '220/165/69/11',
      'round-of-16': '275/206/96/19',
      'quarter-final': '426/288/206/82',
      'semi-final': '956/659/357/137',
      'third-place': '426/302/206/82',
      final: '1607/1003/604/206',
    })
    expect(list.games).toHaveLength(64)
    const final = { kickOffMs: Date.UTC(2022, 11, 18, 15), venue: 'Lusail Stadium', round: 7 }
    expect(list.games.at(-1)).toMatchObject(final)
    expect(list.limits).toEqual({ perBuyerAndGame: 6, perBuyerAndTournament: 60, holdMaxMs: 600_000 })
  })

  it('calls every team and stadium by one name', async () => {
    const text = JSON.stringify((await builtOf('2022')).list)
    expect(text).not.toMatch(/USA|Iconic|\(\d\)/)
    expect(text).toContain('United States')
  })

  it('reports every repair', async () => {
    expect(countsOf((await builtOf('2022')).repairs)).toEqual({
      'city-suffix-dropped': 5,
      'venue-renamed': 11,
      'team-renamed': 3,
      'team-withheld': 32,
      'results-dropped': 64,
      'zone-from-stadium': 64,
      'round-derived': 64,
      'number-assigned': 64,
      'number-tied': 8,
    })
  })
})

describe('2026', () => {
  it('has 104 games, limits of 4 and 40, and says that its prices are illustrative', async () => {
    const { list } = await builtOf('2026')
    expect(list.games).toHaveLength(104)
    expect(list.limits).toEqual({ perBuyerAndGame: 4, perBuyerAndTournament: 40, holdMaxMs: 600_000 })
    expect(list.note).toContain('illustrative')
    const stages = Map.groupBy(stagesOf(list.games).values(), stage => stage)
    expect([...stages].map(([stage, all]) => `${all.length} ${stage}`)).toEqual([
      '72 group', '16 round-of-32', '8 round-of-16', '4 quarter-final', '2 semi-final', '1 third-place', '1 final',
    ])
  })

  it('keeps the numbers given, and the moments that times with an offset name', async () => {
    const { list } = await builtOf('2026')
    const at = (game: number) => list.games.find(listing => listing.game === game)
    expect(utcText(at(1)?.kickOffMs ?? 0)).toBe('2026-06-11T19:00:00Z')
    expect(at(73)).toMatchObject({ kickOffMs: Date.UTC(2026, 5, 28, 19), venue: 'SoFi Stadium' })
    expect(at(75)).toMatchObject({ kickOffMs: Date.UTC(2026, 5, 30, 1), venue: 'Estadio BBVA' })
  })

  it('reports every repair', async () => {
    expect(countsOf((await builtOf('2026')).repairs)).toEqual({
      'venue-by-city': 104,
      'team-withheld': 64,
      'results-dropped': 104,
      'round-derived': 104,
      'number-assigned': 72,
      'number-tied': 12,
    })
  })
})

describe('faults', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matchday-openfootball-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  const changed = async (file: string, change: (text: string) => string): Promise<string> => {
    const copy = join(folder, 'copy.json')
    await writeFile(copy, change(await readFile(file, 'utf8')))
    return copy
  }

  it('of names without an alias stand on the lines of the games', async () => {
    const files = filesOf('2022')
    const pricing = await changed(files.pricing, text => text.replace('"USA"', '"U.S.A."'))
    const built = await readOpenfootballFiles({ ...files, pricing })
    if (built.ok || built.refusal.kind === 'unreadable') throw new Error('a name is open')
    const lines = (await readFile(files.worldcup, 'utf8')).split('\n')
    expect(built.refusal.faults).toHaveLength(3)
    for (const { file, line, path } of built.refusal.faults) {
      expect(file).toBe(files.worldcup)
      expect(lines[line - 1]).toContain('"USA"')
      expect(pathText(path)).toMatch(/^matches\[\d+\]\.team[12]$/)
    }
    expect(built.refusal.repairs.length).toBeGreaterThan(0)
  })

  it('of JSON in several files are told together, and a missing file alone', async () => {
    const files = filesOf('2022')
    const broken = await changed(files.groups, text => text.slice(0, -4))
    const built = await readOpenfootballFiles({ ...files, groups: broken, stadiums: broken })
    expect(built).toMatchObject({ refusal: { kind: 'faults', faults: [{ file: broken }, { file: broken }] } })
    const missing = join(folder, 'missing.json')
    expect(await readOpenfootballFiles({ ...files, groups: missing })).toEqual({
      ok: false,
      refusal: { kind: 'unreadable', file: missing, reason: 'does not exist' },
    })
  })
})
