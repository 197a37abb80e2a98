import type { Failed, Payment, RequiresAction } from '../payment/payment.ts'

/** What became of a purchase, for whoever asks. */
export type PaymentOutcome =
  /** The money is taken; which tickets stand, the payment says. */
  | { readonly kind: 'paid'; readonly payment: Payment }
  /** The card was not accepted; the holds stay, and another card may be given. */
  | { readonly kind: 'declined'; readonly payment: Failed }
  | { readonly kind: 'action-required'; readonly payment: RequiresAction }
  /** Not heard of in time, or not finished yet: ask again. */
  | { readonly kind: 'in-progress'; readonly payment: Payment }
  /** It came to nothing: no seat is kept and no money, or what was taken after all is returned or owed. */
  | { readonly kind: 'undone'; readonly payment: Payment }

export function outcomeOf(payment: Payment): PaymentOutcome {
  switch (payment.state) {
    case 'failed':
      return { kind: 'declined', payment }
    case 'requires-action':
      return { kind: 'action-required', payment }
    case 'created':
    case 'authorised':
    case 'reholding':
    case 'capturing':
    case 'undoing':
      return { kind: 'in-progress', payment }
    case 'voided':
      return { kind: 'undone', payment }
    case 'refunding':
    case 'returning':
      return payment.refund.by === 'undo' ? { kind: 'in-progress', payment } : { kind: 'paid', payment }
    case 'captured':
    case 'partially-refunded':
    case 'refunded':
    case 'refund-owed':
      return { kind: payment.refunds.some(({ by }) => by === 'undo') ? 'undone' : 'paid', payment }
    default:
      return payment satisfies never
  }
}
