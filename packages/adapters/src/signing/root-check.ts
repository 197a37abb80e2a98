import type { KeyObject } from 'node:crypto'
import { verify } from 'node:crypto'
import { isSoundPoint } from '../keys/curve-point.ts'
import { readPublicKey } from '../keys/public-key.ts'
import type { NodeText } from './layout.ts'
import { signedBytes } from './layout.ts'

export type SignedRoot = { readonly root: NodeText; readonly signature: string; readonly publicKey: string }

/**
 * Whether a key signed a root, by RFC 8032 without the cofactor, so that the first half of the signature is compared
 * byte by byte. A text that is no public key signed nothing.
 */
export type IsRootSigned = (root: SignedRoot) => boolean

/** Checks roots of one log. */
export function createRootCheck(logId: string): IsRootSigned {
  // As many as the federation's files name.
  const keys = new Map<string, KeyObject | null>()
  const keyOf = (publicKey: string): KeyObject | null => {
    const known = keys.get(publicKey)
    if (known !== undefined) return known
    const read = readPublicKey(publicKey)
    const key = read.ok ? read.value : null
    keys.set(publicKey, key)
    return key
  }
  return ({ root, signature, publicKey }) => {
    const key = keyOf(publicKey)
    const bytes = Buffer.from(signature, 'base64url')
    return key !== null && isSoundPoint(bytes.subarray(0, 32)) && verify(null, signedBytes(logId, root), key, bytes)
  }
}
