import type { KeyedHash } from '@matchday/domain/reservation/keyed-hash'
import { createHmacSha256 } from './hmac-sha256.ts'

/** @throws RangeError for a secret that is too short */
export function createKeyedHash(secret: string): KeyedHash {
  const hmac = createHmacSha256(secret)
  return text => hmac(text, 'hex')
}
