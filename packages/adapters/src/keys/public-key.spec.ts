import { describe, expect, it } from '@jest/globals'
import { keyPairOf } from '../signing/testing/signed-log.ts'
import { isSoundPoint } from './curve-point.ts'
import { readPublicKey } from './public-key.ts'

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64')

describe('a public key', () => {
  const { publicKey } = keyPairOf(1)

  it('is base64 of 32 bytes', () => {
    const read = readPublicKey(publicKey)
    expect(read.ok && read.value.asymmetricKeyType).toBe('ed25519')
    const x = Buffer.from(publicKey, 'base64').toString('base64url')
    expect(read.ok && read.value.export({ format: 'jwk' }).x).toBe(x)
  })

  const otherSpelling = publicKey.slice(0, 42) + String.fromCharCode(publicKey.charCodeAt(42) + 1) + '='
  it.each([
    '', 'abc', publicKey.slice(1), `${publicKey}=`, `${publicKey}\n`, ` ${publicKey}`, `_${publicKey.slice(1)}`,
    otherSpelling,
  ])('is not %j', text => {
    expect(readPublicKey(text)).toMatchObject({ ok: false, refusal: expect.stringContaining('base64 of 32 bytes') })
  })

  it('of all zeros is none', () => {
    const read = readPublicKey(base64('00'.repeat(32)))
    expect(read).toMatchObject({ ok: false, refusal: expect.stringContaining('anyone') })
  })
})

/** The curve over BigInts, by its definition (RFC 8032, 5.1). */
const prime = 2n ** 255n - 19n
const modulo = (value: bigint): bigint => ((value % prime) + prime) % prime

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let [square, left] = [modulo(base), exponent]; left > 0n; square = modulo(square * square), left >>= 1n) {
    if (left & 1n) result = modulo(result * square)
  }
  return result
}

const inverse = (value: bigint): bigint => power(value, prime - 2n)
const d = modulo(-121665n * inverse(121666n))

type Point = readonly [x: bigint, y: bigint]

/** Undefined where no point has this y. */
function pointAt(y: bigint): Point | undefined {
  const square = modulo((y * y - 1n) * inverse(d * y * y + 1n))
  const root = power(square, (prime + 3n) / 8n)
  const roots = [root, modulo(root * power(2n, (prime - 1n) / 4n))]
  const x = roots.find(one => modulo(one * one) === square)
  return x === undefined ? undefined : [x, y]
}

function double([x, y]: Point): Point {
  const cross = modulo(d * x * x * y * y)
  return [modulo(2n * x * y * inverse(1n + cross)), modulo((y * y + x * x) * inverse(1n - cross))]
}

const yOf = (hex: string): bigint => BigInt(`0x${Buffer.from(hex, 'hex').reverse().toString('hex')}`)
const bytesOf = (y: bigint): Buffer => Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse()

/** Three times doubled, a point of small order is the neutral one. */
const isSmall = (y: bigint): boolean => {
  const point = pointAt(y)
  return point !== undefined && double(double(double(point)))[1] === 1n
}

describe('a point', () => {
  const small = [
    '00'.repeat(32),
    `01${'00'.repeat(31)}`,
    `ec${'ff'.repeat(30)}7f`,
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  ]

  it.each(small)('of small order is not taken: %s', hex => {
    expect(isSmall(yOf(hex))).toBe(true)
    for (const sign of [0n, 2n ** 255n]) expect(isSoundPoint(bytesOf(yOf(hex) + sign))).toBe(false)
  })

  it('of another order is', () => {
    for (let y = 2n; y < 60n; y += 1n) {
      expect(isSmall(y)).toBe(false)
      for (const sign of [0n, 2n ** 255n]) expect(isSoundPoint(bytesOf(y + sign))).toBe(true)
    }
  })

  it('has one spelling, below the prime of its field', () => {
    for (let more = 0n; more < 19n; more += 1n) {
      for (const sign of [0n, 2n ** 255n]) expect(isSoundPoint(bytesOf(prime + more + sign))).toBe(false)
    }
    for (const below of [prime - 2n, prime - 256n, prime - 2n ** 100n, prime - 2n ** 247n, 2n ** 247n]) {
      for (const sign of [0n, 2n ** 255n]) expect(isSoundPoint(bytesOf(below + sign))).toBe(true)
    }
  })
})
