import { describe, expect, it } from '@jest/globals'
import { currency } from './currency.ts'
import { categoryNumber, gameNumber } from './ids.ts'
import { changeText } from './list-change-text.ts'
import { diffLists } from './list-diff.ts'
import type { GameListing } from './listing.ts'
import type { MasterList } from './master-list.ts'

const first: GameListing = {
  game: gameNumber(1),
  round: 1,
  kickOffMs: Date.UTC(2022, 10, 20, 16),
  venue: 'Al Bayt Stadium',
  home: 'Qatar',
  away: 'Ecuador',
  group: 'A',
  categories: [{ category: categoryNumber(1), capacity: 20, price: 75 }],
}
const old: MasterList = {
  tournament: { id: 'cup', name: 'Cup' },
  note: null,
  currency: currency('USD'),
  limits: { perBuyerAndGame: 6, perBuyerAndTournament: 60, holdMaxMs: 600_000 },
  venues: [{ name: 'Al Bayt Stadium', city: 'Al Khor', capacity: 20, timezone: 'UTC+3' }],
  games: [first],
}

const withGame = (change: Partial<GameListing>): MasterList => ({ ...old, games: [{ ...first, ...change }] })
const textsTo = (list: MasterList): string[] => diffLists(old, list).map(changeText)
const [venue] = old.venues
const second = { category: categoryNumber(2), capacity: 5, price: 9 }

describe('what changes, in words', () => {
  it.each<[string, MasterList]>([
    ['tournament id: cup becomes cup-2', { ...old, tournament: { id: 'cup-2', name: 'Cup' } }],
    ['tournament name: Cup becomes Bowl', { ...old, tournament: { id: 'cup', name: 'Bowl' } }],
    ['note: none becomes illustrative', { ...old, note: 'illustrative' }],
    ['currency: USD becomes EUR', { ...old, currency: currency('EUR') }],
    ['tickets per buyer and game: 6 becomes 4', { ...old, limits: { ...old.limits, perBuyerAndGame: 4 } }],
    ['tickets per buyer and tournament: 60 becomes 4', { ...old, limits: { ...old.limits, perBuyerAndTournament: 4 } }],
    ['longest hold, in milliseconds: 600000 becomes 4', { ...old, limits: { ...old.limits, holdMaxMs: 4 } }],
    ['venue added: Stadium 974, Doha (9, UTC)',
      { ...old, venues: [...old.venues, { name: 'Stadium 974', city: 'Doha', capacity: 9, timezone: 'UTC' }] }],
    ['venue removed: Al Bayt Stadium, Al Khor (20, UTC+3)', { ...old, venues: [] }],
    ['venue: Al Bayt Stadium, Al Khor (20, UTC+3) becomes Al Bayt Stadium, Al Khor (21, UTC+3)',
      { ...old, venues: [{ ...venue!, capacity: 21 }] }],
    ['venue: Al Bayt Stadium, Al Khor (20, UTC+3) becomes Al Bayt Stadium, Doha (20, UTC+3)',
      { ...old, venues: [{ ...venue!, city: 'Doha' }] }],
    ['venue: Al Bayt Stadium, Al Khor (20, UTC+3) becomes Al Bayt Stadium, Al Khor (20, UTC)',
      { ...old, venues: [{ ...venue!, timezone: 'UTC' }] }],
    ['game 2: added, Qatar v Ecuador on 2022-11-20T16:00:00Z in Al Bayt Stadium',
      { ...old, games: [first, { ...first, game: gameNumber(2) }] }],
    ['game 1: removed, was Qatar v Ecuador on 2022-11-20T16:00:00Z in Al Bayt Stadium', { ...old, games: [] }],
    ['game 1: kick-off 2022-11-20T16:00:00Z becomes 2022-11-20T16:00:01Z',
      withGame({ kickOffMs: first.kickOffMs + 1_000 })],
    ['game 1: venue Al Bayt Stadium becomes TBA', withGame({ venue: 'TBA' })],
    ['game 1: teams Qatar v Ecuador becomes 1A v Ecuador', withGame({ home: '1A' })],
    ['game 1: teams Qatar v Ecuador becomes Qatar v 2B', withGame({ away: '2B' })],
    ['game 1: round 1 becomes 2', withGame({ round: 2 })],
    ['game 1: group A becomes none', withGame({ group: null })],
    ['game 1, category 2: added, 5 seats at 9', withGame({ categories: [...first.categories, second] })],
    ['game 1, category 1: removed, was 20 seats at 75', withGame({ categories: [] })],
    ['game 1, category 1: capacity 20 becomes 19',
      withGame({ categories: [{ category: categoryNumber(1), capacity: 19, price: 75 }] })],
    ['game 1, category 1: price 75 becomes 80',
      withGame({ categories: [{ category: categoryNumber(1), capacity: 20, price: 80 }] })],
  ])('%s', (text, list) => expect(textsTo(list)).toEqual([text]))

  it('says from nothing as well as to nothing', () => {
    expect(diffLists({ ...old, note: 'gone' }, old).map(changeText)).toEqual(['note: gone becomes none'])
    expect(diffLists(withGame({ group: null }), old).map(changeText)).toEqual(['game 1: group none becomes A'])
  })
})

it('lists what is of all games first, then games by number whatever the order they are in', () => {
  const third = { ...first, game: gameNumber(3) }
  const fifth = { ...first, game: gameNumber(5) }
  const from = { ...old, games: [fifth, third] }
  const to = { ...old, note: 'new', games: [{ ...fifth, round: 2 }, { ...first, game: gameNumber(4) }, first] }
  const changes = diffLists(from, to).map(change => ('game' in change ? `${change.kind} ${change.game}` : change.kind))
  expect(changes).toEqual([
    'note-changed',
    'game-added 1',
    'game-removed 3',
    'game-added 4',
    'round-changed 5',
  ])
})
