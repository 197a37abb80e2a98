/**
 * The y of the points whose order is 1, 2, 4 or 8. As a key, anyone makes signatures that are good under it; and all
 * zeros, as one writes for "none yet", is such a key.
 */
const smallOrder: ReadonlySet<string> = new Set([
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

/**
 * Whether the 32 bytes of a key, or of the first half of a signature, are taken at all: not if their y is 2^255 - 19 or
 * more, another spelling of a smaller one, nor if their point has a small order. Versions of OpenSSL differ in what
 * they make of these (3.0 takes what 3.5 refuses), and sites must not. Whether there is such a point is not looked at.
 */
export function isSoundPoint(bytes: Uint8Array): boolean {
  const y = Buffer.from(bytes)
  y[31] = (y[31] ?? 0) & 0x7f
  return !isTooLarge(y) && !smallOrder.has(y.toString('hex'))
}

/** Little-endian: only the lowest byte of 2^255 - 19 is not all ones. */
const isTooLarge = (y: Uint8Array): boolean =>
  y[31] === 0x7f && (y[0] ?? 0) >= 0xed && y.subarray(1, 31).every(byte => byte === 0xff)
