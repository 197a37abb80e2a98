import { describe, expect, it } from '@jest/globals'
import type { JsonPath } from '../json-place.ts'
import { pathText } from '../json-place.ts'
import { plant } from '../testing/plant.ts'
import { utcText } from '../utc-time.ts'
import { importOpenfootball } from './import.ts'
import type { Repair } from './repair.ts'
import type { Fixture, OpenfootballSource } from './source.ts'
import { smallCup, smallCupAliases } from './testing/small-cup.ts'

const imported = (source: OpenfootballSource = smallCup()) => {
  const result = importOpenfootball(source, smallCupAliases)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal.faults))
  return result.value
}
const planted = (path: JsonPath, value: unknown, cup: unknown = smallCup()): OpenfootballSource =>
  plant(cup, path, value) as OpenfootballSource
const text = ({ game, round, kickOffMs, venue, home, away, group }: Fixture): string =>
  [game, round, utcText(kickOffMs), venue, home, away, group].join(' ')
const repairText = ({ kind, file, path, game, from, to }: Repair): string =>
  `${game} ${kind} ${file} ${pathText(path)}: ${from} > ${to}`
const repairsOf = (kind: Repair['kind'], source?: OpenfootballSource): string[] =>
  imported(source).repairs.filter(repair => repair.kind === kind).map(repairText)

/** Of the games in the order of the file. */
const games = [1, 6, 5, 3, 4, 7, 8, 9, 10, 11, 2]
const rounds = [1, 3, 2, 1, 2, 3, 4, 4, 5, 5, 1]
const names = smallCup().worldcup.matches.map(match => match['round'])
const [hill, lake] = ['UTC+3', 'UTC-7']
const zones = [hill, hill, lake, null, hill, hill, lake, lake, lake, lake, hill]

describe('games', () => {
  it('come out by number, in UTC, with rounds, and without knowing who wins', () => {
    expect(imported().fixtures.map(text)).toEqual([
      '1 1 2030-06-01T12:00:00Z North Ground Ants Bees A',
      '2 1 2030-06-01T12:00:00Z South Ground Elks Foxes B',
      '3 1 2030-06-01T13:00:00Z Lake Park Cats Dogs A',
      '4 2 2030-06-02T12:00:00Z North Ground Dogs Bees A',
      '5 2 2030-06-02T22:00:00Z Lake Park Cats Ants A',
      '6 3 2030-06-03T12:00:00Z South Ground Bees Cats A',
      '7 3 2030-06-03T17:00:00Z South Ground Dogs Ants A',
      '8 4 2030-06-06T01:00:00Z Lake Park TBA TBA ',
      '9 4 2030-06-07T01:00:00Z Lake Park 1B 2A ',
      '10 5 2030-06-09T01:00:00Z Lake Park TBA L8 ',
      '11 5 2030-06-10T01:00:00Z Lake Park TBA TBA ',
    ])
  })

  it('come with the name of the cup and its venues, without the numbers behind cities', () => {
    const { name, venues } = imported()
    expect(name).toBe('Small Cup')
    expect(venues).toEqual([
      { name: 'North Ground', city: 'Hilltown', capacity: 1_001, timezone: 'UTC+3' },
      { name: 'South Ground', city: 'Hilltown', capacity: 2_000, timezone: 'UTC+3' },
      { name: 'Lake Park', city: 'Lakeside', capacity: 3_000, timezone: 'UTC-7' },
    ])
  })
})

it('a game may kick off in the last minute of a day', () => {
  const late = imported(planted(['worldcup', 'matches', 9, 'time'], '23:59'))
  expect(utcText(late.fixtures.at(-1)?.kickOffMs ?? 0)).toBe('2030-06-10T06:59:00Z')
})

