import type { Hold } from '../../inventory/hold.ts'
import type { Payment } from '../../payment/payment.ts'
import type { PaymentRecord } from '../../payment/record.ts'
import type { Seen } from '../../payment/seen.ts'
import type { Step } from '../../payment/step.ts'
import type { Provider } from '../provider.ts'

/** Everything there is: the payment's row, the log, the provider, who is at work, and what may still go wrong. */
export type World = {
  readonly row: Payment
  readonly log: readonly Hold[]
  readonly provider: Provider
  readonly workers: readonly Worker[]
  /** A record, or a call of the provider, that nobody waits for any more: it is on its way, or lost. */
  readonly delayed: PaymentRecord | Step | null
  readonly left: Left
}

/** Somebody who takes a payment's steps. */
export type Worker = {
  readonly name: string
  /** Takes the payment up by itself whenever something is left to do; any other is gone when it is done. */
  readonly recovers: boolean
  /** Null: not at work. `outdated`: whatever it knows, all it can do is to start over from the row. */
  readonly seen: Seen | 'outdated' | null
  /** Records that it appends one by one before it reads what became of the holds; null: none. */
  readonly sending: Sending | null
}

export type Sending = { readonly step: Step & { readonly kind: 'append' }; readonly sent: number }

/** How often something may still happen. */
export type Left = {
  /** A record or a call is lost or delayed. */
  readonly mishaps: number
  /** A capture is refused although the money is reserved. */
  readonly refusedCaptures: number
  /** The buyer tries another card. */
  readonly cards: number
  /** The buyer's deadline passes. */
  readonly deadlines: number
  /** A refund is asked for. */
  readonly refunds: number
  /** The provider takes back what it said of a refund. */
  readonly bounces: number
}
