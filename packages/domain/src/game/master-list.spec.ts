import { describe, expect, it } from '@jest/globals'
import type { JsonPath } from './json-place.ts'
import { pathText } from './json-place.ts'
import { checkGames, checkHeader, checkMasterList, saleLimits } from './master-list.ts'
import { plant } from './testing/plant.ts'

const category = (available: number): object => ({ available, pending: 0, price: 75 })
const game = (matchNumber: number): object => ({
  matchNumber,
  roundNumber: 1,
  dateUtc: '2022-11-20T16:00:00Z',
  location: 'Al Bayt Stadium',
  availability: { category1: category(20), category2: category(30) },
  homeTeam: 'Qatar',
  awayTeam: 'Ecuador',
  group: 'A',
})
const valid = {
  tournament: { id: 'world-cup-2022', name: 'World Cup 2022' },
  note: 'for tests',
  currency: 'USD',
  limits: { perBuyerAndGame: 6, perBuyerAndTournament: 60, holdMaxMs: 600_000 },
  venues: [
    { name: 'Al Bayt Stadium', city: 'Al Khor', capacity: 50, timezone: 'UTC+3' },
    { name: 'Stadium 974', city: 'Doha', capacity: 40, timezone: 'UTC+3' },
  ],
  games: [game(2), game(1)],
}

/** The faults as `path: reason`, or `valid`. */
function faultsOf(document: unknown, check: typeof checkMasterList | typeof checkGames = checkMasterList): string[] {
  const result = check(document)
  return result.ok ? ['valid'] : result.refusal.map(({ path, reason }) => `${pathText(path)}: ${reason}`)
}

const notTime = 'is not a UTC time such as "2022-11-20T16:00:00Z"'
const noCategory = 'is not a category from "category1" to "category99"'
const gameFields = 'matchNumber, roundNumber, dateUtc, location, availability, homeTeam, awayTeam, group'
const firstCategory = ['games', 0, 'availability', 'category1']

describe('a valid list', () => {
  it('is read, games and categories in order', () => {
    const result = checkMasterList(valid)
    if (!result.ok) throw new Error(JSON.stringify(result.refusal))
    expect(result.value.games.map(listing => listing.game)).toEqual([1, 2])
    expect(result.value.games[0]).toEqual({
      game: 1,
      round: 1,
      kickOffMs: Date.UTC(2022, 10, 20, 16),
      venue: 'Al Bayt Stadium',
      home: 'Qatar',
      away: 'Ecuador',
      group: 'A',
      categories: [
        { category: 1, capacity: 20, price: 75 },
        { category: 2, capacity: 30, price: 75 },
      ],
    })
    const { tournament, note, currency, limits, venues } = result.value
    expect({ tournament, note, currency, limits, venues }).toEqual({ ...valid, games: undefined })
    expect(saleLimits(limits)).toEqual({ perBuyer: 6, holdMaxMs: 600_000 })
  })

  it.each<[string, JsonPath, unknown]>([
    ['no note', ['note'], undefined],
    ['the older count', firstCategory, { count: 20, pending: 0, price: 75 }],
    ['no pending', firstCategory, { available: 20, price: 75 }],
    ['no seats and no price', firstCategory, { available: 0, price: 0 }],
    ['a game outside the groups', ['games', 0, 'group'], null],
    ['a place to be announced', ['games', 0, 'location'], 'TBA'],
    ['a last group', ['games', 0, 'group'], 'Z'],
    ['milliseconds', ['games', 0, 'dateUtc'], '2022-11-20T16:00:00.000Z'],
    ['places in the draw', ['games', 0, 'homeTeam'], '1A'],
    ['no venues at all', ['venues'], []],
    ['the last game number', ['games', 0, 'matchNumber'], 9_999],
    ['the last category', ['games', 0, 'availability'], { category99: category(1) }],
    ['the last round', ['games', 0, 'roundNumber'], 99],
    ['the longest hold', ['limits', 'holdMaxMs'], 604_800_000],
    ['an empty venue', ['venues', 1, 'capacity'], 0],
    ['the longest name', ['tournament', 'name'], 'n'.repeat(200)],
    ['the most seats of a venue', ['venues', 1, 'capacity'], 1_000_000],
    ['the highest price', [...firstCategory, 'price'], 1_000_000_000],
    ['the longest id', ['tournament', 'id'], `9-${'c'.repeat(62)}`],
  ])('may have %s', (_, path, value) => expect(faultsOf(plant(valid, path, value))).toEqual(['valid']))

  it('may have teams to be announced', () => {
    const home = plant(valid, ['games', 0, 'homeTeam'], 'TBA')
    expect(faultsOf(plant(home, ['games', 0, 'awayTeam'], 'TBA'))).toEqual(['valid'])
  })

  it('sorts categories by number, not by text', () => {
    const availability = { category10: category(1), category2: category(2), category1: category(3) }
    const result = checkGames([{ ...game(1), availability }])
    expect(result.ok && result.value[0]?.categories.map(one => one.category)).toEqual([1, 2, 10])
  })
})

