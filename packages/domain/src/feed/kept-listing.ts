import type { GameListing } from '../game/listing.ts'
import { listingText } from '../inventory/list-text.ts'
import type { PublishedList } from '../inventory/stock.ts'

/** What the topic last listed of a game. */
export type KeptListing = {
  readonly listing: GameListing
  /** It was news when it came, and not what the game is sold by: the operator is to decide. */
  readonly aside: boolean
  /** By which list of the topic this site opened the game, or tried to; null: it did not. */
  readonly opening: GameListing | null
}

/**
 * What to keep of a game that the topic lists now. What it said before is no news, whatever became of it since: a topic
 * that says everything again every day must not bring back what the operator changed.
 */
export function keepListing(
  before: KeptListing | undefined,
  inForce: PublishedList | null,
  listing: GameListing,
): KeptListing {
  const opening = before?.opening ?? null
  if (isInForce(listing, inForce)) return { listing, aside: false, opening }
  const isNews = before === undefined || listingText(before.listing) !== listingText(listing)
  return { listing, aside: isNews || before.aside, opening }
}

/** Whether the operator has still to decide on it. */
export const isPending = ({ aside, listing }: KeptListing, inForce: PublishedList | null): boolean =>
  aside && !isInForce(listing, inForce)

export const isInForce = (listing: GameListing, inForce: PublishedList | null): boolean =>
  inForce !== null && listingText(inForce.listing) === listingText(listing)
