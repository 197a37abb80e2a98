import type { HoldRef } from '../inventory/ids.ts'
import type { Decided } from '../inventory/decided.ts'
import type { ReservationId, SessionId } from '../reservation/ids.ts'
import type { ReservationRecord } from '../reservation/reservation.ts'

export type Opened =
  | { readonly kind: 'opened' }
  /** The id is taken: the same request again, or its key used for another. */
  | { readonly kind: 'exists'; readonly record: ReservationRecord }
  /** The buyer has `has` seats over all games; nothing was written. */
  | { readonly kind: 'over-tournament-limit'; readonly has: number }

/** Reservations of this site. */
export type Reservations = {
  /**
   * Write a record unless its id exists or its buyer would get above `tournamentLimit` (null: no limit).
   * Records that arrive while a batch is being written go together in the next. When it resolves they outlive this
   * process; the machine too once anything this site's copy commits later is durable, and so before a decision is told.
   * @throws Unavailable
   */
  readonly open: (record: ReservationRecord, tournamentLimit: number | null) => Promise<Opened>
  /** @throws Unavailable */
  readonly find: (id: ReservationId) => Promise<ReservationRecord | null>
  /** Newest first, at most `max`. @throws Unavailable */
  readonly ofSession: (session: SessionId, max: number) => Promise<readonly ReservationRecord[]>
  /** What the log decided so far, keyed by `holdKey`. @throws Unavailable */
  readonly holds: (refs: readonly HoldRef[]) => Promise<ReadonlyMap<string, Decided>>
  /** Records older than `beforeMs`, not abandoned, none of whose holds the log knows; at most `max`. */
  readonly unheard: (beforeMs: number, max: number) => Promise<readonly ReservationRecord[]>
  readonly abandon: (ids: readonly ReservationId[], atMs: number) => Promise<void>
}
