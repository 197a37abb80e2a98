import type { CategoryNumber, GameNumber } from '../game/ids.ts'
import type { Mutable } from '../mutable.ts'
import { addRowHash } from './digest.ts'
import type { LogEntry } from './entry.ts'
import type { Federation } from './federation.ts'
import type { Hold, HoldTerms, LiveHold } from './hold.ts'
import { byExpiry } from './hold.ts'
import { horizonOf } from './clock.ts'
import type { CategoryRef, HoldId, HoldRef, SiteId } from './ids.ts'
import { buyerKey, holdKey } from './ids.ts'
import type { JournalDetail, JournalEntry, JournalKind } from './journal.ts'
import type { QueueDraft } from './queue.ts'
import { changedPendings } from './queue.ts'
import type { Changes, DeadLetter, Digest, FoldState, FoldTools, Stop } from './state.ts'
import type { BuyerTally, CategoryStock, GameStock, PublishedList } from './stock.ts'
import { emptyCategory } from './stock.ts'

export type CategoryDraft = Mutable<Omit<CategoryStock, 'heldBySite'>> & { heldBySite: Map<SiteId, number> }
export type GameDraft = {
  readonly game: GameNumber
  list: PublishedList | null
  categories: Map<CategoryNumber, CategoryDraft>
  holdsSum: bigint
}

/** A hold's new row, and the one, if any, that its game's sum of hashes still counts. */
type HoldDraft = { now: Hold; summed: Hold | undefined }

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
  /** No announced pending returns before this log time. */
  nextReturnMs: number
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
  const horizonMs = horizonOf(entries, logTimeMs)
  const due = [...state.due]
  due.sort((a, b) => byExpiry(b, a))
  return {
    state, tools, horizonMs, nextOffset, logTimeMs, federation, due,
    games: new Map(), holds: new Map(), buyers: new Map(), queues: new Map(),
    nextReturnMs: 0, journal: [], deadLetters: [], digests: [], stop: null, offset: nextOffset, step: 0,
  }
}

export function closeDraft(draft: Draft): Changes {
  settleSums(draft)
  const { state, nextOffset, logTimeMs, federation, journal, deadLetters, digests, stop } = draft
  return {
    partition: { partition: state.partition.partition, nextOffset, logTimeMs, federation },
    games: [...draft.games.values()],
    holds: Array.from(draft.holds.values(), hold => hold.now),
    buyers: [...draft.buyers.values()],
    pendings: changedPendings(draft),
    journal, deadLetters, digests, stop,
  }
}

/** Bring every game's sum of row hashes up to its holds of now. */
export function settleSums(draft: Draft): void {
  const { sha256 } = draft.tools
  for (const hold of draft.holds.values()) {
    if (hold.now === hold.summed) continue
    const game = gameOf(draft, hold.now.game)
    if (hold.summed !== undefined) game.holdsSum = addRowHash(game.holdsSum, hold.summed, -1n, sha256)
    game.holdsSum = addRowHash(game.holdsSum, hold.now, 1n, sha256)
    hold.summed = hold.now
  }
}

/** A game as the batch has left it so far, without a copy of its own; undefined where nothing names it yet. */
export const gameNow = (draft: Draft, game: GameNumber): GameStock | undefined =>
  draft.games.get(game) ?? draft.state.games.get(game)

export function gameOf(draft: Draft, game: GameNumber): GameDraft {
  const known = draft.games.get(game)
  if (known !== undefined) return known
  const before = draft.state.games.get(game)
  const categories = new Map<CategoryNumber, CategoryDraft>()
  for (const stock of before?.categories.values() ?? []) categories.set(stock.category, copyCategory(stock))
  const copy: GameDraft = { game, list: before?.list ?? null, categories, holdsSum: before?.holdsSum ?? 0n }
  draft.games.set(game, copy)
  return copy
}

export const copyCategory = (stock: CategoryStock): CategoryDraft => ({
  ...stock,
  heldBySite: new Map(stock.heldBySite),
})

export function categoryOf(draft: Draft, at: CategoryRef): CategoryDraft {
  const { categories } = gameOf(draft, at.game)
  const known = categories.get(at.category)
  if (known !== undefined) return known
  const fresh = copyCategory(emptyCategory(at.category))
  categories.set(at.category, fresh)
  return fresh
}

export const holdNow = (draft: Draft, key: string): Hold | undefined =>
  draft.holds.get(key)?.now ?? draft.state.holds.get(key)

/** Write a hold's new row; one that may come due in this batch is kept in order of expiry. */
export function setHold(draft: Draft, hold: Hold, key: string): void {
  const changed = draft.holds.get(key)
  if (changed === undefined) draft.holds.set(key, { now: hold, summed: draft.state.holds.get(key) })
  else changed.now = hold
  if (hold.state !== 'held' || hold.expiresAtMs > draft.horizonMs) return
  let low = 0
  let high = draft.due.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = draft.due[middle]
    if (other !== undefined && byExpiry(other, hold) > 0) low = middle + 1
    else high = middle
  }
  draft.due.splice(low, 0, hold)
}

export const tallyNow = (draft: Draft, key: string): BuyerTally | undefined =>
  draft.buyers.get(key) ?? draft.state.buyers.get(key)

/**
 * Count a hold's seats: `held` and `sold` are added to its category, its site and its buyer.
 * @throws Error where a counter would fall below zero: a broken invariant, or rows that were not loaded
 */
export function countSeats(draft: Draft, hold: HoldTerms, held: number, sold: number, tallyKey = buyerKey(hold)): void {
  const category = categoryOf(draft, hold)
  category.held += held
  category.sold += sold
  if (held !== 0) {
    const heldHere = (category.heldBySite.get(hold.site) ?? 0) + held
    if (heldHere === 0) category.heldBySite.delete(hold.site)
    else category.heldBySite.set(hold.site, heldHere)
  }
  const tally = tallyOf(draft, hold, tallyKey)
  tally.held += held
  tally.sold += sold
  if (category.held < 0 || category.sold < 0 || tally.held < 0 || tally.sold < 0) {
    throw new Error(`hold ${holdKey(hold)} was counted out twice, or its rows were not loaded`)
  }
}

function tallyOf(draft: Draft, { game, buyer }: HoldTerms, key: string): Mutable<BuyerTally> {
  const known = draft.buyers.get(key)
  if (known !== undefined) return known
  const before = draft.state.buyers.get(key)
  const copy = { game, buyer, held: before?.held ?? 0, sold: before?.sold ?? 0 }
  draft.buyers.set(key, copy)
  return copy
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

export const refOf = (said: { game: GameNumber; site: SiteId; hold: HoldId }): HoldRef => ({
  game: said.game,
  site: said.site,
  id: said.hold,
})
