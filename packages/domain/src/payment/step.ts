import type { KeyedHash } from '../reservation/keyed-hash.ts'
import type { PaymentEvent } from './event.ts'
import type { IntentId } from './ids.ts'
import type { AuthoriseOrder, CaptureOrder, RefundOrder, VoidOrder } from './order.ts'
import type { UndoReason } from './payment.ts'
import type { PaymentRecord } from './record.ts'
import type { BuyerAction } from './truth.ts'

/** One thing to do about a payment. */
export type Step =
  /** Nothing is left to do until somebody asks for something. */
  | { readonly kind: 'rest' }
  /** It is the buyer's turn. */
  | { readonly kind: 'await-buyer'; readonly action: BuyerAction }
  /** Write what happened, and with it what is tried next, on top of the row as it was seen. */
  | { readonly kind: 'write'; readonly event: PaymentEvent }
  /** Read what became of the holds once this site's copy has folded all that is in the log. */
  | { readonly kind: 'read-log' }
  /** Append, and read what became of the holds. */
  | { readonly kind: 'append'; readonly records: readonly PaymentRecord[] }
  | { readonly kind: 'authorise'; readonly order: AuthoriseOrder }
  | { readonly kind: 'ask'; readonly intent: IntentId }
  | { readonly kind: 'capture'; readonly order: CaptureOrder }
  | { readonly kind: 'void'; readonly order: VoidOrder }
  | { readonly kind: 'refund'; readonly order: RefundOrder }

/** What a step depends on besides what was seen. */
export type Scene = {
  /** By this site's clock. */
  readonly nowMs: number
  /** Of which the id is made of a hold that is asked for in the place of an expired one. */
  readonly keyedHash: KeyedHash
}

export const write = (event: PaymentEvent): Step => ({ kind: 'write', event })

export const giveUp = (intent: IntentId, why: UndoReason): Step => write({ kind: 'undoing', intent, why })
