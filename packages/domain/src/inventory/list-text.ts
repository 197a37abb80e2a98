import type { GameListing } from '../game/listing.ts'
import type { PublishedList } from './stock.ts'

/**
 * What a list says, but for its version, as one text: equal exactly where the lists are, in whatever order their fields
 * come, as they do from a database.
 */
export const listText = ({ currency, limits, listing }: Omit<PublishedList, 'version'>): string =>
  JSON.stringify([currency, limits.perBuyer, limits.holdMaxMs, ...fieldsOf(listing)])

/** The same of a listing alone. */
export const listingText = (listing: GameListing): string => JSON.stringify(fieldsOf(listing))

function fieldsOf({ game, round, kickOffMs, venue, home, away, group, categories }: GameListing): unknown[] {
  const seats = categories.map(({ category, capacity, price }) => [category, capacity, price])
  return [game, round, kickOffMs, venue, home, away, group, seats]
}
