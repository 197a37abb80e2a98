import type { CategoryNumber, GameNumber } from './ids.ts'
import { categoryNumber, categoryNumberMax, gameNumber, gameNumberMax, isCategoryNumber } from './ids.ts'
import type { Place } from './json-place.ts'
import { below, entriesOf, integerAt, isRecord, note, shown, textAt } from './json-place.ts'
import type { CategoryListing, GameListing } from './listing.ts'
import { readUtc, utcText } from './utc-time.ts'

/** The most seats a category may have, and the highest price, in whole units, that a list may state. */
export const capacityMax = 1_000_000
export const priceMax = 1_000_000_000
export const roundMax = 99

/** A team or a place that is not known yet. */
export const toBeAnnounced = 'TBA'

/** The master-list value of one game, field by field as every site reads it. */
export type WireGame = {
  readonly matchNumber: number
  readonly roundNumber: number
  readonly dateUtc: string
  readonly location: string
  readonly availability: Readonly<Record<string, WireCategory>>
  readonly homeTeam: string
  readonly awayTeam: string
  readonly group: string | null
}
export type WireCategory = { readonly available: number; readonly pending: number; readonly price: number }

const gameFields: readonly (keyof WireGame)[] = [
  'matchNumber',
  'roundNumber',
  'dateUtc',
  'location',
  'availability',
  'homeTeam',
  'awayTeam',
  'group',
]

/** A listing as the wire states it before anything is sold: the whole capacity available, nothing pending. */
export function wireGame(listing: GameListing): WireGame {
  const categories = listing.categories.map(({ category, capacity, price }): [string, WireCategory] => [
    `category${category}`,
    { available: capacity, pending: 0, price },
  ])
  return {
    matchNumber: listing.game,
    roundNumber: listing.round,
    dateUtc: utcText(listing.kickOffMs),
    location: listing.venue,
    availability: Object.fromEntries(categories),
    homeTeam: listing.home,
    awayTeam: listing.away,
    group: listing.group,
  }
}

/**
 * Reads the wire's value of one game as a listing, nothing coerced; undefined where a fault was noted.
 * Older lists say `count` for `available` and leave `pending` out. Pending seats are refused: such a value is the
 * state of a sale, and its capacity cannot be told from it.
 */
export function listingAt(place: Place): GameListing | undefined {
  if (!isRecord(place, gameFields)) return undefined
  const game = gameNumberAt(below(place, 'matchNumber'))
  const round = integerAt(below(place, 'roundNumber'), 1, roundMax)
  const kickOffMs = utcAt(below(place, 'dateUtc'))
  const venue = textAt(below(place, 'location'))
  const categories = categoriesAt(below(place, 'availability'))
  const home = textAt(below(place, 'homeTeam'))
  const away = textAt(below(place, 'awayTeam'))
  const group = groupAt(below(place, 'group'))
  if (home !== undefined && home === away && home !== toBeAnnounced) {
    return note(below(place, 'awayTeam'), `${shown(home)} cannot play itself`)
  }
  if (game === undefined || round === undefined || kickOffMs === undefined || venue === undefined) return undefined
  if (categories === undefined || home === undefined || away === undefined || group === undefined) return undefined
  return { game, round, kickOffMs, venue, home, away, group, categories }
}

/** Epoch milliseconds of an ISO 8601 time in UTC; undefined, noted, for anything else. */
function utcAt(place: Place): number | undefined {
  const epochMs = typeof place.value === 'string' ? readUtc(place.value) : undefined
  return epochMs ?? note(place, `${shown(place.value)} is not a UTC time such as "2022-11-20T16:00:00Z"`)
}

function gameNumberAt(place: Place): GameNumber | undefined {
  const value = integerAt(place, 1, gameNumberMax)
  return value === undefined ? undefined : gameNumber(value)
}

function groupAt(place: Place): string | null | undefined {
  const { value } = place
  if (value === null || (typeof value === 'string' && /^[A-Z]$/.test(value))) return value
  return note(place, `${shown(value)} is neither a group from "A" to "Z" nor null`)
}

function categoriesAt(place: Place): CategoryListing[] | undefined {
  const entries = entriesOf(place)
  if (entries?.length === 0) return note(place, 'has no category')
  const listings = entries?.map(([name, at]) => categoryAt(name, at)) ?? []
  const good = listings.filter(listing => listing !== undefined)
  if (entries === undefined || good.length < listings.length) return undefined
  return good.toSorted((left, right) => left.category - right.category)
}

function categoryAt(name: string, place: Place): CategoryListing | undefined {
  const category = categoryNumberOf(name)
  if (category === undefined) {
    return note(place, `${shown(name)} is not a category from "category1" to "category${categoryNumberMax}"`)
  }
  if (!isRecord(place, ['available', 'count', 'pending', 'price'])) return undefined
  const capacity = capacityAt(place)
  const pending = below(place, 'pending')
  const settled = pending.value === undefined || pending.value === 0
  if (!settled) note(pending, `${shown(pending.value)} is not 0: a list states what there is before any sale`)
  const price = integerAt(below(place, 'price'), 0, priceMax)
  if (capacity === undefined || price === undefined || !settled) return undefined
  return { category, capacity, price }
}

function capacityAt(place: Place): number | undefined {
  const [available, count] = [below(place, 'available'), below(place, 'count')]
  if (count.value === undefined) return integerAt(available, 0, capacityMax)
  if (available.value !== undefined) return note(count, 'is the older name of available: state one of the two')
  return integerAt(count, 0, capacityMax)
}

function categoryNumberOf(name: string): CategoryNumber | undefined {
  const digits = /^category([1-9]\d{0,2})$/.exec(name)?.[1]
  const number = Number(digits)
  return digits !== undefined && isCategoryNumber(number) ? categoryNumber(number) : undefined
}
