import type { Payment } from './payment.ts'
import type { HoldRows } from './record.ts'
import type { RefundTruth, Truth } from './truth.ts'

/** What the provider answered last, and to what. */
export type Heard =
  | { readonly to: 'authorise' | 'ask' | 'capture' | 'void'; readonly truth: Truth }
  | { readonly to: 'refund'; readonly truth: RefundTruth }

/**
 * All that one worker knows of a payment. Any of it may be out of date: another worker may have gone on, the log may
 * have decided more, the provider may have changed its mind. What is next is safe all the same.
 */
export type Seen = {
  /** The row as it was last read or written. */
  readonly payment: Payment
  /** What became of its holds; null: not read yet. */
  readonly holds: HoldRows | null
  /** `nothing-yet`: somebody else may have asked the provider for something. Null: nobody but this worker has. */
  readonly heard: Heard | 'nothing-yet' | null
}

/** What a worker knows that has only read the row. */
export const startingWith = (payment: Payment): Seen => ({ payment, holds: null, heard: 'nothing-yet' })

export const afterWriting = (seen: Seen, payment: Payment): Seen => ({ ...seen, payment, heard: null })

export const afterReading = (seen: Seen, holds: HoldRows): Seen => ({ ...seen, holds })

export const afterHearing = (seen: Seen, heard: Heard): Seen => ({ ...seen, heard })

/** What the provider last said of the reservation's money; null: nothing, or not since this worker wrote. */
export const truthIn = (heard: Seen['heard']): Truth | null =>
  heard === null || heard === 'nothing-yet' || heard.to === 'refund' ? null : heard.truth
