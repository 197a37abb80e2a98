import type { Brand } from '../brand.ts'
import type { CategoryNumber, GameNumber } from '../game/ids.ts'

export type SiteId = Brand<string, 'SiteId'>
/** A lower-case UUID. One hold is one game, one category, one quantity. */
export type HoldId = Brand<string, 'HoldId'>
/** A buyer as the log knows one: base64url of a keyed hash of the e-mail, 43 characters. */
export type BuyerHash = Brand<string, 'BuyerHash'>

const sitePattern = /^[a-z0-9][a-z0-9-]{0,31}$/
const holdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const buyerPattern = /^[A-Za-z0-9_-]{43}$/

export const isSiteId = (text: string): text is SiteId => sitePattern.test(text)
export const isHoldId = (text: string): text is HoldId => holdPattern.test(text)
export const isBuyerHash = (text: string): text is BuyerHash => buyerPattern.test(text)

/** What a hold is known by: the same id by another site, or in another game, is another hold. */
export type HoldRef = { readonly game: GameNumber; readonly site: SiteId; readonly id: HoldId }
export type BuyerRef = { readonly game: GameNumber; readonly buyer: BuyerHash }
export type CategoryRef = { readonly game: GameNumber; readonly category: CategoryNumber }

export const holdKey = (hold: HoldRef): string => `${hold.game}|${hold.site}|${hold.id}`
export const buyerKey = (tally: BuyerRef): string => `${tally.game}|${tally.buyer}`
export const categoryKey = (at: CategoryRef): string => `${at.game}|${at.category}`
