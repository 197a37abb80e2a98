import type { IntentId } from './ids.ts'

/** Why a card was not accepted. Stored: add, never rename. */
export type Decline =
  | 'declined'
  | 'insufficient-funds'
  | 'expired-card'
  | 'not-authenticated'
  | 'processing-error'
  | 'invalid-method'

/** What the buyer's bank wants of the buyer before it says yes. */
export type BuyerAction = { readonly url: string }

/** What a reservation's money does, as the provider says. */
export type Truth =
  /** Nothing is reserved; the intent takes another card. Null where the provider opened none. */
  | { readonly kind: 'declined'; readonly intent: IntentId | null; readonly reason: Decline }
  | { readonly kind: 'requires-action'; readonly intent: IntentId; readonly action: BuyerAction }
  /** The whole amount is reserved, for some days. */
  | { readonly kind: 'authorised'; readonly intent: IntentId }
  /** It was reserved, and a capture of it was refused for good. */
  | { readonly kind: 'uncapturable'; readonly intent: IntentId }
  | { readonly kind: 'captured'; readonly intent: IntentId }
  /** Nothing is reserved any more, and nothing ever will be: given up by us, lapsed, or ended elsewhere. */
  | { readonly kind: 'voided'; readonly intent: IntentId }

/** What became of one refund. */
export type RefundTruth =
  /** It is on its way, or arrived. */
  | { readonly kind: 'returned' }
  /** It will not be made: the money stays. */
  | { readonly kind: 'refused'; readonly reason: string }
