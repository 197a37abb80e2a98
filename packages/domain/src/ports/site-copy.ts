import type { DigestStanding, KnownDigests } from '../inventory/digest-standing.ts'
import type { BuyerHash, HoldRef } from '../inventory/ids.ts'
import type { Notices, OwedNotice } from '../inventory/notices.ts'
import type { Changes, DeadLetter, FoldState, PartitionState } from '../inventory/state.ts'
import type { Touched } from '../inventory/touches.ts'
import type { RawRecord } from './sales-log.ts'

export type Loaded = {
  /** The rows a batch needs. */
  readonly state: FoldState
  /** What the buyers it names have over all games: held + sold seats. */
  readonly buyerTotals: ReadonlyMap<BuyerHash, number>
  /** What its statements of digests are held against. */
  readonly digests: KnownDigests
}

export type DeadLetterRow = DeadLetter & { readonly raw: RawRecord }

/** One batch's whole effect on this site. */
export type BatchCommit = {
  /** The offset the batch started from: the commit applies only if the partition still stands there. */
  readonly expectedOffset: number
  readonly changes: Changes
  readonly deadLetters: readonly DeadLetterRow[]
  /** Holds of this site that its own limit per tournament does not allow; they are to be released. */
  readonly giveBacks: readonly HoldRef[]
  /** What this site owes to those who do not wait for the log, and what of it the batch settles. */
  readonly notices: Notices
  /** How sites stand of which the batch has a statement; whole rows, one a site. */
  readonly standings: readonly DigestStanding[]
  /** Whether the batch ended at the end of the log as it was read. */
  readonly caughtUp: boolean
}

/** This site's copy of what the log decided. Only the fold writes it. */
export type SiteCopy = {
  /** Where a partition stands; a partition never seen stands at 0. @throws Unavailable */
  readonly partition: (partition: number) => Promise<PartitionState>
  /** @throws Unavailable */
  readonly load: (partition: PartitionState, touched: Touched) => Promise<Loaded>
  /**
   * Write rows, journal, dead letters, clock and offset in one transaction.
   * @returns `stale` when another consumer got there first; then nothing was written
   * @throws Unavailable
   */
  readonly commit: (batch: BatchCommit) => Promise<'committed' | 'stale'>
  /** Tell readers that the copy stands at the end of the log although nothing was written. */
  readonly reportCaughtUp: (partition: number) => Promise<void>
  /** When the next live hold of a partition is due, log time; null: none. */
  readonly nextDueMs: (partition: number) => Promise<number | null>
  /** Holds to give back whose release has not been folded yet, at most `max`. */
  readonly pendingGiveBacks: (max: number) => Promise<readonly GiveBack[]>
  /**
   * Take up to `max` notices that a partition's records left owed, oldest first, to append them now: no other process
   * gets them. Those taken before `againBeforeMs` and not settled since come again, up to {@link noticeTriesMax} times,
   * and only while the partition is folded up to `end`: what stands before that is known.
   * @throws Unavailable
   */
  readonly takeNotices: (partition: number, terms: NoticeTerms, max: number) => Promise<readonly OwedNotice[]>
  /** Leave notices that were taken and surely not appended, as if nobody had taken them. @throws Unavailable */
  readonly leaveNotices: (partition: number, notices: readonly OwedNotice[]) => Promise<void>
}

/** How often a notice is taken at most: after that something else is wrong, and others are not told again. */
export const noticeTriesMax = 3

/** Times by the site's clock, epoch milliseconds. */
export type NoticeTerms = { readonly nowMs: number; readonly againBeforeMs: number; readonly end: number }

/** What the release of a hold that is given back says. */
export type GiveBack = HoldRef & { readonly category: number; readonly quantity: number; readonly price: number }
