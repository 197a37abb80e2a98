import type { GameNumber } from '../game/ids.ts'
import type { Sha256 } from './sha256.ts'
import type { DeadLetterReason } from './dead-letter.ts'
import type { LogEntry } from './entry.ts'
import type { Federation, Signer } from './federation.ts'
import type { Hold, LiveHold } from './hold.ts'
import type { CategoryRef } from './ids.ts'
import type { JournalEntry } from './journal.ts'
import type { AnnouncedPending, BuyerTally, GameStock } from './stock.ts'

/** Where a partition stands. */
export type PartitionState = {
  readonly partition: number
  /** Offset of the first record that is not folded yet. */
  readonly nextOffset: number
  /** The log clock, epoch milliseconds: the highest so far; it never goes back. */
  readonly logTimeMs: number
  /** The federation in force; null until the partition's first federation record. */
  readonly federation: Federation | null
}

/** The pendings announced at one log time; as a change, `quantity` 0 says that none is left. */
export type PendingRow = CategoryRef & AnnouncedPending

/** A category's queue of announced pendings, oldest first. */
export type PendingQueue = CategoryRef & { readonly pendings: readonly AnnouncedPending[] }

/** The part of a partition that a batch needs; `touches` says which. Keys are those of `ids.ts`. */
export type FoldState = {
  readonly partition: PartitionState
  readonly games: ReadonlyMap<GameNumber, GameStock>
  readonly holds: ReadonlyMap<string, Hold>
  /** Of `holds`, the live ones that expire by the batch's horizon, in any order. */
  readonly due: readonly LiveHold[]
  readonly buyers: ReadonlyMap<string, BuyerTally>
  readonly queues: ReadonlyMap<string, PendingQueue>
}

/** Everything the fold cannot compute by itself. */
export type FoldTools = {
  readonly sha256: Sha256
  /** The publisher in this reader's own file: it checks the record that opens a partition. */
  readonly publisher: Signer
  /** Whether a record is signed by the holder of that key; on a log of sites that trust each other, always. */
  readonly isSignedBy: (entry: LogEntry, signer: Signer) => boolean
  /** The federation file with this hash, if this reader has it. */
  readonly federationOf: (sha256: string) => Federation | undefined
}

export type DeadLetter = { readonly offset: number; readonly reason: DeadLetterReason }

/** This site's own digest after the digest record at `offset`, hex. */
export type Digest = { readonly offset: number; readonly state: string }

/** Why the partition cannot go on here; no record from `offset` on was folded. */
export type Stop = {
  readonly offset: number
  readonly why: 'federation-unknown' | 'rules-unknown' | 'federation-moved'
  readonly version: number
}

/** What a batch changed; rows are whole, and absent where unchanged. */
export type Changes = {
  readonly partition: PartitionState
  readonly games: readonly GameStock[]
  readonly holds: readonly Hold[]
  readonly buyers: readonly BuyerTally[]
  readonly pendings: readonly PendingRow[]
  readonly journal: readonly JournalEntry[]
  readonly deadLetters: readonly DeadLetter[]
  readonly digests: readonly Digest[]
  readonly stop: Stop | null
}

export const emptyPartition = (partition: number): PartitionState => ({
  partition,
  nextOffset: 0,
  logTimeMs: 0,
  federation: null,
})
