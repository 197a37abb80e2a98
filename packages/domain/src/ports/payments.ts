import type { PaymentEvent } from '../payment/event.ts'
import type { Created, Payment } from '../payment/payment.ts'
import type { ReservationId } from '../reservation/ids.ts'

/** When something was written of a payment, and when recovery is to look at it; null: there is nothing left to do. */
export type Written = { readonly atMs: number; readonly lookAtMs: number | null }

/** One line of a payment's history; the first is its opening. */
export type PaymentLine = {
  readonly revision: number
  readonly atMs: number
  readonly event: PaymentEvent | { readonly kind: 'opened' }
}

/** Payments of this site: one row a reservation, and every event that made it what it is. */
export type Payments = {
  /**
   * Write a reservation's first row, unless it has one. Durable when it resolves; what arrives while a batch is being
   * written goes together in the next.
   * @throws Unavailable
   */
  readonly open: (payment: Created, written: Written) => Promise<'opened' | { readonly exists: Payment }>
  /**
   * Write an event and what it makes of the payment, on condition that the row stands at the revision before. A payment
   * says which tickets stand; whoever keeps tickets in rows of their own writes those in the same transaction.
   * @returns `stale` when the row is another one by now; then nothing was written
   * @throws Unavailable
   */
  readonly advance: (next: Payment, event: PaymentEvent, written: Written) => Promise<'written' | 'stale'>
  /** As the primary has it. @throws Unavailable */
  readonly find: (reservation: ReservationId) => Promise<Payment | null>
  /**
   * Payments whose time to be looked at has come, the longest due first, at most `max`. Nobody else is handed them
   * before `againAtMs`, or before something is written of them. @throws Unavailable
   */
  readonly takeUp: (nowMs: number, againAtMs: number, max: number) => Promise<readonly Payment[]>
  /** From the opening on; empty where there is no payment. @throws Unavailable */
  readonly history: (reservation: ReservationId) => Promise<readonly PaymentLine[]>
  /** Payments of which money is owed to the buyer, at most `max`. @throws Unavailable */
  readonly owed: (max: number) => Promise<readonly Payment[]>
}
