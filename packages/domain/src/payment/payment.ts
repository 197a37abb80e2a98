import type { IntentId, PaymentMethod } from './ids.ts'
import type { Refund, RunningRefund } from './refund.ts'
import type { Terms } from './terms.ts'
import type { BuyerAction, Decline } from './truth.ts'

/** One card that a buyer tries. */
export type Attempt = {
  /** 1, 2, ... within the payment. */
  readonly number: number
  readonly method: PaymentMethod
  /** The buyer's idempotency key; null makes every request another attempt. */
  readonly key: string | null
  /** Epoch milliseconds after which the buyer is not waited for. */
  readonly deadlineMs: number
}

/** What every payment has. There is one a reservation. */
type Common = {
  readonly terms: Terms
  readonly attempt: Attempt
  /** How many events made it what it is, its opening included; the next is written only on top of this one. */
  readonly revision: number
}
type OfIntent = Common & { readonly intent: IntentId }

/** A card is given; the provider is being asked to reserve the money. */
export type Created = Common & { readonly state: 'created'; readonly intent: IntentId | null }
/** The buyer's bank wants something of the buyer. */
export type RequiresAction = OfIntent & { readonly state: 'requires-action'; readonly action: BuyerAction }
/** The card was not accepted, and nothing is reserved; the holds stay, and another card may be given. */
export type Failed = Common & { readonly state: 'failed'; readonly intent: IntentId | null; readonly reason: Decline }
/** The money is reserved; the log is being asked to sell each hold. */
export type Authorised = OfIntent & { readonly state: 'authorised' }
/** Holds had expired; the log is being asked for others in their place. None of those is sold in this state. */
export type Reholding = OfIntent & { readonly state: 'reholding' }
/** The log sold every hold; the money is being taken. */
export type Capturing = OfIntent & { readonly state: 'capturing' }
/** The seats are being given back, then the money is let go of. There is no way back from here to tickets. */
export type Undoing = OfIntent & { readonly state: 'undoing'; readonly why: UndoReason }
/** No money was taken, none will be, and no seat is kept. */
export type Voided = OfIntent & { readonly state: 'voided'; readonly why: UndoReason }

type Taken = OfIntent & { readonly refunds: readonly Refund[] }

/** The money is taken and every ticket stands. */
export type Captured = Taken & { readonly state: 'captured' }
/** Tickets are revoked; their money is being returned. */
export type Refunding = Taken & { readonly state: 'refunding'; readonly refund: RunningRefund }
/** The money is returned; the seats are being given back. `failed` says why the money did not arrive after all. */
export type Returning = Taken & {
  readonly state: 'returning'
  readonly refund: RunningRefund
  readonly failed: string | null
}
export type PartiallyRefunded = Taken & { readonly state: 'partially-refunded' }
export type Refunded = Taken & { readonly state: 'refunded' }
/** Tickets are gone, seats are back, and the buyer does not have the money: for the operator to settle. */
export type RefundOwed = Taken & { readonly state: 'refund-owed' }

/** Paid, with no refund under way. */
export type Settled = Captured | PartiallyRefunded | Refunded | RefundOwed

export type Payment =
  | Created
  | RequiresAction
  | Failed
  | Authorised
  | Reholding
  | Capturing
  | Undoing
  | Voided
  | Refunding
  | Returning
  | Settled

/** Why a payment came to nothing though a card was accepted. Stored: add, never rename. */
export type UndoReason =
  /** A hold was refused, released, or ended again. */
  | 'seats-gone'
  /** The buyer took longer than anyone waits. */
  | 'too-late'
  /** The reservation of the money lapsed, or was ended elsewhere. */
  | 'authorisation-lost'
  /** The provider would not take the money that it had reserved. */
  | 'capture-refused'

/** How long a buyer is waited for after giving a card, in milliseconds. */
export const attemptMaxMs = 3_600_000
/** The most cards one reservation is tried with. */
export const attemptsMax = 10

/** Whether a payment is in one of some states. */
export const isIn = <State extends Payment['state']>(
  payment: Payment,
  ...states: readonly State[]
): payment is Extract<Payment, { readonly state: State }> => states.some(state => state === payment.state)
