import type { GameNumber } from '../game/ids.ts'
import type { GameListing } from '../game/listing.ts'
import type { SiteId } from '../inventory/ids.ts'

/** One message of a partition of the master-list topic, decoded. */
export type FeedEntry = {
  /** Ascending within the partition; there may be gaps. */
  readonly offset: number
  readonly said: FeedSaid
}

/** A game as whoever runs the tournament lists it. */
export type GameListed = { readonly kind: 'game-listed'; readonly listing: GameListing }

/** A version of a game's list, as others are told of it once. */
export type ToldVersion = { readonly game: GameNumber; readonly version: number }

/** A game as a Matchday site told others of it: the state of a sale, not a list. Its signature tells whether it did. */
export type GameTold = ToldVersion & { readonly kind: 'game-told'; readonly site: SiteId }

export type FeedMalformed = {
  readonly kind: 'malformed'
  readonly reason: FeedFault
  /** What was found, and what was expected, in a line of words. */
  readonly detail: string
}

export type FeedSaid = GameListed | GameTold | { readonly kind: 'empty' } | FeedMalformed

/** Why a message was not taken. Stored: add, never rename. */
export type FeedFault =
  | 'undecodable'
  | 'not-json'
  | 'not-one-game'
  | 'wrong-shape'
  | 'too-many-headers'
  | 'repeated-header'
  | 'unknown-version'
  | 'bad-signature'
  | 'unknown-site'
