import type { HoldRequested } from './entry.ts'
import type { FederationSettings } from './federation.ts'
import type { Hold, HoldRefusal, HoldTerms, LiveHold, RefusedHold } from './hold.ts'
import type { BuyerTally, GameStock } from './stock.ts'
import { sellable } from './stock.ts'

/** What a request finds when its turn comes. */
export type HoldScene = {
  readonly logTimeMs: number
  readonly settings: FederationSettings
  /** Undefined where no record ever named the game. */
  readonly stock: GameStock | undefined
  /** What the buyer has of the game; undefined: nothing. */
  readonly tally: BuyerTally | undefined
}

/** Whether a request says again what a hold already is; how long it may live and where from are not part of it. */
export const asksTheSame = (hold: Hold, request: HoldRequested): boolean =>
  hold.category === request.category && hold.quantity === request.quantity && hold.buyer === request.buyer

/** The decision on a hold that does not exist yet. It depends on nothing but the request and the scene. */
export function decideHold(scene: HoldScene, request: HoldRequested): LiveHold | RefusedHold {
  const refusal = refusalOf(scene, request)
  if (refusal !== null) return { ...termsOf(request), state: 'refused', refusal }
  const holdMaxMs = scene.stock?.list?.limits.holdMaxMs ?? 0
  const ttlMs = request.ttlMs === null ? holdMaxMs : Math.min(request.ttlMs, holdMaxMs)
  return { ...termsOf(request), state: 'held', expiresAtMs: scene.logTimeMs + ttlMs }
}

/** The first reason that applies, in the order of {@link HoldRefusal}; null: it can be granted. */
function refusalOf({ settings, stock, tally }: HoldScene, request: HoldRequested): HoldRefusal | null {
  if (stock?.list === undefined || stock.list === null) return { kind: 'not-on-sale' }
  const category = stock.categories.get(request.category)
  if (category === undefined || !category.listed) return { kind: 'unknown-category' }
  if (request.price !== category.price) return { kind: 'price-changed', price: category.price }
  const { quantity } = request
  if (quantity < 1 || quantity > settings.wireQuantityMax) {
    return { kind: 'bad-quantity', max: settings.wireQuantityMax }
  }
  const has = tally === undefined ? 0 : tally.held + tally.sold
  const { perBuyer } = stock.list.limits
  if (has + quantity > perBuyer) return { kind: 'over-limit', limit: perBuyer, has }
  if (settings.siteHeldMax !== null) {
    const heldHere = category.heldBySite.get(request.site) ?? 0
    const limit = settings.siteHeldMax
    if (heldHere + quantity > limit) return { kind: 'site-over-share', limit, has: heldHere }
  }
  const free = sellable(category)
  return quantity > free ? { kind: 'sold-out', sellable: free } : null
}

const termsOf = (request: HoldRequested): HoldTerms => ({
  game: request.game,
  site: request.site,
  id: request.hold,
  category: request.category,
  quantity: request.quantity,
  price: request.price,
  buyer: request.buyer,
  country: request.country,
})
