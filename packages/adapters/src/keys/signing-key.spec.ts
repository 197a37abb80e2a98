import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { readPublicKey } from './public-key.ts'
import { newSigningKey, readSigningKey, signingKeyText } from './signing-key.ts'

const reasonOf = (text: string): string => {
  const read = readSigningKey(text)
  return read.ok ? '' : read.refusal
}

describe('a key pair', () => {
  it('is another one each time, and is what it was when it is read again', () => {
    const key = newSigningKey()
    expect(newSigningKey().publicKey).not.toBe(key.publicKey)
    const read = readSigningKey(signingKeyText(key))
    const publicKey = readPublicKey(key.publicKey)
    if (!read.ok || !publicKey.ok) throw new Error('was not read')
    expect(read.value.publicKey).toBe(key.publicKey)
    const message = Buffer.from('message')
    expect(verify(null, message, publicKey.value, sign(null, message, read.value.privateKey))).toBe(true)
    expect(signingKeyText(read.value)).toBe(signingKeyText(key))
  })

  it('is read from what other programs make, with space around it', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
      privateKeyEncoding: { format: 'der', type: 'pkcs8' },
      publicKeyEncoding: { format: 'der', type: 'spki' },
    })
    const read = readSigningKey(` ${privateKey.toString('base64')}\n`)
    expect(read.ok && read.value.publicKey).toBe(publicKey.subarray(-32).toString('base64'))
  })
})

describe('a text that is no private key', () => {
  const key = newSigningKey()
  const text = signingKeyText(key)
  const encoding = { format: 'pem' } as const
  const other = generateKeyPairSync('x25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  it.each([
    ['a public key', key.publicKey, 'is a public key'],
    ['a public key of another form', `MCowBQYDK2VwAyEA${key.publicKey}`, 'is a public key'],
    ['a PEM file', String(key.privateKey.export({ ...encoding, type: 'pkcs8' })), 'PEM'],
    ['nothing', '', 'is not a private key'],
    ['cut short', text.slice(0, -1), '64 characters'],
    ['too long', `${text}A`, '64 characters'],
    ['of another alphabet', `${text.slice(0, -1)}_`, '64 characters'],
    ['in hex', Buffer.from(text, 'base64').toString('hex'), '64 characters'],
    ['of another curve', other, 'begin with MC4CAQ'],
    ['in parts', `${text.slice(0, 32)}\n${text.slice(32)}`, '64 characters'],
  ])('is told so: %s', (_, given, reason) => {
    expect(reasonOf(given)).toContain(reason)
    if (given !== '') expect(reasonOf(given)).not.toContain(given.trim())
  })
})
