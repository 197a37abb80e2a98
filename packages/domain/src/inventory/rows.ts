import type { CategoryNumber, GameNumber } from '../game/ids.ts'
import type { Mutable } from '../mutable.ts'
import type { CategoryDraft, Draft, GameDraft, HoldDraft } from './draft.ts'
import type { Hold, HoldTerms } from './hold.ts'
import { byExpiry } from './hold.ts'
import type { BuyerRef, CategoryRef, HoldRef } from './ids.ts'
import { buyerKey, holdKey } from './ids.ts'
import type { BuyerTally, CategoryStock, GameStock } from './stock.ts'
import { emptyCategory } from './stock.ts'

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

/** Where a hold's row is kept, found once: `changed` where this batch wrote it before, `now` as it stands. */
export type HoldPlace = {
  readonly key: string
  readonly changed: HoldDraft | undefined
  readonly now: Hold | undefined
}

export function holdAt(draft: Draft, ref: HoldRef): HoldPlace {
  const key = holdKey(ref)
  const changed = draft.holds.get(key)
  return { key, changed, now: changed === undefined ? draft.state.holds.get(key) : changed.now }
}

/** Write a hold's new row; one that may come due in this batch is kept in order of expiry. */
export function setHold(draft: Draft, { key, changed, now }: HoldPlace, hold: Hold): void {
  if (changed === undefined) draft.holds.set(key, { now: hold, summed: now })
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

/** Where a buyer's count of one game is kept, as {@link HoldPlace} says of a hold's row. */
export type TallyPlace = {
  readonly key: string
  readonly changed: Mutable<BuyerTally> | undefined
  readonly now: BuyerTally | undefined
}

export function tallyAt(draft: Draft, ref: BuyerRef): TallyPlace {
  const key = buyerKey(ref)
  const changed = draft.buyers.get(key)
  return { key, changed, now: changed ?? draft.state.buyers.get(key) }
}

/**
 * Count a hold's seats: `held` and `sold` are added to its category, its site and its buyer.
 * @throws Error where a counter would fall below zero: a broken invariant, or rows that were not loaded
 */
export function countSeats(
  draft: Draft,
  hold: HoldTerms,
  held: number,
  sold: number,
  place = tallyAt(draft, hold),
): void {
  const category = categoryOf(draft, hold)
  category.held += held
  category.sold += sold
  if (held !== 0) {
    const heldHere = (category.heldBySite.get(hold.site) ?? 0) + held
    if (heldHere === 0) category.heldBySite.delete(hold.site)
    else category.heldBySite.set(hold.site, heldHere)
  }
  const tally = tallyOf(draft, hold, place)
  tally.held += held
  tally.sold += sold
  if (category.held < 0 || category.sold < 0 || tally.held < 0 || tally.sold < 0) {
    throw new Error(`hold ${holdKey(hold)} was counted out twice, or its rows were not loaded`)
  }
}

function tallyOf(draft: Draft, { game, buyer }: HoldTerms, { key, changed, now }: TallyPlace): Mutable<BuyerTally> {
  if (changed !== undefined) return changed
  const copy = { game, buyer, held: now?.held ?? 0, sold: now?.sold ?? 0 }
  draft.buyers.set(key, copy)
  return copy
}
