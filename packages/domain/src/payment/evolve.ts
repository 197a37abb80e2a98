import type { Result } from '../result.ts'
import { refuse, succeed } from '../result.ts'
import type { PaymentEvent, PurchaseEvent } from './event.ts'
import { evolveRefund } from './evolve-refund.ts'
import type { Attempt, Created, Payment } from './payment.ts'
import { isIn } from './payment.ts'
import type { PaidHold, Terms } from './terms.ts'

/** An event that the payment's state does not allow: it was meant for another one, or comes a second time. */
export type Misplaced = {
  readonly kind: 'misplaced'
  readonly state: Payment['state']
  readonly event: PaymentEvent['kind']
}

/** A payment with its first card, before anything is asked of anyone. */
export const openingOf = (terms: Terms, attempt: Omit<Attempt, 'number'>): Created => ({
  state: 'created', terms, attempt: { ...attempt, number: 1 }, revision: 1, intent: null,
})

/** What a payment is after one more event. Refused: an event that does not follow what it is. */
export function evolve(payment: Payment, event: PaymentEvent): Result<Payment, Misplaced> {
  const next = follow(payment, event)
  if (next === null) return refuse({ kind: 'misplaced', state: payment.state, event: event.kind })
  return succeed({ ...next, revision: payment.revision + 1 })
}

function follow(payment: Payment, event: PaymentEvent): Payment | null {
  switch (event.kind) {
    case 'refund-asked':
    case 'money-returned':
    case 'money-refused':
    case 'seats-returned':
    case 'refund-failed':
    case 'refund-settled':
      return evolveRefund(payment, event)
    case 'attempted':
    case 'declined':
    case 'action-required':
    case 'authorised':
    case 'reholding':
    case 'reheld':
    case 'all-sold':
    case 'captured':
    case 'undoing':
    case 'voided':
      return evolvePurchase(payment, event)
    default:
      return event satisfies never
  }
}

function evolvePurchase(payment: Payment, event: PurchaseEvent): Payment | null {
  const { terms, attempt, revision } = payment
  const common = { terms, attempt, revision }
  switch (event.kind) {
    case 'attempted':
      if (!isIn(payment, 'failed', 'requires-action')) return null
      return {
        ...common, state: 'created', intent: payment.intent, attempt: { ...event.attempt, number: attempt.number + 1 },
      }
    case 'declined':
      if (!isIn(payment, 'created', 'requires-action')) return null
      return { ...common, state: 'failed', intent: event.intent ?? payment.intent, reason: event.reason }
    case 'action-required':
      if (!isIn(payment, 'created')) return null
      return { ...common, state: 'requires-action', intent: event.intent, action: event.action }
    case 'authorised':
      if (!isIn(payment, 'created', 'requires-action', 'failed')) return null
      return { ...common, state: 'authorised', intent: event.intent }
    case 'reholding': {
      const holds = isIn(payment, 'authorised') ? replaced(terms.holds, event.instead) : null
      if (!isIn(payment, 'authorised') || holds === null) return null
      return { ...common, state: 'reholding', intent: payment.intent, terms: { ...terms, holds } }
    }
    case 'reheld':
      return isIn(payment, 'reholding') ? { ...common, state: 'authorised', intent: payment.intent } : null
    case 'all-sold':
      return isIn(payment, 'authorised') ? { ...common, state: 'capturing', intent: payment.intent } : null
    case 'captured':
      if (!isIn(payment, 'capturing')) return null
      return { ...common, state: 'captured', intent: payment.intent, refunds: [] }
    case 'undoing':
      if (!isIn(payment, 'created', 'requires-action', 'authorised', 'reholding', 'capturing')) return null
      return { ...common, state: 'undoing', intent: event.intent, why: event.why }
    case 'voided':
      if (!isIn(payment, 'undoing')) return null
      return { ...common, state: 'voided', intent: payment.intent, why: payment.why }
    default:
      return event satisfies never
  }
}

/** The holds with others in the place of some; null where that was done before, or names holds that are not there. */
function replaced(
  holds: readonly PaidHold[],
  instead: readonly { readonly expired: PaidHold['id']; readonly by: PaidHold['id'] }[],
): readonly PaidHold[] | null {
  const ids = new Map(instead.map(({ expired, by }) => [expired, by]))
  const isNamed = [...ids.keys()].every(id => holds.some(hold => hold.id === id))
  if (ids.size === 0 || !isNamed || isReheld(holds)) return null
  return holds.map(hold => {
    const by = ids.get(hold.id)
    return by === undefined ? hold : { ...hold, id: by, insteadOf: hold.id }
  })
}

/** Whether new holds were asked for once: what expires again is not asked for again. */
export const isReheld = (holds: readonly PaidHold[]): boolean => holds.some(({ insteadOf }) => insteadOf !== null)
