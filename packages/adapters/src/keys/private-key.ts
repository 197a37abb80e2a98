import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { Result } from '@matchday/domain/result'
import { refuse, succeed } from '@matchday/domain/result'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * A private Ed25519 key as an environment variable has it: base64 of its 32 bytes.
 * Refused with a reason that does not repeat it.
 */
export function readPrivateKey(text: string): Result<KeyObject, string> {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length !== 32 || bytes.toString('base64') !== text) {
    return refuse('is not an Ed25519 private key: base64 of 32 bytes, 44 characters')
  }
  return succeed(createPrivateKey({ key: Buffer.concat([pkcs8Head, bytes]), format: 'der', type: 'pkcs8' }))
}

/** The private key as `readPrivateKey` reads it. */
export const privateKeyText = (key: KeyObject): string =>
  Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url').toString('base64')

/** The public key of a pair as `federation.json` has it: base64 of its 32 bytes. */
export const publicKeyText = (key: KeyObject): string =>
  Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64')
