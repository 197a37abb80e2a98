import type { GameListing } from '../game/listing.ts'
import type { WireCategory } from '../game/wire-game.ts'
import { wireGame } from '../game/wire-game.ts'
import type { CategoryStock, GameStock, PublishedList } from '../inventory/stock.ts'
import { emptyCategory } from '../inventory/stock.ts'
import { isInForce } from './kept-listing.ts'

/**
 * The value by which sites that are not Matchday hear of a game in mid-sale: seats that nobody has bought, and how many
 * of those are about to be. They sell `available` less `pending`. Where more was announced than there was, none.
 */
export function toldValue({ categories }: GameStock, { listing }: PublishedList): string {
  const availability = listing.categories.map(({ category }): [string, WireCategory] => [
    `category${category}`, offerOf(categories.get(category) ?? emptyCategory(category)),
  ])
  return JSON.stringify({ ...wireGame(listing), availability: Object.fromEntries(availability) })
}

const offerOf = ({ capacity, price, held, sold, announcedSold, announcedPending }: CategoryStock): WireCategory => ({
  available: Math.max(0, capacity - sold - announcedSold),
  pending: held + announcedPending,
  price,
})

/** Whether others read it in the topic already: `opening` is the list of the topic that was to open the game. */
export const isKnownToOthers = (inForce: PublishedList, opening: GameListing | null): boolean =>
  inForce.version === 1 && opening !== null && isInForce(opening, inForce)
