import { categoryNumberMax, gameNumber, gameNumberMax, isCategoryNumber } from './ids.ts'
import type { Place } from './json-place.ts'
import { below, entriesOf, integerAt, isRecord, note, shown, soundly, textAt } from './json-place.ts'
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

/** Every field of a game's value, and of a category's: older lists say `count` for `available`. */
export const gameFields: readonly (keyof WireGame)[] = [
  'matchNumber',
  'roundNumber',
  'dateUtc',
  'location',
  'availability',
  'homeTeam',
  'awayTeam',
  'group',
]
export const categoryFields: readonly (keyof WireCategory | 'count')[] = ['available', 'count', 'pending', 'price']

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
export const listingAt = (place: Place): GameListing | undefined =>
  soundly(place, () => (isRecord(place, gameFields) ? readListing(place) : undefined))

function readListing(place: Place): GameListing {
  const listing = {
    game: gameNumber(integerAt(below(place, 'matchNumber'), 1, gameNumberMax)),
    round: integerAt(below(place, 'roundNumber'), 1, roundMax),
    kickOffMs: utcAt(below(place, 'dateUtc')),
    venue: textAt(below(place, 'location')),
    categories: categoriesAt(below(place, 'availability')),
    home: textAt(below(place, 'homeTeam')),
    away: textAt(below(place, 'awayTeam')),
    group: groupAt(below(place, 'group')),
  }
  const { home, away } = listing
  const same = home === away && home !== '' && home !== toBeAnnounced
  if (same) note(below(place, 'awayTeam'), `${shown(away)} cannot play itself`)
  return listing
}

/** Epoch milliseconds of an ISO 8601 time in UTC. */
function utcAt(place: Place): number {
  const epochMs = typeof place.value === 'string' ? readUtc(place.value) : undefined
  if (epochMs === undefined) note(place, `${shown(place.value)} is not a UTC time such as "2022-11-20T16:00:00Z"`)
  return epochMs ?? 0
}

function groupAt(place: Place): string | null {
  const { value } = place
  if (value === null || (typeof value === 'string' && /^[A-Z]$/.test(value))) return value
  note(place, `${shown(value)} is neither a group from "A" to "Z" nor null`)
  return null
}

function categoriesAt(place: Place): CategoryListing[] {
  const { faults } = place
  const before = faults.length
  const entries = entriesOf(place)
  if (entries.length === 0 && faults.length === before) note(place, 'has no category')
  return entries
    .flatMap(([name, at]) => categoryAt(name, at))
    .toSorted((left, right) => left.category - right.category)
}

function categoryAt(name: string, place: Place): CategoryListing[] {
  const number = Number(/^category([1-9]\d*)$/.exec(name)?.[1])
  if (!isCategoryNumber(number)) {
    note(place, `${shown(name)} is not a category from "category1" to "category${categoryNumberMax}"`)
    return []
  }
  if (!isRecord(place, categoryFields)) return []
  const pending = below(place, 'pending')
  if (pending.value !== undefined && pending.value !== 0) {
    note(pending, `${shown(pending.value)} is not 0: a list states what there is before any sale`)
  }
  return [{ category: number, capacity: capacityAt(place), price: integerAt(below(place, 'price'), 0, priceMax) }]
}

function capacityAt(place: Place): number {
  const [available, count] = [below(place, 'available'), below(place, 'count')]
  if (count.value === undefined) return integerAt(available, 0, capacityMax)
  if (available.value !== undefined) note(count, 'is the older name of available: state one of the two')
  return integerAt(count, 0, capacityMax)
}