describe('a fault', () => {
  it.each<[JsonPath, unknown, string]>([
    [[], null, 'null is not an object'],
    [[], 'text', '"text" is not an object'],
    [['extra'], 1, 'is not a field of this format; known: tournament, note, currency, limits, venues, games'],
    [['tournament'], undefined, 'nothing is not an object'],
    [['tournament', 'extra'], 1, 'is not a field of this format; known: id, name'],
    [['tournament', 'id'], 'World Cup', '"World Cup" has other characters than a-z, 0-9 and inner hyphens'],
    [['tournament', 'id'], '-cup', '"-cup" has other characters than a-z, 0-9 and inner hyphens'],
    [['tournament', 'id'], 'c'.repeat(65), 'is longer than 64 characters'],
    [['tournament', 'name'], ' Cup', '" Cup" is empty or has space around it'],
    [['tournament', 'name'], '', '"" is empty or has space around it'],
    [['note'], 1, '1 is not text'],
    [['note'], 'n'.repeat(2_001), 'is longer than 2000 characters'],
    [['currency'], 'usd', '"usd" is not an ISO 4217 currency such as "USD"'],
    [['currency'], 'E'.repeat(61), `"${'E'.repeat(60)}..." is not an ISO 4217 currency such as "USD"`],
    [['currency'], undefined, 'nothing is not an ISO 4217 currency such as "USD"'],
    [['limits', 'extra'], 1, 'is not a field of this format; known: perBuyerAndGame, perBuyerAndTournament, holdMaxMs'],
    [['limits', 'perBuyerAndGame'], 0, '0 is not an integer from 1 to 1000000'],
    [['limits', 'perBuyerAndTournament'], '6', '"6" is not an integer from 1 to 1000000'],
    [['limits', 'holdMaxMs'], 604_800_001, '604800001 is not an integer from 1 to 604800000'],
    [['limits', 'holdMaxMs'], 0.5, '0.5 is not an integer from 1 to 604800000'],
    [['limits'], [], 'an array is not an object'],
    [['venues'], {}, 'an object is not an array'],
    [['venues', 1, 'name'], 'Al Bayt Stadium', '"Al Bayt Stadium" is already the name of venues[0]'],
    [['venues', 0, 'capacity'], -1, '-1 is not an integer from 0 to 1000000'],
    [['venues', 1, 'city'], undefined, 'nothing is not text'],
    [['venues', 1, 'timezone'], 'Asia/Qatar', '"Asia/Qatar" is not an offset such as "UTC+3"'],
    [['venues', 1, 'coords'], 'x', 'is not a field of this format; known: name, city, capacity, timezone'],
    [['venues', 1], null, 'null is not an object'],
    [['venues'], Array(1_001).fill(valid.venues[0]), 'has 1001 elements, more than 1000'],
    [['games'], [], 'has 0 elements, not 1 or more'],
    [['games'], {}, 'an object is not an array'],
    [['games', 0], 1, '1 is not an object'],
    [['games', 0, 'matchNumber'], 1, '1 is already the number of games[0]'],
    [['games', 0, 'matchNumber'], 0, '0 is not an integer from 1 to 9999'],
    [['games', 0, 'matchNumber'], 10_000, '10000 is not an integer from 1 to 9999'],
    [['games', 0, 'matchNumber'], '2', '"2" is not an integer from 1 to 9999'],
    [['games', 0, 'roundNumber'], 100, '100 is not an integer from 1 to 99'],
    [['games', 0, 'dateUtc'], '2022-11-20 16:00:00Z', `"2022-11-20 16:00:00Z" ${notTime}`],
    [['games', 0, 'dateUtc'], 1, `1 ${notTime}`],
    [['games', 0, 'location'], 'Wembley', '"Wembley" is not among the venues'],
    [['games', 0, 'location'], '', '"" is empty or has space around it'],
    [['games', 0, 'availability'], {}, 'has no category'],
    [['games', 0, 'availability'], [], 'an array is not an object'],
    [['games', 0, 'availability', 'category0'], category(1), `"category0" ${noCategory}`],
    [['games', 0, 'availability', 'category01'], category(1), `"category01" ${noCategory}`],
    [['games', 0, 'availability', 'category100'], category(1), `"category100" ${noCategory}`],
    [['games', 0, 'availability', 'vip'], category(1), `"vip" ${noCategory}`],
    [firstCategory, 5, '5 is not an object'],
    [[...firstCategory, 'available'], -1, '-1 is not an integer from 0 to 1000000'],
    [[...firstCategory, 'available'], 1.5, '1.5 is not an integer from 0 to 1000000'],
    [[...firstCategory, 'available'], undefined, 'nothing is not an integer from 0 to 1000000'],
    [[...firstCategory, 'available'], 1_000_001, '1000001 is not an integer from 0 to 1000000'],
    [[...firstCategory, 'count'], 20, 'is the older name of available: state one of the two'],
    [[...firstCategory, 'pending'], 1, '1 is not 0: a list states what there is before any sale'],
    [[...firstCategory, 'pending'], null, 'null is not 0: a list states what there is before any sale'],
    [[...firstCategory, 'price'], -0.5, '-0.5 is not an integer from 0 to 1000000000'],
    [[...firstCategory, 'price'], 1e9 + 1, '1000000001 is not an integer from 0 to 1000000000'],
    [[...firstCategory, 'prices'], 1, 'is not a field of this format; known: available, count, pending, price'],
    [['games', 0, 'awayTeam'], 'Qatar', '"Qatar" cannot play itself'],
    [['games', 0, 'homeTeam'], 'x'.repeat(201), 'is longer than 200 characters'],
    [['games', 0, 'group'], 'Group A', '"Group A" is neither a group from "A" to "Z" nor null'],
    [['games', 0, 'group'], undefined, 'nothing is neither a group from "A" to "Z" nor null'],
    [['games', 0, 'group'], 1, '1 is neither a group from "A" to "Z" nor null'],
    [['games', 0, 'stage'], 'final', `is not a field of this format; known: ${gameFields}`],
  ])('at %j, %p, is found there', (path, value, reason) => {
    const at = path.join() === 'games,0,matchNumber' && value === 1 ? ['games', 1, 'matchNumber'] : path
    expect(faultsOf(plant(valid, path, value))).toEqual([`${pathText(at)}: ${reason}`])
  })

  it('of seats is found where a game offers more than its venue has', () => {
    const smaller = plant(valid, ['venues', 0, 'capacity'], 49)
    expect(faultsOf(smaller)).toEqual([0, 1].map(index =>
      `games[${index}].availability: offers 50 seats, more than the 49 of "Al Bayt Stadium"`))
  })

  it('of a venue is not said again for each game in it', () => {
    expect(faultsOf(plant(valid, ['venues', 0, 'name'], 3))).toEqual(['venues[0].name: 3 is not text'])
  })

  it('never comes alone: all of them are listed', () => {
    const faulty = { games: [{ ...game(1), matchNumber: -1, homeTeam: '' }, game(2), game(2)], venues: null }
    expect(faultsOf(faulty).map(text => text.split(':')[0])).toEqual([
      'tournament',
      'currency',
      'limits',
      'venues',
      'games[0].matchNumber',
      'games[0].homeTeam',
      'games[2].matchNumber',
    ])
  })

  it('of shape is said once where many games share a number that is none', () => {
    expect(faultsOf([{ ...game(1), matchNumber: null }, { ...game(1), matchNumber: null }], checkGames)).toEqual([
      '[0].matchNumber: null is not an integer from 1 to 9999',
      '[1].matchNumber: null is not an integer from 1 to 9999',
    ])
  })
})

