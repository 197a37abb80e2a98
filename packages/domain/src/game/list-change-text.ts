import type { ListChange } from './list-diff.ts'
import type { CategoryListing, GameListing } from './listing.ts'
import type { ListLimits } from './master-list.ts'
import { utcText } from './utc-time.ts'
import type { Venue } from './venue.ts'

const limitNames: Readonly<Record<keyof ListLimits, string>> = {
  perBuyerAndGame: 'tickets per buyer and game',
  perBuyerAndTournament: 'tickets per buyer and tournament',
  holdMaxMs: 'longest hold, in milliseconds',
}

/** One change in a line of words, such as `game 12, category 2: price 165 becomes 170`. Prices are in whole units. */
export function changeText(change: ListChange): string {
  switch (change.kind) {
    case 'tournament-changed':
      return `tournament ${change.field}: ${becomes(change)}`
    case 'note-changed':
      return `note: ${becomes({ from: change.from ?? 'none', to: change.to ?? 'none' })}`
    case 'currency-changed':
      return `currency: ${becomes(change)}`
    case 'limit-changed':
      return `${limitNames[change.limit]}: ${becomes(change)}`
    case 'venue-added':
      return `venue added: ${venueText(change.venue)}`
    case 'venue-removed':
      return `venue removed: ${venueText(change.venue)}`
    case 'venue-changed':
      return `venue: ${becomes({ from: venueText(change.from), to: venueText(change.to) })}`
    case 'category-added':
      return `${category(change)}: added, ${offer(change.listing)}`
    case 'category-removed':
      return `${category(change)}: removed, was ${offer(change.listing)}`
    case 'capacity-changed':
      return `${category(change)}: capacity ${becomes(change)}`
    case 'price-changed':
      return `${category(change)}: price ${becomes(change)}`
    case 'game-added':
      return `game ${change.game}: added, ${fixture(change.listing)}`
    case 'game-removed':
      return `game ${change.game}: removed, was ${fixture(change.listing)}`
    case 'kick-off-moved':
      return `game ${change.game}: kick-off ${becomes({ from: utcText(change.from), to: utcText(change.to) })}`
    case 'moved-to-venue':
      return `game ${change.game}: venue ${becomes(change)}`
    case 'teams-changed':
      return `game ${change.game}: teams ${becomes({ from: versus(change.from), to: versus(change.to) })}`
    case 'round-changed':
      return `game ${change.game}: round ${becomes(change)}`
    case 'group-changed':
      return `game ${change.game}: group ${becomes({ from: change.from ?? 'none', to: change.to ?? 'none' })}`
    default:
      return change satisfies never
  }
}

const becomes = ({ from, to }: { from: string | number; to: string | number }): string => `${from} becomes ${to}`
const category = (of: { game: number; category: number }): string => `game ${of.game}, category ${of.category}`
const offer = ({ capacity, price }: CategoryListing): string => `${capacity} seats at ${price}`
const fixture = (listing: GameListing): string =>
  `${versus(listing)} on ${utcText(listing.kickOffMs)} in ${listing.venue}`
const versus = ({ home, away }: { home: string; away: string }): string => `${home} v ${away}`
const venueText = ({ name, city, capacity, timezone }: Venue): string => `${name}, ${city} (${capacity}, ${timezone})`
