import { describe, expect, it } from '@jest/globals'
import type { JsonPath } from '../json-place.ts'
import { pathText } from '../json-place.ts'
import { plant } from '../testing/plant.ts'
import { importOpenfootball } from './import.ts'
import type { OpenfootballSource } from './source.ts'
import { smallCup, smallCupAliases } from './testing/small-cup.ts'

/** The faults as `file path: reason`. */
function faultsOf(source: OpenfootballSource, aliases = smallCupAliases): string[] {
  const result = importOpenfootball(source, aliases)
  return result.ok ? [] : result.refusal.faults.map(({ file, path, reason }) => `${file} ${pathText(path)}: ${reason}`)
}

const planted = (path: JsonPath, value: unknown): OpenfootballSource =>
  plant(smallCup(), path, value) as OpenfootballSource
const match = (index: number, field: string): JsonPath => ['worldcup', 'matches', index, field]
const notTime = 'is not a time such as "19:00" or "13:00 UTC-6"'
const noRound = 'is no knockout round that is known, and the game has no group'

describe('what only a guess would mend is a fault', () => {
  it.each<[JsonPath, unknown, string]>([
    [['worldcup'], null, 'null is not an object'],
    [['worldcup', 'name'], 3, '3 is not text'],
    [['stadiums', 'name'], 'Big Cup', '"Big Cup" is another tournament than "Small Cup" of the games'],
    [['groups', 'name'], 'Big Cup', '"Big Cup" is another tournament than "Small Cup" of the games'],
    [['worldcup', 'matches'], [], 'has 0 elements, not 1 or more'],
    [['worldcup', 'matches', 0], 3, '3 is not an object'],
    [['stadiums', 'stadiums', 1], 3, '3 is not an object'],
    [['stadiums', 'stadiums', 1, 'name'], 'North Ground', '"North Ground" is the name of two stadiums'],
    [['stadiums', 'stadiums', 0, 'capacity'], 0, '0 is not an integer from 1 to 1000000'],
    [['stadiums', 'stadiums', 0, 'timezone'], '+3', '"+3" is not an offset such as "UTC+3"'],
    [['groups', 'groups', 0, 'name'], 'A', '"A" is not a group such as "Group A"'],
    [['groups', 'groups', 1, 'name'], 'Group A', 'group A is there twice'],
    [['groups', 'groups', 1], [], 'an array is not an object'],
    [['groups', 'groups', 1, 'name'], '', '"" is empty or has space around it'],
    [['groups', 'groups', 1, 'teams', 0], 3, '3 is not text'],
    [['groups', 'groups', 1, 'teams', 0], 'Ants', '"Ants" is in the groups twice'],
    [match(0, 'ground'), 'South Ground, Lakeside',
      '"South Ground" is in "Hilltown" by the stadiums file, not in "Lakeside"'],
    [match(0, 'ground'), 'Hilltown', '"Hilltown" has several stadiums: "North Ground" or "South Ground"'],
    [match(0, 'ground'), 'Nowhere, Farland', '"Nowhere, Farland" is not in the stadiums file'],
    [match(0, 'ground'), 'New Park, Lakeside',
      '"New Park, Lakeside" is not in the stadiums file; if it is another name of "Lake Park", give an alias'],
    [match(0, 'ground'), undefined, 'nothing is not text'],
    [match(0, 'date'), '2030-02-30', '"2030-02-30" is not a date such as "2022-11-20"'],
    [match(0, 'date'), undefined, 'nothing is not a date such as "2022-11-20"'],
    [match(0, 'time'), '24:00', `"24:00" ${notTime}`],
    [match(0, 'time'), '12:60', `"12:60" ${notTime}`],
    [match(0, 'time'), '12:00 UTC+99', `"12:00 UTC+99" ${notTime}`],
    [match(0, 'time'), undefined, `nothing ${notTime}`],
    [match(0, 'team1'), 'Ant', '"Ant" is not a team of group A by the groups file'],
    [match(10, 'team1'), 'The Dogs',
      '"The Dogs" is not a team of group B by the groups file, and neither is "Dogs", its alias'],
    [match(0, 'team2'), 'Ants', '"Ants" cannot play itself'],
    [match(0, 'group'), 'Group Z', 'group Z is not in the groups file'],
    [match(0, 'group'), 'A', '"A" is not a group such as "Group A"'],
    [match(0, 'round'), 'Final', '"Final" is no round of a group, and the game has one'],
    [match(9, 'round'), 'Grand Final', `"Grand Final" ${noRound}`],
    [match(6, 'num'), 0, '0 is not an integer from 1 to 9999'],
    [match(9, 'team2'), undefined, 'nothing is not text'],
  ])('at %j, where %p is', ([file, ...path], value, reason) => {
    expect(faultsOf(planted([file ?? '', ...path], value))).toContain(`${file} ${pathText(path)}: ${reason}`)
  })

  it.each<[JsonPath, unknown, string]>([
    [['groups', 'groups', 0, 'teams', 4], 'Gnus', 'groups groups[0]: Ants and Gnus are in it and never meet'],
    [match(0, 'group'), undefined,
      'worldcup matches[0].round: "Matchday 1" is no knockout round that is known, and the game has no group'],
    [match(6, 'num'), 9, 'worldcup matches[7].num: 9 is already the number of matches[6]'],
    [match(6, 'date'), '2030-06-06', 'worldcup matches[7]: is in Lake Park at the same time as matches[6]'],
    [['worldcup', 'matches', 9], undefined, 'worldcup matches: has 0 games of final, not 1'],
    [['worldcup', 'matches', 7], undefined, 'worldcup matches: has 1 games of semi-final, not 2'],
  ])('elsewhere, for %j is %p', (path, value, fault) => expect(faultsOf(planted(path, value))).toContain(fault))

  it.each<[JsonPath, unknown]>([
    [['worldcup', 'name'], 3],
    [['stadiums', 'name'], ''],
    [match(0, 'date'), 'soon'],
    [match(0, 'ground'), undefined],
    [match(0, 'ground'), 'Hilltown'],
    [match(6, 'num'), 9],
    [['worldcup', 'matches', 9], undefined],
  ])('and at %j it is reported once', (path, value) => expect(faultsOf(planted(path, value))).toHaveLength(1))

  it('a game gone, or there twice, is missed in its group', () => {
    expect(faultsOf(planted(['worldcup', 'matches', 0], undefined))).toEqual([
      'groups groups[0]: Ants and Bees are in it and never meet',
    ])
    const [first] = smallCup().worldcup.matches
    const again = { ...first, date: '2030-06-04' }
    expect(faultsOf(planted(['worldcup', 'matches', 11], again))).toEqual([
      'worldcup matches[11]: Ants and Bees meet a second time in their group',
    ])
  })

  it('a game put off past its teams\' next leaves the rounds open', () => {
    expect(faultsOf(planted(match(3, 'date'), '2030-06-04'))).toEqual([
      'worldcup matches[4]: is game 1 of Dogs but game 2 of Bees: its round cannot be told',
      'worldcup matches[2]: is game 1 of Cats but game 2 of Ants: its round cannot be told',
      'worldcup matches[1]: is game 3 of Bees but game 2 of Cats: its round cannot be told',
      'worldcup matches[5]: is game 2 of Dogs but game 3 of Ants: its round cannot be told',
    ])
  })

  it('an alias that leads nowhere is one', () => {
    const aliases = { ...smallCupAliases, grounds: new Map([['Old Lake Park', 'Older Park']]) }
    expect(faultsOf(smallCup(), aliases)).toEqual([
      'worldcup matches[2].ground: "Older Park", its alias, is not in the stadiums file either',
    ])
    expect(faultsOf(smallCup(), { teams: new Map(), grounds: new Map() })).toEqual([
      'worldcup matches[2].ground: "Old Lake Park, Lakeside" is not in the stadiums file; ' +
        'if it is another name of "Lake Park", give an alias',
      'worldcup matches[4].team1: "The Dogs" is not a team of group A by the groups file',
    ])
  })

  it('an alias may be of the whole ground', () => {
    const grounds = new Map([['Old Lake Park, Lakeside', 'Lake Park']])
    expect(faultsOf(smallCup(), { ...smallCupAliases, grounds })).toEqual([])
  })
})
