import type { CategoryNumber, GameNumber } from '../game/ids.ts'
import type { GameListing, SaleLimits } from '../game/listing.ts'
import type { BuyerRef, SiteId } from './ids.ts'

/** The counters of one category. All are seats. */
export type CategoryStock = {
  readonly category: CategoryNumber
  /** False where only announcements name it: it counts, but is not on sale. */
  readonly listed: boolean
  readonly capacity: number
  /** Unit price, whole currency units; 0 while not listed. */
  readonly price: number
  readonly held: number
  /** `held` by the site whose holds they are; sites without any are absent. */
  readonly heldBySite: ReadonlyMap<SiteId, number>
  readonly sold: number
  readonly announcedSold: number
  /** The sum of the category's queue of announced pendings. */
  readonly announcedPending: number
}

/** A game's list in force. */
export type PublishedList = {
  readonly version: number
  readonly currency: string
  readonly limits: SaleLimits
  readonly listing: GameListing
}

export type GameStock = {
  readonly game: GameNumber
  /** Null until the first list: announcements count, nothing is on sale. */
  readonly list: PublishedList | null
  readonly categories: ReadonlyMap<CategoryNumber, CategoryStock>
  /** Sum, modulo 2^256, of the SHA-256 of each of the game's hold rows. */
  readonly holdsSum: bigint
}

/** Pendings announced at one log time; a queue is ascending by it, each time once. */
export type AnnouncedPending = { readonly atMs: number; readonly quantity: number }

/** What one buyer has of one game, over all sites. */
export type BuyerTally = BuyerRef & { readonly held: number; readonly sold: number }

/** Seats that can be granted; below zero only when announcing sites sold more than there was. */
export const sellable = (stock: CategoryStock): number =>
  stock.capacity - stock.held - stock.sold - stock.announcedSold - stock.announcedPending

/** Seats that no list may take away. */
export const committed = (stock: CategoryStock): number =>
  stock.held + stock.sold + stock.announcedSold + stock.announcedPending

export const emptyCategory = (category: CategoryNumber): CategoryStock => ({
  category,
  listed: false,
  capacity: 0,
  price: 0,
  held: 0,
  heldBySite: new Map(),
  sold: 0,
  announcedSold: 0,
  announcedPending: 0,
})

export const emptyGame = (game: GameNumber): GameStock => ({
  game,
  list: null,
  categories: new Map(),
  holdsSum: 0n,
})
