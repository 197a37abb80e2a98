import type { Money } from '../game/money.ts'
import { noMoney } from '../game/money.ts'
import type { Payment } from './payment.ts'
import type { Refund, RunningRefund } from './refund.ts'
import type { Seat, Terms } from './terms.ts'
import { allSeatsOf, isSameSeat, priceOf, totalOf } from './terms.ts'

/** All seats but those that a refund takes away; one that was refused takes none. */
export function seatsLeft(terms: Terms, refunds: readonly (Refund | RunningRefund)[]): Seat[] {
  const gone = refunds.filter(refund => !('outcome' in refund && refund.outcome === 'refused'))
  return allSeatsOf(terms).filter(seat => !gone.some(({ seats }) => seats.some(other => isSameSeat(seat, other))))
}

/**
 * The seats whose tickets stand. There is no ticket that a payment does not say: they come to be in the write that says
 * the money was taken, and are revoked in the write that says it is to be returned.
 */
export function standingSeatsOf(payment: Payment): Seat[] {
  if (!('refunds' in payment)) return []
  return seatsLeft(payment.terms, 'refund' in payment ? [...payment.refunds, payment.refund] : payment.refunds)
}

/** Where a payment's money is, in minor units. */
export type Balance = {
  readonly taken: Money
  /** Returned by the provider, or settled in another way. */
  readonly returned: Money
  readonly owed: Money
  /** The price of the tickets that stand. With no refund under way it is `taken - returned - owed`. */
  readonly standing: Money
}

export function balanceOf(payment: Payment): Balance {
  const { terms } = payment
  const refunds = 'refunds' in payment ? payment.refunds : []
  const sumOf = (...outcomes: Refund['outcome'][]): Money =>
    priceOf(terms, refunds.filter(({ outcome }) => outcomes.includes(outcome)).flatMap(({ seats }) => seats))
  return {
    taken: 'refunds' in payment ? totalOf(terms) : noMoney(terms.currency),
    returned: sumOf('returned', 'settled'),
    owed: sumOf('owed'),
    standing: priceOf(terms, standingSeatsOf(payment)),
  }
}
