import type { CategoryNumber, GameNumber } from './ids.ts'

/** One category of a game as the master list states it. */
export type CategoryListing = {
  readonly category: CategoryNumber
  /** Seats there are in all, sold or not. */
  readonly capacity: number
  /** Unit price in whole units of the list's currency, as the wire states it. */
  readonly price: number
}

/** One game as the master list states it; knockout teams may be `TBA` or such as `1A`. */
export type GameListing = {
  readonly game: GameNumber
  readonly round: number
  /** Kick-off, epoch milliseconds. */
  readonly kickOffMs: number
  readonly venue: string
  readonly home: string
  readonly away: string
  /** `A`..`Z`; null in the knockout stage. */
  readonly group: string | null
  /** By category number, ascending, each once. */
  readonly categories: readonly CategoryListing[]
}

/** What a game is sold on, beside its listing. */
export type ListTerms = {
  /** ISO 4217. */
  readonly currency: string
  readonly limits: SaleLimits
}

/** What the federation lets one buyer do in one game. */
export type SaleLimits = {
  /** Tickets one buyer may hold and own of one game. */
  readonly perBuyer: number
  /** The longest a hold lives, in milliseconds. */
  readonly holdMaxMs: number
}
