import { createHmac, createSecretKey } from 'node:crypto'
import type { KeyedHash } from '@matchday/domain/ports/keyed-hash'

/** The shortest secret taken, in bytes: as long as what HMAC-SHA256 makes of it. */
export const secretBytesMin = 32

/** @throws RangeError for a secret of fewer than {@link secretBytesMin} bytes of UTF-8 */
export function createKeyedHash(secret: string): KeyedHash {
  const key = hmacKey(secret)
  return text => createHmac('sha256', key).update(text).digest('hex')
}

/** A key object rather than the bytes: Node prepares those anew for every call, which costs six times the hash. */
export function hmacKey(secret: string) {
  const bytes = Buffer.from(secret, 'utf8')
  if (bytes.length < secretBytesMin) {
    throw new RangeError(`a secret needs ${secretBytesMin} bytes or more; this one has ${bytes.length}`)
  }
  return createSecretKey(bytes)
}
