import type { CategoryNumber, GameNumber } from '../game/ids.ts'
import type { GameListing, SaleLimits } from '../game/listing.ts'
import type { DeadLetterReason } from './dead-letter.ts'
import type { BuyerHash, HoldId, HoldRef, SiteId } from './ids.ts'

/** One record of a partition of the sales log, decoded. */
export type LogEntry = {
  /** Ascending within the partition; there may be gaps. */
  readonly offset: number
  /** Epoch milliseconds, as the record carries it. */
  readonly timestampMs: number
  /** Who stamped it: only the log's own stamp moves the clock by itself. */
  readonly stampedBy: 'log' | 'sender'
  readonly said: Said
}

/** What every record of a Matchday site carries: who signed it, and when that site says it was sent. */
type Signed = { readonly site: SiteId; readonly sentAtMs: number | null }

type OfHold = Signed & {
  readonly hold: HoldId
  readonly game: GameNumber
  readonly category: CategoryNumber
  /** Any safe integer: whether it is a good one is the fold's to say. */
  readonly quantity: number
  /** Unit price, whole currency units. */
  readonly price: number
}

/** The hold that a record is about. */
export const refOf = ({ game, site, hold }: OfHold): HoldRef => ({ game, site, id: hold })

export type HoldRequested = OfHold & {
  readonly kind: 'hold-requested'
  readonly buyer: BuyerHash
  /** Asked duration in milliseconds; null asks for the longest. */
  readonly ttlMs: number | null
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null
}

export type SaleRequested = OfHold & { readonly kind: 'sale-requested' }

export type ReleaseRequested = OfHold & {
  readonly kind: 'release-requested'
  /** `released` and `refunded` change the fold; every other is a notice. */
  readonly reason: string
  /** Seats of a sold hold that return, 1..quantity; null names all. */
  readonly seats: readonly number[] | null
}

/** A fact told by a site that does not wait for the log. */
export type Announced = {
  readonly kind: 'announced'
  readonly action: 'pending' | 'reserved' | 'cancelled'
  /** Null where the record is unsigned. */
  readonly site: SiteId | null
  readonly sentAtMs: number | null
  readonly game: GameNumber
  /** One line, or two from sites that send arrays. */
  readonly lines: readonly AnnouncedLine[]
}

export type AnnouncedLine = {
  readonly category: CategoryNumber
  readonly quantity: number
  readonly price: number
}

/** A game's whole list, by the federation's publisher. */
export type ListPublished = Signed & {
  readonly kind: 'list-published'
  readonly version: number
  readonly currency: string
  readonly limits: SaleLimits
  readonly listing: GameListing
}

export type FederationPublished = Signed & {
  readonly kind: 'federation-published'
  /** Hex SHA-256 of `federation.json`. */
  readonly sha256: string
  readonly version: number
  /** Version of the fold's rules that the federation runs. */
  readonly rules: number
}

export type Ticked = Signed & { readonly kind: 'ticked'; readonly partition: number }

export type DigestStated = Signed & {
  readonly kind: 'digest-stated'
  readonly partition: number
  /** The sender's digest, hex, just after its earlier digest record at `at`; null in its first. */
  readonly state: string | null
  readonly at: number | null
}

/** Nothing but a place in the log, as other sites' heartbeats are. */
export type Empty = { readonly kind: 'empty' }

export type Malformed = { readonly kind: 'malformed'; readonly reason: DeadLetterReason }

export type Said =
  | HoldRequested
  | SaleRequested
  | ReleaseRequested
  | Announced
  | ListPublished
  | FederationPublished
  | Ticked
  | DigestStated
  | Empty
  | Malformed
