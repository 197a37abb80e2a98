import { describe, expect, it } from '@jest/globals'
import { createPublicKey, sign, verify } from 'node:crypto'
import { privateKeyText, publicKeyText, readPrivateKey } from './private-key.ts'
import { readPublicKey } from './public-key.ts'

/** The first test vector of RFC 8032, section 7.1. */
const secret = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex').toString('base64')
const known = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex').toString('base64')

describe('a private key in the environment', () => {
  it('is base64 of its 32 bytes, and belongs to a public one of the same form', () => {
    const key = readPrivateKey(secret)
    if (!key.ok) throw new Error(key.refusal)
    expect(privateKeyText(key.value)).toBe(secret)
    expect(publicKeyText(key.value)).toBe(known)
    const published = readPublicKey(known)
    if (!published.ok) throw new Error(published.refusal)
    const signature = sign(null, Buffer.from('ticket'), key.value)
    expect(verify(null, Buffer.from('ticket'), published.value, signature)).toBe(true)
    expect(verify(null, Buffer.from('ticket'), createPublicKey(key.value), signature)).toBe(true)
  })

  it.each(['', secret.slice(1), `${secret} `, secret.slice(0, -1), `${secret}AA==`, secret.replace('n', '-')])(
    'is refused in any other form, and not repeated: %j',
    text => expect(readPrivateKey(text)).toEqual({
      ok: false, refusal: 'is not an Ed25519 private key: base64 of 32 bytes, 44 characters',
    }),
  )
})
