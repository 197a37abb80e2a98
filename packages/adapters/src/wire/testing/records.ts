import type { Said } from '@matchday/domain/inventory/entry'
import type { RawRecord } from '@matchday/domain/ports/sales-log'
import { decodeRecord } from '../decode-record.ts'

type HeaderPairs = readonly (readonly [string, string | null])[]

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A record as another program wrote it. Headers by name; as pairs where names repeat. */
export const record = (
  value: string | null,
  headers: Readonly<Record<string, string>> | HeaderPairs = {},
  key: string | null = null,
): RawRecord => ({
  key: key === null ? null : bytesOf(key),
  value: value === null ? null : bytesOf(value),
  headers: pairsOf(headers).map(([name, text]) => [name, text === null ? null : bytesOf(text)]),
  timestampMs: 0,
})

const pairsOf = (headers: Readonly<Record<string, string>> | HeaderPairs): HeaderPairs =>
  Array.isArray(headers) ? (headers as HeaderPairs) : Object.entries(headers as Readonly<Record<string, string>>)

export const saleText = (action: string, tickets: unknown, matchNumber: unknown = 1): string =>
  JSON.stringify({ meta: { action: `TICKET_${action}` }, body: { matchNumber, tickets } })

export const line = { category: 1, quantity: 2, price: 75 }

export const common = { 'matchday-v': '1', 'matchday-site': 'north' }

/** The headers of a request, and of a release. */
export const held = {
  ...common,
  'matchday-hold': '0190a5d2-7c1b-7f00-8e3a-1c2d3e4f5a6b',
  'matchday-buyer': 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA',
}
export const cancelled = { ...held, 'matchday-reason': 'refunded' }

/** Headers to change; undefined leaves one out. */
type Change = Readonly<Record<string, string | undefined>>

export const request = (change: Change, tickets: unknown = line, key: string | null = '1'): Said =>
  decodeRecord(record(saleText('PENDING', tickets), given({ ...held, ...change }), key))

export const release = (change: Change): Said =>
  decodeRecord(record(saleText('CANCELLED', line), given({ ...cancelled, ...change }), '1'))

export const control = (change: Change, value: string | null = '{}', key: string | null = null): Said =>
  decodeRecord(record(value, given({ ...common, ...change }), key))

const given = (headers: Change): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined))

export const wrongShape = { kind: 'malformed', reason: 'wrong-shape' }
