import type { DeadLetterReason } from '../inventory/dead-letter.ts'
import type { Position, RawRecord } from './sales-log.ts'

/** A record that was not applied, whole. */
export type DeadLetterRecord = Position & { readonly reason: DeadLetterReason; readonly raw: RawRecord }

/** What a list shows of one: its bytes may be many. */
export type DeadLetterSummary = Position & {
  readonly reason: DeadLetterReason
  /** Epoch milliseconds, as the record carries it. */
  readonly timestampMs: number
  readonly key: Uint8Array | null
  /** The first {@link valueStartBytes} of it; null where there is none. */
  readonly valueStart: Uint8Array | null
  readonly valueBytes: number
  readonly headers: number
}

export const valueStartBytes = 120

/** Where a dead letter stands among all: they are in order of their time, then partition, then offset. */
export type DeadLetterPlace = Position & { readonly timestampMs: number }

export type DeadLetterQuery = {
  /** Null: of every partition. */
  readonly partition: number | null
  /** Null: for any reason. */
  readonly reason: DeadLetterReason | null
  readonly order: 'newest-first' | 'oldest-first'
  /** Go on behind this one, in that order; null: from the beginning. */
  readonly after: DeadLetterPlace | null
  readonly max: number
}

/** The records that this site's copy did not apply. */
export type DeadLetters = {
  /** @throws Unavailable */
  readonly list: (query: DeadLetterQuery) => Promise<readonly DeadLetterSummary[]>
  /** Null where the record at that position was applied, or was not folded yet. @throws Unavailable */
  readonly find: (position: Position) => Promise<DeadLetterRecord | null>
  /** How many there are for each reason that occurs. @throws Unavailable */
  readonly counts: () => Promise<ReadonlyMap<DeadLetterReason, number>>
}
