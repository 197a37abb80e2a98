import type { CategoryNumber } from '../game/ids.ts'
import type { BuyerHash, HoldRef } from './ids.ts'

/** What was asked for; it never changes. */
export type HoldTerms = HoldRef & {
  readonly category: CategoryNumber
  readonly quantity: number
  /** Unit price, whole currency units. */
  readonly price: number
  readonly buyer: BuyerHash
  readonly country: string | null
}

export type LiveHold = HoldTerms & {
  readonly state: 'held'
  /** Log time at which it ends unless it was sold or released before. */
  readonly expiresAtMs: number
}

export type SoldHold = HoldTerms & {
  readonly state: 'sold'
  /** Seats given back so far, ascending; fewer than `quantity`. */
  readonly returnedSeats: readonly number[]
}

export type RefusedHold = HoldTerms & { readonly state: 'refused'; readonly refusal: HoldRefusal }

export type EndedHold = HoldTerms & { readonly state: 'expired' | 'released' | 'refunded' }

/** One row for ever. `held` and `sold` are the only states that still change. */
export type Hold = LiveHold | SoldHold | RefusedHold | EndedHold

/** Why a request was refused, in the order in which the reasons are looked for. */
export type HoldRefusal =
  | { readonly kind: 'not-on-sale' }
  | { readonly kind: 'unknown-category' }
  | { readonly kind: 'price-changed'; readonly price: number }
  | { readonly kind: 'bad-quantity'; readonly max: number }
  | { readonly kind: 'over-limit'; readonly limit: number; readonly has: number }
  | { readonly kind: 'site-over-share'; readonly limit: number; readonly has: number }
  | { readonly kind: 'sold-out'; readonly sellable: number }

/** Seats of a sold hold that stand, ascending; a seat is 1..quantity. */
export function standingSeats(hold: SoldHold): number[] {
  const seats = Array.from({ length: hold.quantity }, (_, index) => index + 1)
  return seats.filter(seat => !hold.returnedSeats.includes(seat))
}

/** Bytewise by (expiry, site, id), then game: the order in which due holds end. All three texts are ASCII. */
export function byExpiry(a: LiveHold, b: LiveHold): number {
  if (a.expiresAtMs !== b.expiresAtMs) return a.expiresAtMs - b.expiresAtMs
  if (a.site !== b.site) return a.site < b.site ? -1 : 1
  if (a.id !== b.id) return a.id < b.id ? -1 : 1
  return a.game - b.game
}