describe('bare games', () => {
  it('are read in order, in any venue', () => {
    const result = checkGames([{ ...game(3), location: 'Wembley' }, game(2)])
    expect(result.ok && result.value.map(listing => listing.game)).toEqual([2, 3])
  })

  it('have their faults at their index', () => {
    expect(faultsOf([game(1), game(1)], checkGames)).toEqual(['[1].matchNumber: 1 is already the number of [0]'])
    expect(faultsOf({}, checkGames)).toEqual(['the document: an object is not an array'])
    expect(faultsOf([], checkGames)).toEqual(['the document: has 0 elements, not 1 or more'])
  })
})

describe('a header', () => {
  const { tournament, currency, limits } = valid

  it('is what bare games lack', () => {
    const header = { tournament, currency, limits }
    expect(checkHeader(header)).toEqual({ ok: true, value: { ...header, note: null } })
  })

  it('is refused with every fault', () => {
    const result = checkHeader({ tournament, currency: 'X', limits: { ...limits, holdMaxMs: 0 }, games: [] })
    const paths = result.ok ? [] : result.refusal.map(({ path }) => pathText(path))
    expect(paths).toEqual(['games', 'currency', 'limits.holdMaxMs'])
    expect(checkHeader(3).ok).toBe(false)
  })
})
