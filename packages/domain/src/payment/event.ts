import type { HoldId } from '../inventory/ids.ts'
import type { IntentId } from './ids.ts'
import type { Attempt, UndoReason } from './payment.ts'
import type { RefundBy } from './refund.ts'
import type { Seat } from './terms.ts'
import type { BuyerAction, Decline } from './truth.ts'

/**
 * What happens to a payment after its opening. Each is written, on top of the one before, before what it announces is
 * tried. Stored: add, never rename.
 */
export type PaymentEvent = PurchaseEvent | RefundEvent

export type PurchaseEvent =
  /** Another card is given. */
  | { readonly kind: 'attempted'; readonly attempt: Omit<Attempt, 'number'> }
  | { readonly kind: 'declined'; readonly intent: IntentId | null; readonly reason: Decline }
  | { readonly kind: 'action-required'; readonly intent: IntentId; readonly action: BuyerAction }
  | { readonly kind: 'authorised'; readonly intent: IntentId }
  /** Expired holds, and by which ids others are asked for in their place. */
  | { readonly kind: 'reholding'; readonly instead: readonly { readonly expired: HoldId; readonly by: HoldId }[] }
  | { readonly kind: 'reheld' }
  | { readonly kind: 'all-sold' }
  | { readonly kind: 'captured' }
  | { readonly kind: 'undoing'; readonly intent: IntentId; readonly why: UndoReason }
  | { readonly kind: 'voided' }

export type RefundEvent =
  | { readonly kind: 'refund-asked'; readonly number: number; readonly seats: readonly Seat[]; readonly by: RefundBy }
  | { readonly kind: 'money-returned'; readonly number: number }
  | { readonly kind: 'money-refused'; readonly number: number; readonly reason: string }
  | { readonly kind: 'seats-returned'; readonly number: number }
  /** The provider took back, days later, what it had said of a refund. */
  | { readonly kind: 'refund-failed'; readonly number: number; readonly reason: string }
  /** The operator paid what was owed in some other way. */
  | { readonly kind: 'refund-settled'; readonly number: number; readonly note: string }
