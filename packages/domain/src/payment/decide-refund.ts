import type { Result } from '../result.ts'
import { refuse, succeed } from '../result.ts'
import type { RefundEvent } from './event.ts'
import type { Payment } from './payment.ts'
import { isIn } from './payment.ts'
import type { RefundBy } from './refund.ts'
import { standingSeatsOf } from './standing.ts'
import type { Seat } from './terms.ts'
import { allSeatsOf, isSameSeat } from './terms.ts'

/** Seats to refund; `all` is whatever stands. */
export type RefundAsked = { readonly seats: readonly Seat[] | 'all'; readonly by: Exclude<RefundBy, 'undo'> }

export type RefundRefusal =
  | { readonly kind: 'not-paid' }
  /** None of this payment's seats. */
  | { readonly kind: 'unknown-seat'; readonly seat: Seat }
  | { readonly kind: 'no-seats' }
  /** Of the seats asked for only these stand; the others were refunded before. */
  | { readonly kind: 'more-than-stands'; readonly standing: readonly Seat[] }
  /** Another refund is under way; ask again when it is done. */
  | { readonly kind: 'under-way' }

/** What a refund begins with; `done` where every seat asked for is refunded already, or is being refunded. */
export type RefundDecision = (RefundEvent & { readonly kind: 'refund-asked' }) | 'done'

/** Whether some seats can be refunded. The amount is what they were bought for; nobody states one. */
export function decideRefund(payment: Payment, { seats, by }: RefundAsked): Result<RefundDecision, RefundRefusal> {
  if (!('refunds' in payment)) return refuse({ kind: 'not-paid' })
  const standing = standingSeatsOf(payment)
  const asked = seats === 'all' ? standing : distinct(seats)
  const all = allSeatsOf(payment.terms)
  const unknown = asked.find(seat => !includes(all, seat))
  if (unknown !== undefined) return refuse({ kind: 'unknown-seat', seat: unknown })
  if (asked.length === 0 && seats !== 'all') return refuse({ kind: 'no-seats' })
  const left = asked.filter(seat => includes(standing, seat))
  if (left.length === 0) return succeed('done')
  if (left.length < asked.length) return refuse({ kind: 'more-than-stands', standing: left })
  if (isIn(payment, 'refunding', 'returning')) return refuse({ kind: 'under-way' })
  return succeed({ kind: 'refund-asked', number: payment.refunds.length + 1, seats: left, by })
}

const includes = (seats: readonly Seat[], seat: Seat): boolean => seats.some(other => isSameSeat(other, seat))

const distinct = (seats: readonly Seat[]): Seat[] =>
  seats.filter((seat, at) => seats.findIndex(other => isSameSeat(other, seat)) === at)
