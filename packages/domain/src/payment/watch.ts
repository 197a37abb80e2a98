import type { Payment } from './payment.ts'

/** How long a payment may stand between two steps before recovery takes it up, in milliseconds. */
export const recoverAfterMs = 30_000
/** How often the provider is asked whether a buyer did what the bank wants. */
export const askAfterMs = 60_000

/** When recovery is to look at a payment that was just written; null: nothing is left to do. */
export function lookAtMs(payment: Payment, nowMs: number): number | null {
  switch (payment.state) {
    case 'created':
    case 'authorised':
    case 'reholding':
    case 'capturing':
    case 'undoing':
    case 'refunding':
    case 'returning':
      return nowMs + recoverAfterMs
    case 'requires-action':
      return nowMs + askAfterMs
    case 'failed':
    case 'voided':
    case 'captured':
    case 'partially-refunded':
    case 'refunded':
    case 'refund-owed':
      return null
    default:
      return payment satisfies never
  }
}
