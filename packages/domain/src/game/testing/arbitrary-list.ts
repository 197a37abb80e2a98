import fc from 'fast-check'
import type { Currency } from '../currency.ts'
import { currency } from '../currency.ts'
import { categoryNumber, gameNumber } from '../ids.ts'
import type { GameListing } from '../listing.ts'
import type { MasterList } from '../master-list.ts'
import { toBeAnnounced, wireGame } from '../wire-game.ts'

/** Any currency of each number of minor digits. */
export const anyCurrency: fc.Arbitrary<Currency> = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD').map(currency)

const anyVenue = fc.record({
  city: fc.constantFrom('Doha', 'Lusail', 'Guadalajara (Zapopan)'),
  capacity: fc.integer({ min: 100, max: 90_000 }),
  timezone: fc.constantFrom('UTC+3', 'UTC-7', 'UTC', 'UTC+5:30'),
})

const anyCategory = fc.record({
  number: fc.integer({ min: 1, max: 99 }),
  capacity: fc.integer({ min: 0, max: 20 }),
  price: fc.integer({ min: 0, max: 2_000 }),
})

const anyGame = fc
  .record({
    round: fc.integer({ min: 1, max: 8 }),
    kickOffMs: fc.integer({ min: 0, max: 4_000_000_000 }).map(seconds => seconds * 1_000),
    venueIndex: fc.nat(),
    teams: fc.constantFrom(['Qatar', 'Ecuador'], ['1A', '2B'], [toBeAnnounced, toBeAnnounced]),
    group: fc.constantFrom('A', 'H', null),
    categories: fc.uniqueArray(anyCategory, { selector: one => one.number, minLength: 1, maxLength: 4 }),
  })

/** A valid list of one to six games in up to three venues; a venue takes all of a game's seats. */
export const anyList: fc.Arbitrary<MasterList> = fc
  .record({
    note: fc.constantFrom('illustrative', null),
    money: anyCurrency,
    venues: fc.array(anyVenue, { minLength: 1, maxLength: 3 }),
    numbers: fc.uniqueArray(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 6 }),
    games: fc.array(anyGame, { minLength: 6, maxLength: 6 }),
    perBuyer: fc.integer({ min: 1, max: 10 }),
  })
  .map(({ note, money, venues, numbers, games, perBuyer }) => {
    const named = venues.map((venue, index) => ({ name: `Stadium ${index}`, ...venue }))
    return {
      tournament: { id: 'cup', name: 'Cup' },
      note,
      currency: money,
      limits: { perBuyerAndGame: perBuyer, perBuyerAndTournament: perBuyer * 10, holdMaxMs: 600_000 },
      venues: named,
      games: numbers
        .toSorted((left, right) => left - right)
        .map((number, index): GameListing => {
          const { round, kickOffMs, venueIndex, teams, group, categories } = games[index] as (typeof games)[number]
          const [home = '', away = ''] = teams
          const venue = named[venueIndex % named.length]?.name ?? ''
          const listed = categories
            .map(one => ({ category: categoryNumber(one.number), capacity: one.capacity, price: one.price }))
            .toSorted((left, right) => left.category - right.category)
          return { game: gameNumber(number), round, kickOffMs, venue, home, away, group, categories: listed }
        }),
    }
  })

/** The list as its file states it, parsed: plain objects, no `note` where there is none. */
export function documentOf(list: MasterList): unknown {
  const { note, games, ...rest } = list
  const document = { ...rest, ...(note === null ? {} : { note }), games: games.map(wireGame) }
  return JSON.parse(JSON.stringify(document))
}
