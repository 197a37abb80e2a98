import type { CategoryNumber, GameNumber } from '../game/ids.ts'
import type { Mutable } from '../mutable.ts'
import { horizonOf } from './clock.ts'
import type { LogEntry } from './entry.ts'
import type { Federation } from './federation.ts'
import type { Hold, LiveHold } from './hold.ts'
import { byExpiry } from './hold.ts'
import type { CategoryRef, HoldId, SiteId } from './ids.ts'
import type { JournalDetail, JournalEntry, JournalKind } from './journal.ts'
import type { DeadLetter, Digest, FoldState, FoldTools, Stop } from './state.ts'
import type { AnnouncedPending, BuyerTally, CategoryStock, PublishedList } from './stock.ts'

export type CategoryDraft = Mutable<Omit<CategoryStock, 'heldBySite'>> & { heldBySite: Map<SiteId, number> }
export type GameDraft = {
  readonly game: GameNumber
  list: PublishedList | null
  categories: Map<CategoryNumber, CategoryDraft>
  holdsSum: bigint
}

/** A hold's new row, and the one, if any, that its game's sum of hashes still counts. */
export type HoldDraft = { now: Hold; summed: Hold | undefined }

/** A queue being changed: oldest first, `first` is the index of the oldest that is left. */
export type QueueDraft = CategoryRef & { readonly pendings: Mutable<AnnouncedPending>[]; first: number }

/** The time of a pending announced for a category. */
export type PendingPlace = CategoryRef & { readonly atMs: number }

/** A fold's private copy of the rows that change: made on first touch, so that the state given stays as it was. */
export type Draft = {
  readonly state: FoldState
  readonly tools: FoldTools
  readonly horizonMs: number
  nextOffset: number
  logTimeMs: number
  federation: Federation | null
  readonly games: Map<GameNumber, GameDraft>
  readonly holds: Map<string, HoldDraft>
  readonly buyers: Map<string, Mutable<BuyerTally>>
  readonly queues: Map<string, QueueDraft>
  /** Live holds that may come due in this batch, the next one last. */
  readonly due: LiveHold[]
  /** Where each announced pending stands, oldest first, from `nextReturn` on; taken ones may still be listed. */
  readonly returns: PendingPlace[]
  nextReturn: number
  readonly journal: JournalEntry[]
  readonly deadLetters: DeadLetter[]
  readonly digests: Digest[]
  stop: Stop | null
  /** Offset and step of the next journal entry. */
  offset: number
  step: number
}

export function openDraft(state: FoldState, entries: readonly LogEntry[], tools: FoldTools): Draft {
  const { nextOffset, logTimeMs, federation } = state.partition
  const due = [...state.due]
  due.sort((a, b) => byExpiry(b, a))
  return {
    state, tools, horizonMs: horizonOf(entries, logTimeMs), nextOffset, logTimeMs, federation, due,
    returns: placesOf(state), nextReturn: 0,
    games: new Map(), holds: new Map(), buyers: new Map(), queues: new Map(),
    journal: [], deadLetters: [], digests: [], stop: null, offset: nextOffset, step: 0,
  }
}

function placesOf({ queues }: FoldState): PendingPlace[] {
  const places: PendingPlace[] = []
  for (const { game, category, pendings } of queues.values()) {
    for (const { atMs } of pendings) places.push({ game, category, atMs })
  }
  return places.sort((a, b) => a.atMs - b.atMs)
}

type Subject = {
  readonly game: GameNumber
  readonly category?: CategoryNumber
  readonly quantity?: number
  readonly price?: number
  readonly site?: SiteId | null
  readonly id?: HoldId
}

/** Add a line to the journal, at the offset being folded. */
export function note(draft: Draft, kind: JournalKind, on: Subject | null, detail: JournalDetail | null = null): void {
  draft.journal.push({
    offset: draft.offset,
    step: draft.step++,
    timeMs: draft.logTimeMs,
    kind,
    game: on?.game ?? null,
    category: on?.category ?? null,
    quantity: on?.quantity ?? null,
    price: on?.price ?? null,
    site: on?.site ?? null,
    hold: on?.id ?? null,
    detail,
  })
}
