import { documentPlace } from '@matchday/domain/game/json-place'
import type { GameListing } from '@matchday/domain/game/listing'
import { holdMaxMsMax } from '@matchday/domain/game/master-list'
import { listingAt, wireGame } from '@matchday/domain/game/wire-game'
import type { FederationPublished, ListPublished } from '@matchday/domain/inventory/entry'
import { z } from 'zod'

export const sha256Pattern = /^[0-9a-f]{64}$/

const version = z.int().min(1)

/** What a `list` record adds to the game's master-list value. The currency by its shape: which are in use changes. */
const listTerms = z.object({
  version,
  currency: z.string().regex(/^[A-Z]{3}$/),
  limits: z.object({ perBuyer: z.int().min(1), holdMaxMs: z.int().min(1).max(holdMaxMsMax) }),
})

const category = z.object({
  available: z.unknown().optional(),
  count: z.unknown().optional(),
  pending: z.unknown().optional(),
  price: z.unknown(),
})

/** Only the fields the wire knows; whether they are good is for the domain's own reader of a game. */
const gameFields = z.object({
  matchNumber: z.unknown(),
  roundNumber: z.unknown(),
  dateUtc: z.unknown(),
  location: z.unknown(),
  availability: z.record(z.string(), category),
  homeTeam: z.unknown(),
  awayTeam: z.unknown(),
  group: z.unknown(),
})

export type ListTerms = Pick<ListPublished, 'version' | 'currency' | 'limits' | 'listing'>

/** The JSON of a `matchday-list` header; undefined for anything that is not a whole list of one game. */
export function readList(text: string): ListTerms | undefined {
  const json = parse(text)
  const terms = listTerms.safeParse(json)
  if (!terms.success) return undefined
  const listing = readGame(json)
  return listing === undefined ? undefined : { ...terms.data, listing }
}

function readGame(json: unknown): GameListing | undefined {
  const game = gameFields.safeParse(json)
  return game.success ? listingAt(documentPlace(game.data)) : undefined
}

/** The JSON of a `matchday-list` header: the game as the master list states it, then the terms it is sold on. */
export const listJson = ({ version, currency, limits: { perBuyer, holdMaxMs }, listing }: ListTerms): string =>
  JSON.stringify({ ...wireGame(listing), version, currency, limits: { perBuyer, holdMaxMs } })

const federationNotice = z.object({ sha256: z.string().regex(sha256Pattern), version, rules: version })

export type FederationNotice = Pick<FederationPublished, 'sha256' | 'version' | 'rules'>

/** The JSON of a `matchday-federation` header; undefined for anything else. */
export const readFederationNotice = (text: string): FederationNotice | undefined =>
  federationNotice.safeParse(parse(text)).data

export const federationNoticeJson = ({ sha256, version, rules }: FederationNotice): string =>
  JSON.stringify({ sha256, version, rules })

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
