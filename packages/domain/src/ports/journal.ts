import type { JournalEntry } from '../inventory/journal.ts'
import type { Position } from './sales-log.ts'

/** A line of a partition's journal. */
export type JournalPlace = { readonly offset: number; readonly step: number }

/** This site's history of what the log did. */
export type Journal = {
  /** What one record did, in order; empty while it is not folded, or did nothing. @throws Unavailable */
  readonly at: (position: Position) => Promise<readonly JournalEntry[]>
  /** Up to `max` lines after a place in the partition's history. @throws Unavailable */
  readonly since: (partition: number, after: JournalPlace, max: number) => Promise<readonly JournalEntry[]>
}
