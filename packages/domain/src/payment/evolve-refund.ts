import type { RefundEvent } from './event.ts'
import type { Payment, Refunding, Returning, Settled } from './payment.ts'
import { isIn } from './payment.ts'
import type { Refund } from './refund.ts'
import { seatsLeft, standingSeatsOf } from './standing.ts'
import type { Seat } from './terms.ts'
import { allSeatsOf, isSameSeat } from './terms.ts'

/** What a refund's event makes of a payment, its revision aside; null where it does not follow. */
export function evolveRefund(payment: Payment, event: RefundEvent): Payment | null {
  switch (event.kind) {
    case 'refund-asked':
      return ask(payment, event)
    case 'money-returned':
      if (!isIn(payment, 'refunding') || payment.refund.number !== event.number) return null
      return { ...payment, state: 'returning', failed: null }
    case 'money-refused':
      if (!isIn(payment, 'refunding') || payment.refund.number !== event.number) return null
      return refused(payment, event.reason)
    case 'seats-returned':
      if (!isIn(payment, 'returning') || payment.refund.number !== event.number) return null
      return close(payment, payment.failed === null ? 'returned' : 'owed', payment.failed)
    case 'refund-failed':
      if (isIn(payment, 'refunding') && payment.refund.number === event.number) return refused(payment, event.reason)
      if (isIn(payment, 'returning') && payment.refund.number === event.number) {
        return payment.failed === null ? { ...payment, failed: event.reason } : null
      }
      return amend(payment, event.number, 'returned', { outcome: 'owed', note: event.reason })
    case 'refund-settled':
      return amend(payment, event.number, 'owed', { outcome: 'settled', note: event.note })
    default:
      return event satisfies never
  }
}

/** A refund of tickets that stand; or of the whole of what was taken although the purchase had been given up. */
function ask(payment: Payment, { number, seats, by }: RefundEvent & { readonly kind: 'refund-asked' }): Payment | null {
  if (!isIn(payment, 'undoing', 'captured', 'partially-refunded', 'refund-owed')) return null
  const isUndo = payment.state === 'undoing'
  const refunds = isUndo ? [] : payment.refunds
  const there = isUndo ? allSeatsOf(payment.terms) : standingSeatsOf(payment)
  if (number !== refunds.length + 1 || !areSomeOf(there, seats)) return null
  if ((by === 'undo') !== isUndo || (isUndo && seats.length !== there.length)) return null
  const { terms, attempt, revision, intent } = payment
  return { state: 'refunding', terms, attempt, revision, intent, refunds, refund: { number, seats, by } }
}

/** At least one seat, each once and each of `there`. */
const areSomeOf = (there: readonly Seat[], seats: readonly Seat[]): boolean =>
  seats.length > 0 &&
  seats.every((seat, at) =>
    there.some(other => isSameSeat(other, seat)) && seats.findIndex(other => isSameSeat(other, seat)) === at)

/** The tickets stand again; where the purchase was given up there are no seats for them, and the money is owed. */
const refused = (payment: Refunding, reason: string): Settled =>
  close(payment, payment.refund.by === 'undo' ? 'owed' : 'refused', reason)

const close = (
  { refund, refunds, ...rest }: Refunding | Returning,
  outcome: Refund['outcome'],
  note: string | null,
): Settled => settle({ ...rest, refunds: [...refunds, { ...refund, outcome, note }] })

/** Change what came of an earlier refund. */
function amend(
  payment: Payment,
  number: number,
  from: Refund['outcome'],
  to: Pick<Refund, 'outcome' | 'note'>,
): Payment | null {
  if (!('refunds' in payment) || payment.refunds[number - 1]?.outcome !== from) return null
  const refunds = payment.refunds.map(refund => (refund.number === number ? { ...refund, ...to } : refund))
  return isIn(payment, 'refunding', 'returning') ? { ...payment, refunds } : settle({ ...payment, refunds })
}

/** The state of rest that a payment's refunds come to. */
function settle({ terms, attempt, revision, intent, refunds }: Omit<Settled, 'state'>): Settled {
  const common = { terms, attempt, revision, intent, refunds }
  if (refunds.some(({ outcome }) => outcome === 'owed')) return { ...common, state: 'refund-owed' }
  if (refunds.every(({ outcome }) => outcome === 'refused')) return { ...common, state: 'captured' }
  return { ...common, state: seatsLeft(terms, refunds).length > 0 ? 'partially-refunded' : 'refunded' }
}
