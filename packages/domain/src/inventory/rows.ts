import type { CategoryNumber, GameNumber } from '../game/ids.ts'
import type { Mutable } from '../mutable.ts'
import type { CategoryDraft, Draft, GameDraft } from './draft.ts'
import type { Hold, HoldTerms } from './hold.ts'
import { byExpiry } from './hold.ts'
import type { CategoryRef } from './ids.ts'
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
