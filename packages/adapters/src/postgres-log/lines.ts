import type { RawRecord } from '@matchday/domain/ports/sales-log'
import type { EncodedRecord, TextRecord } from '../wire/text-record.ts'
import { textOf } from '../wire/text-record.ts'

/**
 * A record as one line of a batch: key (empty for none), value, then header names and values in turn, between tabs.
 * What is encoded holds no tab and no line feed.
 */
export function lineOf({ key, value, headers }: EncodedRecord): string {
  let line = `${key ?? ''}\t${value}`
  for (const [name, text] of headers) line += `\t${name}\t${text}`
  return line
}

/**
 * Bytes that came from anywhere, as one line.
 * @throws RangeError for what no line gives back as it was: bytes that are not UTF-8, a tab, a line feed, a zero byte,
 * an empty key, a value or header that is null
 */
export function lineOfRaw({ key, value, headers }: RawRecord): string {
  return lineOf({
    key: key === null ? null : field('key', key.length === 0 ? null : textOf(key)),
    value: field('value', textOf(value)),
    headers: headers.map(([name, bytes]) => [field('name of a header', name), field(`header ${name}`, textOf(bytes))]),
  })
}

/** A field of a line; `text` is null where there is none. */
function field(what: string, text: string | null): string {
  if (text !== null && text.isWellFormed() && !breaksLines(text)) return text
  throw new RangeError(`this log keeps lines of text, and the ${what} of the record is none that a line can hold`)
}

const breaksLines = (text: string): boolean => text.includes('\t') || text.includes('\n') || text.includes('\0')

/** The record of a line. */
export function recordOf(line: string): TextRecord {
  const [key = '', value = '', ...fields] = line.split('\t')
  const headers: [string, string | null][] = []
  for (let at = 0; at < fields.length; at += 2) headers.push([fields[at] ?? '', fields[at + 1] ?? null])
  return { key: key === '' ? null : key, value, headers }
}
