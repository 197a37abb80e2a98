import type { FeedFault, FeedMalformed, FeedSaid } from '@matchday/domain/feed/entry'
import { isGameNumber } from '@matchday/domain/game/ids'
import type { Place } from '@matchday/domain/game/json-place'
import { documentPlace, pathText, shown } from '@matchday/domain/game/json-place'
import { listingAt } from '@matchday/domain/game/wire-game'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { ToldGame } from '@matchday/domain/ports/master-list-feed'
import type { RawRecord } from '@matchday/domain/ports/sales-log'
import { knownFields } from './control-json.ts'
import { header, headersMax, matchdayHeaders, protocolVersion, signedBy, wholeNumber } from './headers.ts'
import { isNothing, jsonOf } from './json-value.ts'
import type { EncodedRecord } from './text-record.ts'
import { textRecord } from './text-record.ts'

const expected = 'expected one game a message, as {"matchNumber":1,...} with no envelope around it'

/** Faults named in one message's detail, and its longest text, in characters. */
const namedMax = 5
const detailMax = 500

/**
 * What a message of the master-list topic says, from its bytes alone. Never throws, whatever the bytes. Fields that
 * the wire does not know are passed over; whether a site's own message is signed by it is for others to ask.
 */
export function decodeFeedRecord(raw: RawRecord): FeedSaid {
  const { key, value, headers } = textRecord(raw)
  if (headers.length > headersMax) return malformed('too-many-headers', `${headers.length} headers, not ${headersMax}`)
  const ours = matchdayHeaders(headers)
  if (ours === null) return malformed('repeated-header', 'a matchday- header is there twice')
  if (ours.size === 0) return listed(value)
  const version = ours.get('matchday-v')
  if (version !== protocolVersion) return malformed('unknown-version', `matchday-v is ${shown(version)}`)
  const site = signedBy(ours)?.site
  const told = { game: wholeNumber(key), version: wholeNumber(header(ours, 'list-version')) }
  if (site === undefined || !isGameNumber(told.game) || told.version === undefined) {
    return malformed('wrong-shape', 'a game told by a site needs its number as key, matchday-site and -list-version')
  }
  return { kind: 'game-told', site, game: told.game, version: told.version }
}

function listed(text: string | null): FeedSaid {
  const json = jsonOf(text)
  if (json === undefined) return malformed('not-json', `not JSON in UTF-8; ${expected}`)
  if (isNothing(json)) return { kind: 'empty' }
  if (Array.isArray(json)) return malformed('not-one-game', `an array of ${json.length}; ${expected}`)
  if (isEnvelope(json)) return malformed('not-one-game', `an envelope of meta and body; ${expected}`)
  const place = documentPlace(knownFields(json))
  const listing = listingAt(place)
  return listing === undefined ? malformed('wrong-shape', faultsText(place)) : { kind: 'game-listed', listing }
}

const isEnvelope = (json: unknown): boolean => typeof json === 'object' && json !== null && 'body' in json

function faultsText({ faults }: Place): string {
  const named = faults.slice(0, namedMax).map(({ path, reason }) => `${pathText(path)}: ${reason}`)
  return [...named, ...(faults.length > namedMax ? [`and ${faults.length - namedMax} more`] : [])].join('; ')
}

const malformed = (reason: FeedFault, detail: string): FeedMalformed => ({
  kind: 'malformed', reason, detail: detail.length > detailMax ? `${detail.slice(0, detailMax)}...` : detail,
})

/** A game as a site tells others of it; they pass over the headers, by which that site knows its own message. */
export const encodeToldGame = (site: SiteId, { game, version, value }: ToldGame): EncodedRecord => ({
  key: String(game),
  value,
  headers: [['matchday-v', protocolVersion], ['matchday-site', site], ['matchday-list-version', String(version)]],
})
