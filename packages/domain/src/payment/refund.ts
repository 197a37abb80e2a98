import type { Seat } from './terms.ts'

/** Who asked: the buyer, the operator, or the purchase itself, which came to nothing after the money was taken. */
export type RefundBy = 'buyer' | 'admin' | 'undo'

export type RunningRefund = {
  /** 1, 2, ... within the payment. */
  readonly number: number
  /** Whose tickets are revoked; their price is what is returned. */
  readonly seats: readonly Seat[]
  readonly by: RefundBy
}

export type Refund = RunningRefund & {
  /**
   * `returned`: the buyer has the money, or it is on its way. `refused`: it was not to be had back, and the tickets
   * stand again. `owed`: it did not arrive, but the seats are gone. `settled`: it was owed, and paid in another way.
   */
  readonly outcome: 'returned' | 'refused' | 'owed' | 'settled'
  /** Why it was refused or is owed, or how it was settled. */
  readonly note: string | null
}
