import type { KeyObject } from 'node:crypto'
import { createPublicKey } from 'node:crypto'
import type { Result } from '@matchday/domain/result'
import { refuse, succeed } from '@matchday/domain/result'
import { isSoundPoint } from './curve-point.ts'

/** Base64 of 32 bytes, unused bits zero: one spelling a key. */
const pattern = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/

/**
 * An Ed25519 key as `federation.json` has it: base64 of its 32 bytes.
 * Refused, with the reason: another length or spelling, and a key under which anyone could sign.
 */
export function readPublicKey(text: string): Result<KeyObject, string> {
  if (!pattern.test(text)) return refuse('is not an Ed25519 public key: base64 of 32 bytes, 44 characters')
  const bytes = Buffer.from(text, 'base64')
  if (!isSoundPoint(bytes)) return refuse('is not the key of a key pair: anyone could sign under it')
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }
  return succeed(createPublicKey({ key: jwk, format: 'jwk' }))
}
