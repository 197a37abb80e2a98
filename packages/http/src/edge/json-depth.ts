const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Whether a JSON text in UTF-8 nests arrays and objects more than `max` levels deep. Brackets inside strings do not
 * count. It looks before anything is parsed, so that whatever parses needs no limit of its own.
 */
export function isDeeperThan(text: Uint8Array, max: number): boolean {
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]
    if (isInString) {
      if (byte === backslash) at++
      else if (byte === quote) isInString = false
    } else if (byte === quote) {
      isInString = true
    } else if (byte === openBrace || byte === openBracket) {
      if (++depth > max) return true
    } else if (byte === closeBrace || byte === closeBracket) {
      depth--
    }
  }
  return false
}
