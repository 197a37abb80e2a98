import type { ListTerms } from '../game/listing.ts'
import type { SiteId } from './ids.ts'

/** The version of the rules in this folder; a federation on other rules stops this consumer. */
export const foldRules = 1

/** The sites that sell together and what they agreed on: `federation.json`. */
export type Federation = {
  /** Hex SHA-256 of the file's bytes. */
  readonly sha256: string
  readonly version: number
  readonly tournament: string
  /** Random, one per log: a record moved to another log carries the wrong one. */
  readonly logId: string
  readonly partitions: number
  readonly publisher: Signer
  readonly sites: readonly RosterSite[]
  readonly settings: FederationSettings
  /**
   * What a game is sold on that the master-list topic opens: its messages state no currency and no limits. Null: games
   * are opened by hand alone. The fold knows nothing of it, for a list record carries its own.
   */
  readonly listTerms: ListTerms | null
}

/** `publicKey` is a base64 Ed25519 key; null on a log whose writers trust each other and sign nothing. */
export type Signer = { readonly id: SiteId; readonly publicKey: string | null }

export type RosterSite = Signer & {
  readonly name: string
  /** False for a site that announces its sales without waiting for the log. */
  readonly waits: boolean
}

export type FederationSettings = {
  /** Largest quantity one announcement may carry, at most 1,000,000. */
  readonly announcedMax: number
  /** How long an announced pending counts, in milliseconds. */
  readonly announcedTtlMs: number
  /** Furthest one sender-stamped record may move the log clock, in milliseconds. */
  readonly clockStepMaxMs: number
  /** Largest quantity of one hold; a larger request becomes several holds. */
  readonly wireQuantityMax: number
  /** Live held seats one site may have in one category; null: no bound. */
  readonly siteHeldMax: number | null
  /** Whether announcements without a signature count. */
  readonly unsignedAnnouncements: boolean
  /** Tickets one buyer may hold and own over all games; null: no bound. Each site checks it for its own buyers. */
  readonly perBuyerTournament: number | null
}

export const siteInForce = (federation: Federation, id: SiteId): RosterSite | undefined =>
  federation.sites.find(site => site.id === id)
