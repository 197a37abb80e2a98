import type { IntentId } from '../payment/ids.ts'
import type { AuthoriseOrder, CaptureOrder, RefundOrder, VoidOrder } from '../payment/order.ts'
import type { RefundTruth, Truth } from '../payment/truth.ts'

/**
 * The payment provider. Whatever is asked of it, it answers what the money does, or `unknown`: no answer, or one that
 * says nothing (a timeout, a broken connection, a fault). Then the order may have been carried out, or may be yet.
 * One order under one key is carried out once, however often and by however many it is sent.
 */
export type ChargeCard = {
  /**
   * Open the reservation's intent where there is none, and reserve the amount with the card. An intent that has the
   * money already, or lost it for good, says so and stays as it is.
   * @returns `declined` for a refusal by the card's bank, and for an order that the provider will not take as it is
   */
  readonly authorise: (order: AuthoriseOrder) => Promise<Truth | 'unknown'>
  /** Take what is reserved. @returns `uncapturable` when that is refused for good though it may still be reserved */
  readonly capture: (order: CaptureOrder) => Promise<Truth | 'unknown'>
  /** Let go of what is reserved. After `voided` nothing is reserved or taken any more; `captured` says: too late. */
  readonly void: (order: VoidOrder) => Promise<Truth | 'unknown'>
  /** Return a part of what was taken. @returns what that refund is now, even if it was told otherwise before */
  readonly refund: (order: RefundOrder) => Promise<RefundTruth | 'unknown'>
  /** What an intent's money does now. */
  readonly retrieve: (intent: IntentId) => Promise<Truth | 'unknown'>
}
