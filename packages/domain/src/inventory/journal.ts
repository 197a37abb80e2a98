import type { CategoryNumber, GameNumber } from '../game/ids.ts'
import type { HoldId, SiteId } from './ids.ts'

/** What a record, or the log clock, did. Stored: add, never rename. */
export type JournalKind =
  | 'hold-granted'
  | 'hold-refused'
  | 'hold-repeated'
  | 'hold-conflict'
  | 'hold-sold'
  | 'sale-repeated'
  | 'sale-refused'
  | 'hold-released'
  | 'hold-refunded'
  | 'release-ignored'
  | 'hold-expired'
  | 'notice'
  | 'announced-pending'
  | 'announced-reserved'
  | 'announced-cancelled'
  | 'announced-returned'
  | 'oversold'
  | 'list-applied'
  | 'list-refused'
  | 'federation-applied'
  | 'federation-ignored'

/** What a kind has to say beyond the columns all kinds share: reasons, seats, differences. */
export type JournalDetail = Readonly<Record<string, string | number | boolean | readonly number[] | null>>

/** One line of a partition's history. Every site writes the same ones. */
export type JournalEntry = {
  /** Offset of the record that was folded when it happened. */
  readonly offset: number
  /** 0, 1, ... within one offset: what the clock ended comes first, then what the record did. */
  readonly step: number
  /** Log time, epoch milliseconds. */
  readonly timeMs: number
  readonly kind: JournalKind
  readonly game: GameNumber | null
  readonly category: CategoryNumber | null
  readonly quantity: number | null
  /** Unit price, whole currency units. */
  readonly price: number | null
  readonly site: SiteId | null
  readonly hold: HoldId | null
  readonly detail: JournalDetail | null
}
