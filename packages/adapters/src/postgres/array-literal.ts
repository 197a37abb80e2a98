/** A number, a text made by {@link quoted}, a text without any special character that is not `null`, or null. */
export type Element = number | string | null

/** A Postgres array literal, joined by hand: the driver's own serialiser costs more than the rest of a commit. */
export function arrayOf<Row>(rows: readonly Row[], element: (row: Row) => Element): string {
  if (rows.length === 0) return '{}'
  let literal = ''
  for (const row of rows) literal += `,${element(row) ?? 'NULL'}`
  return `{${literal.slice(1)}}`
}

const special = /["\\]/
const specials = /["\\]/g

/** Any text as an element of an array literal. */
export const quoted = (text: string): string =>
  special.test(text) ? `"${text.replace(specials, '\\$&')}"` : `"${text}"`

export const quotedOrNull = (text: string | null): string | null => (text === null ? null : quoted(text))

/** Bytes as an element of an array literal. */
export const quotedBytes = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : `"\\\\x${Buffer.from(bytes).toString('hex')}"`
