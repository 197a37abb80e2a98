import type {
  DigestStated,
  FederationPublished,
  HoldRequested,
  ListPublished,
  LogEntry,
  ReleaseRequested,
  SaleRequested,
  Ticked,
} from '../inventory/entry.ts'

/** Where a record stands. */
export type Position = { readonly partition: number; readonly offset: number }

/** What a Matchday site appends. */
export type Outgoing =
  | HoldRequested
  | SaleRequested
  | ReleaseRequested
  | ListPublished
  | (FederationPublished & { readonly partition: number })
  | Ticked
  | DigestStated

/** A record as it travels: kept with a dead letter, and appended again by a replay. */
export type RawRecord = {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: readonly (readonly [name: string, value: Uint8Array | null])[]
  readonly timestampMs: number
}

export type LogChunk = {
  /** Ascending by offset; there may be gaps. */
  readonly entries: readonly LogEntry[]
  /**
   * Where to go on: past the last entry, and past a gap behind it. Where the chunk started, only at the end of the log.
   */
  readonly next: number
  /** The bytes of an entry of this chunk. */
  readonly rawOf: (offset: number) => RawRecord
  /** One past the last record of the partition when the chunk was read. */
  readonly end: number
}

/** The one shared log that decides. */
export type SalesLog = {
  /** Random, one per log. */
  readonly logId: string
  readonly partitions: number
  /**
   * Append a record to its game's home partition, or to the partition it names; durable when it resolves.
   * Records that arrive while a batch is in flight go together in the next.
   * @throws Unavailable when nothing was appended
   * @throws AppendOutcomeUnknown when the connection broke on the way
   */
  readonly append: (record: Outgoing) => Promise<Position>
  /**
   * Append bytes as they are, in the partition named; the log stamps them anew. Otherwise as {@link SalesLog.append}.
   * @throws RangeError where the log has no such partition or cannot keep these bytes; nothing was appended
   */
  readonly appendRaw: (partition: number, record: RawRecord) => Promise<Position>
  /**
   * Up to `max` records from `from` on.
   * @throws LogOutOfRange when `from.offset` is before the first or past one after the last record
   * @throws Unavailable
   */
  readonly read: (from: Position, max: number) => Promise<LogChunk>
  /** One past the last record of a partition now. @throws Unavailable */
  readonly end: (partition: number) => Promise<number>
  /**
   * Call `wake` whenever records may have been appended; a hint that can be lost, so readers poll as well.
   * @returns stop listening
   */
  readonly onAppended: (wake: () => void) => () => void
  readonly close: () => Promise<void>
}

/** What a writer needs of the log; only a consumer reads it. */
export type WritableLog = Pick<SalesLog, 'append' | 'end' | 'partitions'>
