import type { CategoryNumber, GameNumber } from '../game/ids.ts'
import type { Hold, HoldRefusal } from '../inventory/hold.ts'
import type { BuyerHash, HoldId, SiteId } from '../inventory/ids.ts'
import { holdKey } from '../inventory/ids.ts'
import type { Decided } from '../inventory/decided.ts'
import type { ReservationId, SessionId } from './ids.ts'

/** Who buys; it never leaves this site. */
export type Contact = { readonly email: string; readonly name: string; readonly country: string | null }

/** One line of the basket, with the price at which it was asked for and the holds that carry it. */
export type ReservedItem = {
  readonly game: GameNumber
  readonly category: CategoryNumber
  readonly quantity: number
  /** Unit price, whole units of `currency`. */
  readonly price: number
  readonly currency: string
  /** One, or more where the federation's `wireQuantityMax` splits the quantity. */
  readonly holds: readonly { readonly id: HoldId; readonly quantity: number }[]
}

/** What was asked for: written once, before anything is appended. */
export type ReservationRecord = {
  readonly id: ReservationId
  readonly session: SessionId
  readonly site: SiteId
  readonly buyer: BuyerHash
  readonly contact: Contact
  readonly items: readonly ReservedItem[]
  /** Hash of the request's body: the same key with another body is another request. */
  readonly bodyHash: string
  readonly createdAtMs: number
  /** Set when its requests never reached the log; nothing is held. */
  readonly abandonedAtMs: number | null
}

/** Why a line got no seats: the log's reason, or this site's limit per tournament. */
export type ItemRefusal = HoldRefusal | { readonly kind: 'over-tournament-limit' }
export type RefusedItem = {
  readonly game: GameNumber
  readonly category: CategoryNumber
  readonly refusal: ItemRefusal
}

/** A reservation is what its holds are: no state of its own is stored that could disagree with the log. */
export type Reservation = Requested | Held | Refused | Confirmed | Ended | Abandoned
export type Requested = { readonly state: 'requested'; readonly record: ReservationRecord }
export type Held = {
  readonly state: 'held'
  readonly record: ReservationRecord
  /** The earliest end of its holds, log time. */
  readonly expiresAtMs: number
}
export type Refused = {
  readonly state: 'refused'
  readonly record: ReservationRecord
  /** Each line that was refused, once. */
  readonly refused: readonly RefusedItem[]
}
export type Confirmed = { readonly state: 'confirmed'; readonly record: ReservationRecord }
export type Ended = { readonly state: 'expired' | 'released' | 'refunded'; readonly record: ReservationRecord }
export type Abandoned = { readonly state: 'abandoned'; readonly record: ReservationRecord }

/** The holds a reservation stands on. */
export const holdRefsOf = ({ site, items }: ReservationRecord) =>
  items.flatMap(item => item.holds.map(({ id }) => ({ game: item.game, site, id })))

/**
 * What a reservation has become, by what the log decided about its holds. It is all or nothing: one hold that was
 * refused or has ended says how all of it ended, and what the log never heard of is not waited for then. Seats that
 * were sold stand, whatever became of the others.
 */
export function reservationOf(record: ReservationRecord, decided: ReadonlyMap<string, Decided>): Reservation {
  const refused = refusedItems(record, decided)
  if (refused.length > 0) return { state: 'refused', record, refused }
  const refs = holdRefsOf(record)
  const rows = refs.flatMap(ref => decided.get(holdKey(ref))?.hold ?? [])
  if (rows.some(hold => hold.state === 'sold')) return { state: 'confirmed', record }
  const end = endOf(rows)
  if (end !== null) return { state: end, record }
  if (rows.length === 0 && record.abandonedAtMs !== null) return { state: 'abandoned', record }
  if (rows.length < refs.length) return { state: 'requested', record }
  const expiries = rows.flatMap(hold => (hold.state === 'held' ? [hold.expiresAtMs] : []))
  return { state: 'held', record, expiresAtMs: Math.min(...expiries) }
}

/** How a reservation ended whose holds ended in several ways: what the buyer did says more than the clock. */
const endOf = (rows: readonly Hold[]): Ended['state'] | null =>
  (['refunded', 'released', 'expired'] as const).find(end => rows.some(hold => hold.state === end)) ?? null

function refusedItems({ site, items }: ReservationRecord, decided: ReadonlyMap<string, Decided>): RefusedItem[] {
  return items.flatMap(({ game, category, holds }): RefusedItem[] => {
    for (const { id } of holds) {
      const found = decided.get(holdKey({ game, site, id }))
      if (found?.hold.state === 'refused') return [{ game, category, refusal: found.hold.refusal }]
      if (found?.givenBack) return [{ game, category, refusal: { kind: 'over-tournament-limit' } }]
    }
    return []
  })
}
