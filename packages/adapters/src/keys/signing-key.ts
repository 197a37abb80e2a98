import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { Result } from '@matchday/domain/result'
import { refuse, succeed } from '@matchday/domain/result'

/** A key pair of a site or of the publisher. */
export type SigningKey = {
  readonly privateKey: KeyObject
  /** As `federation.json` has it: base64 of 32 bytes. */
  readonly publicKey: string
}

/** What comes before the 32 secret bytes of an Ed25519 key in PKCS #8. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const secretBytes = 32

const pattern = /^[A-Za-z0-9+/]{64}$/
/** A key as `federation.json` has it, and one in the form that other programs call public. */
const publicPattern = /^(?:[A-Za-z0-9+/]{43}=|MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=)$/

/**
 * A private Ed25519 key from the text that an environment variable holds: base64 of its PKCS #8 form, which is the line
 * between BEGIN and END of its PEM. Space around it is passed over.
 * Refused, with the reason, in words that never repeat the text.
 */
export function readSigningKey(text: string): Result<SigningKey, string> {
  const key = text.trim()
  if (key.startsWith('-----BEGIN')) return refuse('is a PEM file: give the line between its BEGIN and END alone')
  if (publicPattern.test(key)) return refuse('is a public key; the private one is 64 characters that begin with MC4CAQ')
  const bytes = Buffer.from(key, 'base64')
  if (!pattern.test(key) || !bytes.subarray(0, pkcs8.length).equals(pkcs8)) {
    return refuse('is not a private key as `matchday keys new` makes it: 64 characters that begin with MC4CAQ')
  }
  return succeed(pairOf(createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' })))
}

export const newSigningKey = (): SigningKey => pairOf(generateKeyPairSync('ed25519').privateKey)

/** The private key as {@link readSigningKey} reads it. A secret. */
export function signingKeyText({ privateKey }: SigningKey): string {
  const der = privateKey.export({ format: 'der', type: 'pkcs8' })
  return Buffer.concat([pkcs8, der.subarray(-secretBytes)]).toString('base64')
}

function pairOf(privateKey: KeyObject): SigningKey {
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  return { privateKey, publicKey: Buffer.from(x, 'base64url').toString('base64') }
}
