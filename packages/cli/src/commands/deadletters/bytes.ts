/** Characters that are not for a terminal: what a stranger wrote must not move the cursor or hide words. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Text for a person's terminal: controls and invisible characters show as `\u{1b}`. */
export const printable = (text: string): string =>
  text.replace(unprintable, character => `\\u{${character.codePointAt(0)?.toString(16)}}`)

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Null for bytes that are not UTF-8. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

/** Bytes for a person: text where they are text, else hex; at most `max` characters, and how much is left out. */
export function bytesText(bytes: Uint8Array | null, max: number): string {
  if (bytes === null) return '(none)'
  const text = textOf(bytes)
  const shown = text === null ? `hex ${Buffer.from(bytes).toString('hex')}` : printable(text)
  if (shown === '') return '(empty)'
  return shown.length <= max ? shown : `${shown.slice(0, max)}… (${bytes.length} bytes)`
}

/** Bytes for a program: as text where nothing is lost by it. */
export function bytesJson(bytes: Uint8Array | null): { readonly text: string } | { readonly base64: string } | null {
  if (bytes === null) return null
  const text = textOf(bytes)
  return text === null ? { base64: Buffer.from(bytes).toString('base64') } : { text }
}
