import type { SiteId } from '@matchday/domain/inventory/ids'
import { isSiteId } from '@matchday/domain/inventory/ids'
import type { TextRecord } from './text-record.ts'
import { headerPrefix } from './text-record.ts'

/** Written by every version of Matchday that speaks this wire. */
export const protocolVersion = '1'

/** A record with more is not applied: decoding headers can cost more than what they carry. */
export const headersMax = 64

/** The most seats one hold can have, and so one release can name. */
export const seatsMax = 1_000_000

/** Header names that Matchday writes, without `matchday-`. Stored: add, never rename. */
export type HeaderName =
  | 'v'
  | 'site'
  | 'hold'
  | 'buyer'
  | 'ttl'
  | 'country'
  | 'reason'
  | 'seats'
  | 'time'
  | 'kind'
  | 'partition'
  | 'list'
  | 'list-version'
  | 'federation'
  | 'state'
  | 'at'

/** Matchday's headers of one record, by full name; null where one is there and is not text. */
export type Headers = ReadonlyMap<string, string | null>

/** Null where one is repeated. Headers of others may repeat as they like. */
export function matchdayHeaders(headers: TextRecord['headers']): Headers | null {
  const ours = new Map<string, string | null>()
  for (const [name, value] of headers) {
    if (!name.startsWith(headerPrefix)) continue
    if (ours.has(name)) return null
    ours.set(name, value)
  }
  return ours
}

/** Undefined: the header is not there. Null: it is, and is not text. */
export const header = (headers: Headers, name: HeaderName): string | null | undefined => headers.get(`matchday-${name}`)

/** Who sent a record, and when by its own clock; null where either is not as it must be. */
export function signedBy(headers: Headers): { site: SiteId; sentAtMs: number | null } | null {
  const site = headers.get('matchday-site') ?? ''
  if (!isSiteId(site)) return null
  const sentAtMs = optionalWhole(headers.get('matchday-time'))
  return sentAtMs === undefined ? null : { site, sentAtMs }
}

const wholePattern = /^(?:0|[1-9]\d{0,15})$/

/** A safe integer of 0 or more without sign, space or leading zero; undefined for anything else. */
export function wholeNumber(text: string | null | undefined): number | undefined {
  if (typeof text !== 'string' || !wholePattern.test(text)) return undefined
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : undefined
}

/** As {@link wholeNumber}; null where the header is not there. */
export const optionalWhole = (text: string | null | undefined): number | null | undefined =>
  text === undefined ? null : wholeNumber(text)

/** ISO 3166-1 alpha-2 by its shape: which codes are in use changes, and what a record says must not. */
export const isCountry = (text: string): boolean => /^[A-Z]{2}$/.test(text)

// Control characters have no place in a header that people read, and would end a field where the log keeps text.
const reasonPattern = /^[^\p{Cc}\p{Cs}]{1,64}$/u

/** A release's reason: 1 to 64 characters, no control character. */
export const isReason = (text: string): boolean => reasonPattern.test(text)

/** Seats such as `2,3`, each from 1 on; undefined for any other text, and for more seats than a hold can have. */
export function seatNumbers(text: string): number[] | undefined {
  const parts = text.split(',', seatsMax + 1)
  if (parts.length > seatsMax) return undefined
  const seats = parts.map(part => wholeNumber(part) ?? 0)
  return seats.every(seat => seat > 0) ? seats : undefined
}
