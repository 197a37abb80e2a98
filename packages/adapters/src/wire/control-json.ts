import { documentPlace } from '@matchday/domain/game/json-place'
import { holdMaxMsMax } from '@matchday/domain/game/master-list'
import { categoryFields, gameFields, listingAt, wireGame } from '@matchday/domain/game/wire-game'
import type { FederationPublished, ListPublished } from '@matchday/domain/inventory/entry'
import { z } from 'zod'
import { jsonOf } from './json-value.ts'

export const sha256Pattern = /^[0-9a-f]{64}$/

const version = z.int().min(1)

/** What a `list` record adds to the game's master-list value. The currency by its shape: which are in use changes. */
const listTerms = z.object({
  version,
  currency: z.string().regex(/^[A-Z]{3}$/),
  limits: z.object({ perBuyer: z.int().min(1), holdMaxMs: z.int().min(1).max(holdMaxMsMax) }),
})

export type ListTerms = Pick<ListPublished, 'version' | 'currency' | 'limits' | 'listing'>

/** The JSON of a `matchday-list` header; undefined for anything that is not a whole list of one game. */
export function readList(text: string): ListTerms | undefined {
  const json = jsonOf(text)
  const terms = listTerms.safeParse(json)
  if (!terms.success) return undefined
  const listing = listingAt(documentPlace(knownFields(json)))
  return listing === undefined ? undefined : { ...terms.data, listing }
}

/** A value with only those fields of a game that the wire knows, good or not; the domain's own reader says which. */
export function knownFields(json: unknown): unknown {
  if (!isObject(json)) return json
  const game = pick(json, gameFields)
  if (!isObject(game['availability'])) return game
  const categories = Object.entries(game['availability']).map(([name, value]): [string, unknown] => [
    name, isObject(value) ? pick(value, categoryFields) : value,
  ])
  return { ...game, availability: Object.fromEntries(categories) }
}

type JsonObject = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const pick = (from: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.filter(name => Object.hasOwn(from, name)).map(name => [name, from[name]]))

/** The JSON of a `matchday-list` header: the game as the master list states it, then the terms it is sold on. */
export const listJson = ({ version, currency, limits: { perBuyer, holdMaxMs }, listing }: ListTerms): string =>
  JSON.stringify({ ...wireGame(listing), version, currency, limits: { perBuyer, holdMaxMs } })

const federationNotice = z.object({ sha256: z.string().regex(sha256Pattern), version, rules: version })

export type FederationNotice = Pick<FederationPublished, 'sha256' | 'version' | 'rules'>

/** The JSON of a `matchday-federation` header; undefined for anything else. */
export const readFederationNotice = (text: string): FederationNotice | undefined =>
  federationNotice.safeParse(jsonOf(text)).data

export const federationNoticeJson = ({ sha256, version, rules }: FederationNotice): string =>
  JSON.stringify({ sha256, version, rules })
