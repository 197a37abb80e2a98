import type { Money } from '../game/money.ts'
import type { HoldId } from '../inventory/ids.ts'
import type { ReservationId } from '../reservation/ids.ts'
import type { IntentId, PaymentMethod } from './ids.ts'
import type { Created, Payment } from './payment.ts'
import type { RunningRefund } from './refund.ts'
import { priceOf, totalOf } from './terms.ts'

/** What the provider is asked to do. A key names one step of one payment, whoever takes it and however often. */
type Order = { readonly key: string }

export type AuthoriseOrder = Order & {
  /** Null until the provider is known to have opened one; a reservation never has two. */
  readonly intent: IntentId | null
  readonly amount: Money
  readonly method: PaymentMethod
  readonly reservation: ReservationId
  readonly holds: readonly HoldId[]
}
export type CaptureOrder = Order & { readonly intent: IntentId; readonly amount: Money }
export type VoidOrder = Order & { readonly intent: IntentId }
export type RefundOrder = Order & { readonly intent: IntentId; readonly amount: Money; readonly number: number }

const keyOf = ({ terms }: Payment, ...step: (string | number)[]): string => [terms.reservation, ...step].join(':')

/** Its key names the card's attempt: another card is another order. */
export const authoriseOrderOf = (payment: Created): AuthoriseOrder => ({
  key: keyOf(payment, 'authorise', payment.attempt.number),
  intent: payment.intent,
  amount: totalOf(payment.terms),
  method: payment.attempt.method,
  reservation: payment.terms.reservation,
  holds: payment.terms.holds.map(({ id }) => id),
})

export const captureOrderOf = (payment: Payment & { readonly intent: IntentId }): CaptureOrder => ({
  key: keyOf(payment, 'capture'), intent: payment.intent, amount: totalOf(payment.terms),
})

export const voidOrderOf = (payment: Payment & { readonly intent: IntentId }): VoidOrder => ({
  key: keyOf(payment, 'void'), intent: payment.intent,
})

export const refundOrderOf = (
  payment: Payment & { readonly intent: IntentId; readonly refund: RunningRefund },
): RefundOrder => ({
  key: keyOf(payment, 'refund', payment.refund.number),
  intent: payment.intent,
  amount: priceOf(payment.terms, payment.refund.seats),
  number: payment.refund.number,
})
