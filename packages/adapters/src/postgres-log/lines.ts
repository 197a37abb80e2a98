import type { EncodedRecord, TextRecord } from '../wire/text-record.ts'

/**
 * A record as one line of a batch: key (empty for none), value, then header names and values in turn, between tabs.
 * What is encoded holds no tab and no line feed.
 */
export function lineOf({ key, value, headers }: EncodedRecord): string {
  let line = `${key ?? ''}\t${value}`
  for (const [name, text] of headers) line += `\t${name}\t${text}`
  return line
}

/** The record of a line. */
export function recordOf(line: string): TextRecord {
  const [key = '', value = '', ...fields] = line.split('\t')
  const headers: [string, string | null][] = []
  for (let at = 0; at < fields.length; at += 2) headers.push([fields[at] ?? '', fields[at + 1] ?? null])
  return { key: key === '' ? null : key, value, headers }
}
