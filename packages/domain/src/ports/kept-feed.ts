import type { FeedFault, ToldVersion } from '../feed/entry.ts'
import type { KeptListing } from '../feed/kept-listing.ts'
import type { GameListing } from '../game/listing.ts'
import type { GameNumber } from '../game/ids.ts'
import type { GameStock } from '../inventory/stock.ts'
import type { ToldGame } from './master-list-feed.ts'
import type { RawRecord } from './sales-log.ts'

/** A partition of a topic. */
export type FeedPart = { readonly topic: string; readonly partition: number }

/** A message that was not taken, whole. */
export type FeedDeadLetter = {
  readonly offset: number
  readonly reason: FeedFault
  readonly detail: string
  readonly raw: RawRecord
}

/** What a chunk of the topic leaves at the publisher's site. */
export type FeedCommit = FeedPart & {
  /** Where the chunk started: the commit applies only if this site still stands there. */
  readonly expectedOffset: number
  readonly nextOffset: number
  readonly listings: readonly KeptListing[]
  /** What this federation's own messages told of. */
  readonly seen: readonly ToldVersion[]
  readonly deadLetters: readonly FeedDeadLetter[]
}

/** A game whose list in force others have not been told of. */
export type Untold = {
  readonly stock: GameStock
  /** As its {@link KeptListing} has it. */
  readonly opening: GameListing | null
}

/** A version to tell of; `value` null where others know it. */
export type Telling = ToldVersion & { readonly value: string | null }

/** How often a telling is published at most: after that something else is wrong. */
export const tellTriesMax = 3

/** What the publisher's site keeps of the master-list topic, beside its copy. Every method may throw Unavailable. */
export type KeptFeed = {
  /** Offset to go on from; 0 where nothing was read of the topic's partition. */
  readonly position: (part: FeedPart) => Promise<number>
  /** Games as this site's copy has them now; absent where no record named one. */
  readonly games: (numbers: readonly GameNumber[]) => Promise<ReadonlyMap<GameNumber, GameStock>>
  readonly listings: (numbers: readonly GameNumber[]) => Promise<ReadonlyMap<GameNumber, KeptListing>>
  /** @returns `stale` when another process read on meanwhile; then nothing was written */
  readonly commit: (batch: FeedCommit) => Promise<'committed' | 'stale'>
  /** Games whose list in force is of a higher version than others were told of, by number, at most `max`. */
  readonly untold: (max: number) => Promise<readonly Untold[]>
  /**
   * Take it upon this process to tell of a version, or note that others know it.
   * @returns whether nobody did so before
   */
  readonly take: (telling: Telling, nowMs: number) => Promise<boolean>
  /**
   * Take again what was left, or was taken before `againBeforeMs` and has not been seen in the topic since, up to
   * {@link tellTriesMax} times. For those who know that the topic was read to its end.
   */
  readonly retake: (terms: { readonly nowMs: number; readonly againBeforeMs: number }) => Promise<readonly ToldGame[]>
  /** Leave what was taken and surely not published. */
  readonly leave: (told: readonly ToldVersion[]) => Promise<void>
}

/** Where the site stands in the topic, and what waits for its operator. */
export type FeedStatus = {
  readonly positions: readonly (FeedPart & { readonly nextOffset: number })[]
  readonly deadLetters: number
  /** Versions of games that others are still to be told of, taken or not. */
  readonly untold: number
}

/** What an operator looks at and decides. Every method may throw Unavailable. */
export type FeedDesk = {
  readonly status: () => Promise<FeedStatus>
  /** What the topic brought and nobody decided on, by game; some of it may be in force by now. */
  readonly asides: () => Promise<readonly KeptListing[]>
  /** Decide that games stay as they are, until the topic brings something else. */
  readonly dismiss: (games: readonly GameNumber[]) => Promise<void>
  /** The newest first, at most `max`. */
  readonly deadLetters: (max: number) => Promise<readonly (FeedDeadLetter & FeedPart)[]>
}
