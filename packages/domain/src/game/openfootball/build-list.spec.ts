import { describe, expect, it } from '@jest/globals'
import { pathText } from '../json-place.ts'
import { checkMasterList } from '../master-list.ts'
import { stages } from '../stage.ts'
import { documentOf } from '../testing/arbitrary-list.ts'
import { plant } from '../testing/plant.ts'
import { buildMasterList } from './build-list.ts'
import { groupRepairs } from './repair.ts'
import { smallCup } from './testing/small-cup.ts'

const pricing = {
  tournament: { id: 'small-cup', name: 'Small Cup' },
  currency: 'EUR',
  limits: { perBuyerAndGame: 4, perBuyerAndTournament: 8, holdMaxMs: 1_000 },
  capacityShares: [50, 50],
  prices: { opening: [90, 80], group: [20, 10], 'semi-final': [40, 30], 'third-place': [35, 25], final: [60, 50] },
  aliases: { teams: { 'The Dogs': 'Dogs' }, grounds: { 'Old Lake Park': 'Lake Park' } },
}
const fields = 'tournament, note, currency, limits, capacityShares, prices, aliases'
const built = (file: unknown, source = smallCup()) => buildMasterList(source, file)
const faultsOf = (...args: Parameters<typeof built>): string[] => {
  const result = built(...args)
  return result.ok ? [] : result.refusal.faults.map(({ file, path, reason }) => `${file} ${pathText(path)}: ${reason}`)
}

describe('a list built of openfootball and a pricing file', () => {
  it('is a list without fault, whole venues on sale, priced by stage', () => {
    const result = built(pricing)
    if (!result.ok) throw new Error(JSON.stringify(result.refusal.faults))
    const { list, repairs } = result.value
    expect(checkMasterList(documentOf(list))).toEqual({ ok: true, value: list })
    const offers = list.games.map(({ categories }) => categories.map(one => `${one.capacity}@${one.price}`).join(' '))
    expect(offers).toEqual([
      '501@90 500@80',
      '1000@20 1000@10',
      '1500@20 1500@10',
      '501@20 500@10',
      '1500@20 1500@10',
      '1000@20 1000@10',
      '1000@20 1000@10',
      '1500@40 1500@30',
      '1500@40 1500@30',
      '1500@35 1500@25',
      '1500@60 1500@50',
    ])
    expect(list.note).toBeNull()
    expect(list.tournament).toEqual(pricing.tournament)
    const groups = groupRepairs(repairs)
    expect(groups.flat()).toHaveLength(repairs.length)
    expect(groups.map(([repair, ...others]) => `${repair.kind} ${others.length + 1}`).slice(0, 4)).toEqual([
      'city-suffix-dropped 1',
      'city-suffix-dropped 1',
      'venue-renamed 1',
      'venue-by-city 1',
    ])
    expect(groups.filter(([{ kind }]) => kind === 'number-assigned')).toHaveLength(1)
  })

  it('takes for the opening game the first to kick off, of two at a time the lower number', () => {
    const openingOf = (numbers: readonly (readonly [index: number, num: number])[]): unknown => {
      const source = smallCup()
      for (const [index, num] of numbers) source.worldcup.matches[index] = { ...source.worldcup.matches[index], num }
      const result = built(pricing, source)
      const games = result.ok ? result.value.list.games : []
      return games.filter(({ categories }) => categories[0]?.price === 90).map(({ home }) => home)
    }
    expect(openingOf([])).toEqual(['Ants'])
    expect(openingOf([[1, 1]])).toEqual(['Ants'])
    expect(openingOf([[10, 1], [0, 2]])).toEqual(['Elks'])
  })

  it('prices the opening game as any other where nothing else is said', () => {
    const result = built(plant(pricing, ['prices', 'opening'], undefined))
    expect(result.ok && result.value.list.games[0]?.categories.map(({ price }) => price)).toEqual([20, 10])
  })

  it.each<[string, (string | number)[], unknown]>([
    ['prices.final: has no prices for this stage, which game 11 is of', ['prices', 'final'], undefined],
    [`prices.finals: is not a stage; those with prices are opening, ${stages.join(', ')}`, ['prices', 'finals'], []],
    ['prices.final: has 3 prices for 2 categories', ['prices', 'final'], [1, 2, 3]],
    ['prices.final[1]: -2 is not an integer from 0 to 1000000000', ['prices', 'final', 1], -2],
    ['capacityShares: adds up to 101, not to 100 percent', ['capacityShares', 0], 51],
    ['capacityShares[0]: 0.5 is not an integer from 0 to 100', ['capacityShares', 0], 0.5],
    ['capacityShares: has 0 elements, not 1 or more', ['capacityShares'], []],
    ['currency: "" is not an ISO 4217 currency such as "USD"', ['currency'], ''],
    ['limits.holdMaxMs: 0 is not an integer from 1 to 604800000', ['limits', 'holdMaxMs'], 0],
    ['aliases.venues: is not a field of this format; known: teams, grounds', ['aliases', 'venues'], {}],
    ['aliases.teams.The Dogs: 3 is not text', ['aliases', 'teams'], { 'The Dogs': 3 }],
    [
      `price: is not a field of this format; known: ${fields}`,
      ['price'],
      3,
    ],
    ['prices: nothing is not an object', ['prices'], undefined],
  ])('is refused for its pricing: %s', (fault, path, value) => {
    expect(faultsOf(plant(pricing, path, value))).toContain(`pricing ${fault}`)
  })

  it.each<[(string | number)[], unknown]>([
    [['prices', 'final'], []],
    [['prices', 'final', 1], 0.5],
    [['capacityShares'], []],
    [['capacityShares', 0], 0.5],
    [['currency'], 'X'],
  ])('is refused for %j once', (path, value) => expect(faultsOf(plant(pricing, path, value))).toHaveLength(1))

  it('lists the faults of all files together, reading names by what is good of the pricing file', () => {
    const source = smallCup()
    source.worldcup.matches[0] = { ...source.worldcup.matches[0], date: 'soon' }
    expect(faultsOf({ ...pricing, currency: 'X' }, source)).toEqual([
      'worldcup matches[0].date: "soon" is not a date such as "2022-11-20"',
      'pricing currency: "X" is not an ISO 4217 currency such as "USD"',
    ])
    expect(faultsOf(null)).toContain('pricing the document: null is not an object')
  })

  it('needs no aliases where names agree', () => {
    const source = smallCup()
    source.worldcup.matches[2] = { ...source.worldcup.matches[2], ground: 'Lake Park, Lakeside' }
    source.worldcup.matches[4] = { ...source.worldcup.matches[4], team1: 'Dogs' }
    expect(faultsOf(plant(pricing, ['aliases'], undefined), source)).toEqual([])
    expect(faultsOf(plant(pricing, ['aliases'], {}), source)).toEqual([])
  })
})