describe('repairs', () => {
  it.each<[Repair['kind'], string[]]>([
    ['city-suffix-dropped', [
      'null city-suffix-dropped stadiums stadiums[0].city: Hilltown (1) > Hilltown',
      'null city-suffix-dropped stadiums stadiums[1].city: Hilltown (2) > Hilltown',
    ]],
    ['venue-renamed', ['5 venue-renamed worldcup matches[2].ground: Old Lake Park, Lakeside > Lake Park']],
    ['venue-by-city', ['3 venue-by-city worldcup matches[3].ground: Lakeside > Lake Park']],
    ['team-renamed', ['4 team-renamed worldcup matches[4].team1: The Dogs > Dogs']],
    ['team-withheld', [
      '8 team-withheld worldcup matches[6].team1: Ants > TBA',
      '8 team-withheld worldcup matches[6].team2: Foxes > TBA',
      '10 team-withheld worldcup matches[8].team1: Bees > TBA',
      '11 team-withheld worldcup matches[9].team1: Ants > TBA',
    ]],
    ['results-dropped', [0, 1, 2, 3, 4, 5, 10].map(index =>
      `${games[index]} results-dropped worldcup matches[${index}]: score, goals1 > null`)],
    ['zone-from-stadium', games.flatMap((game, index) =>
      index === 3 ? [] : [`${game} zone-from-stadium worldcup matches[${index}].time: null > ${zones[index]}`])],
    ['zone-differs', ['3 zone-differs worldcup matches[3].time: UTC-7 > UTC+2']],
    ['number-assigned', [0, 10, 3, 4, 2, 1, 5, 8, 9].map(index =>
      `${games[index]} number-assigned worldcup matches[${index}]: null > ${games[index]}`)],
    ['round-derived', games.map((game, index) =>
      `${game} round-derived worldcup matches[${index}].round: ${names[index]} > ${rounds[index]}`)],
    ['field-dropped', []],
    ['number-tied', []],
  ])('of kind %s are reported', (kind, expected) => expect(repairsOf(kind)).toEqual(expected))

  it('of fields nobody knows are reported', () => {
    expect(repairsOf('field-dropped', planted(['worldcup', 'matches', 0, 'attendance'], 3))).toEqual([
      '1 field-dropped worldcup matches[0]: attendance > null',
    ])
  })

  it('are not made where the offset is the one of the stadium', () => {
    expect(repairsOf('zone-differs', planted(['worldcup', 'matches', 3, 'time'], '15:00 UTC-7'))).toEqual([])
  })

  it('name what there is of a result', () => {
    const unplayed = planted(['worldcup', 'matches', 0, 'score'], undefined)
    expect(repairsOf('results-dropped', unplayed)[0]).toBe('1 results-dropped worldcup matches[0]: goals1 > null')
  })

  it('say where kick-off and group leave the order of numbers open', () => {
    const tied = planted(['worldcup', 'matches', 8, 'date'], '2030-06-09')
    const elsewhere = planted(['worldcup', 'matches', 8, 'ground'], 'South Ground', tied)
    const sameTime = planted(['worldcup', 'matches', 8, 'time'], '18:00 UTC-7', elsewhere)
    expect(repairsOf('number-tied', sameTime)).toEqual([
      '11 number-tied worldcup matches[8]: Lake Park before South Ground > 11',
    ])
  })

  it('are told beside faults too', () => {
    const result = importOpenfootball(planted(['worldcup', 'matches', 0, 'date'], 'soon'), smallCupAliases)
    expect(result.ok || result.refusal.repairs.some(repair => repair.kind === 'team-renamed')).toBe(true)
  })
})

it('a cup without knockout rounds, or without third place, is one all the same', () => {
  const { matches } = smallCup().worldcup
  const inGroups = planted(['worldcup', 'matches'], [...matches.slice(0, 6), matches[10]])
  expect(imported(inGroups).fixtures).toHaveLength(7)
  const withoutThird = imported(planted(['worldcup', 'matches', 8], undefined))
  expect(withoutThird.fixtures.map(text).at(-1)).toBe('10 5 2030-06-10T01:00:00Z Lake Park TBA TBA ')
})
