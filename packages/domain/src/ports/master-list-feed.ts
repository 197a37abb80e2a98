import type { FeedEntry, ToldVersion } from '../feed/entry.ts'
import type { SiteId } from '../inventory/ids.ts'
import type { Position, RawRecord } from './sales-log.ts'

export type FeedChunk = {
  /** Ascending by offset; gaps are allowed. */
  readonly entries: readonly FeedEntry[]
  /** The bytes of an entry of this chunk. */
  readonly rawOf: (offset: number) => RawRecord
  /** Where to go on: past the last entry, and past whatever of the partition carries no message. */
  readonly next: number
  /** One past the last message of the partition when the chunk was read; reached when `next` is. */
  readonly end: number
}

/** What a Matchday site tells others of a game: the text of its value, as they read it. */
export type ToldGame = ToldVersion & { readonly value: string }

/**
 * The master-list topic. It brings games from whoever runs the tournament, and tells sites that are not Matchday of
 * changes. Nothing is sold by it: what Matchday sites sell by is the `list` record of the sales log.
 */
export type MasterListFeed = {
  /** Positions in one topic mean nothing in another. */
  readonly topic: string
  readonly partitions: number
  /**
   * Up to `max` messages from `from` on. A topic keeps what its owner says it keeps: from a place that it does not have
   * (any more, or after it was made anew) this reads from its first message. Each states a whole game, so reading one
   * twice does no harm.
   * @throws Unavailable
   */
  readonly read: (from: Position, max: number) => Promise<FeedChunk>
  /** One past the last message of a partition now. @throws Unavailable */
  readonly end: (partition: number) => Promise<number>
  /**
   * Tell of games, in their order, in the name of a site, so that it knows its own messages when it reads them.
   * The key is the game's number. Durable when it resolves.
   * @throws Unavailable when nothing was published
   * @throws AppendOutcomeUnknown when some, or all, may have been
   */
  readonly publish: (site: SiteId, games: readonly ToldGame[]) => Promise<void>
  /**
   * Call `wake` whenever messages may have come; a hint that can be lost, so readers poll as well.
   * @returns stop listening
   */
  readonly onPublished: (wake: () => void) => () => void
  readonly close: () => Promise<void>
}
