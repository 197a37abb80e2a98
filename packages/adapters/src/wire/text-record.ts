import type { DeadLetterReason } from '@matchday/domain/inventory/dead-letter'
import type { Malformed } from '@matchday/domain/inventory/entry'
import type { RawRecord } from '@matchday/domain/ports/sales-log'

/** What a record carries, as text; null where there is nothing, or nothing that is text. */
export type TextRecord = {
  readonly key: string | null
  readonly value: string | null
  readonly headers: readonly (readonly [name: string, value: string | null])[]
}

/** A record to be written. No field holds a character below U+0020, or half of a surrogate pair. */
export type EncodedRecord = {
  readonly key: string | null
  readonly value: string
  readonly headers: readonly (readonly [name: string, value: string])[]
}

export const malformed = (reason: DeadLetterReason): Malformed => ({ kind: 'malformed', reason })

/** Stands for a value that is not UTF-8: no JSON begins with it. */
const notText = '\ufffd'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Strict UTF-8, a byte order mark kept as it is; null for bytes that are not, and for none. */
export function textOf(bytes: Uint8Array | null): string | null {
  if (bytes === null) return null
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

/** Decodes the bytes of the key, the value and Matchday's own headers; the values of other headers are left out. */
export function textRecord({ key, value, headers }: RawRecord): TextRecord {
  return {
    key: textOf(key),
    value: value === null ? null : textOf(value) ?? notText,
    headers: headers.map(([name, bytes]) => [name, name.startsWith(headerPrefix) ? textOf(bytes) : null]),
  }
}

const encoder = new TextEncoder()

/** The bytes of a record that was kept as text. */
export const rawRecord = ({ key, value, headers }: TextRecord, timestampMs: number): RawRecord => ({
  key: key === null ? null : encoder.encode(key),
  value: value === null ? null : encoder.encode(value),
  headers: headers.map(([name, text]) => [name, text === null ? null : encoder.encode(text)]),
  timestampMs,
})

export const headerPrefix = 'matchday-'
