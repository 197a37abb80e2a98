import { describe, expect, it } from '@jest/globals'
import { createHmac } from 'node:crypto'
import { domainToASCII } from 'node:url'
import type { SessionId } from '@matchday/domain/reservation/ids'
import fc from 'fast-check'
import { createHashBuyer, normalEmail } from './hash-buyer.ts'
import { createHmacSha256, secretBytesMin } from './hmac-sha256.ts'
import { createKeyedHash } from './keyed-hash.ts'
import { newId } from './new-id.ts'
import { createSessionTokens } from './session-token.ts'

const secret = 'a secret that is long enough to be one'
const other = 'another secret, also of more than 32 bytes'
const uuid = fc.uuid().map(id => id as SessionId)

describe('keyed hashes', () => {
  it('are the HMAC-SHA256 of the text, one after the other under any secret', () => {
    const texts = fc.array(fc.string({ unit: 'binary', size: 'medium' }), { maxLength: 4 })
    const secrets = fc.string({ unit: 'binary', minLength: secretBytesMin, maxLength: 100 })
    fc.assert(fc.property(secrets, texts, fc.constantFrom('hex', 'base64url'), (key, all, encoding) => {
      const hmac = createHmacSha256(key)
      for (const text of all) expect(hmac(text, encoding)).toBe(createHmac('sha256', key).update(text).digest(encoding))
    }), { numRuns: 300 })
  })

  it.each([0, 340, 341, 342, 1_024, 1_025, 10_000])('are the same for a text of %i characters', length => {
    for (const text of ['x'.repeat(length), '\u20ac'.repeat(length)]) {
      expect(createKeyedHash(secret)(text)).toBe(createHmac('sha256', secret).update(text).digest('hex'))
    }
  })

  it('refuse a secret that is too short', () => {
    expect(() => createKeyedHash('x'.repeat(secretBytesMin - 1))).toThrow(RangeError)
    expect(() => createHashBuyer('x'.repeat(secretBytesMin - 1))).toThrow(RangeError)
    expect(() => createSessionTokens('x'.repeat(secretBytesMin - 1))).toThrow(RangeError)
  })
})

describe('a buyer as the log knows one', () => {
  const hash = createHashBuyer(secret)

  it('is one buyer however the address is written', () => {
    const decorate = fc.record({
      before: fc.stringMatching(/^[ \t\n\u00a0]{0,3}$/),
      after: fc.stringMatching(/^[ \t\n]{0,3}$/),
      upper: fc.boolean(),
    })
    fc.assert(fc.property(fc.emailAddress(), decorate, (email, { before, after, upper }) => {
      expect(hash(before + (upper ? email.toUpperCase() : email.toLowerCase()) + after)).toBe(hash(email))
    }))
  })

  it('has its domain in punycode, also where that is not asked for', () => {
    const unit = fc.constantFrom('a', 'z', 'x', 'n', '-', '0', '9', '\u00fc')
    const label = fc.oneof(
      fc.string({ unit, minLength: 1, maxLength: 70 }),
      fc.constantFrom('xn--bcher-kva', 'xn--', '0x7f', '127', 'com'),
    )
    const domain = fc.array(label, { minLength: 1, maxLength: 4 })
    fc.assert(fc.property(domain.map(labels => labels.join('.')), name => {
      expect(normalEmail(`ana@${name}`)).toBe(`ana@${domainToASCII(name) || name}`)
    }), { numRuns: 2_000 })
  })

  it('keeps two addresses apart', () => {
    fc.assert(fc.property(fc.emailAddress(), fc.emailAddress(), (one, two) => {
      fc.pre(one.toLowerCase() !== two.toLowerCase())
      expect(hash(one)).not.toBe(hash(two))
    }))
  })

  it.each([
    [' Ana@Example.COM ', 'ana@example.com'],
    ['ana@b\u00fccher.example', 'ana@xn--bcher-kva.example'],
    ['ana@bu\u0308cher.example', 'ana@xn--bcher-kva.example'],
    ['\uff21na@example.com', 'ana@example.com'],
    ['ana@not a domain', 'ana@not a domain'],
    ['no address', 'no address'],
  ])('normalises %j to %s', (written, normal) => {
    expect(normalEmail(written)).toBe(normal)
  })

  it('is 43 characters of base64url, another under another secret', () => {
    expect(hash('ana@example.com')).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(createHashBuyer(other)('ana@example.com')).not.toBe(hash('ana@example.com'))
  })

  it('is the same in every release: other sites hold to it', () => {
    expect(hash(' ANA@B\u00dcCHER.example')).toBe('7dKxY7I2ZwldYPK8pGrII_diduRMR1NhPn-Q_jXS4EA')
  })
})

describe('session tokens', () => {
  const tokens = createSessionTokens(secret)

  it('give back the session they were issued for', () => {
    fc.assert(fc.property(uuid, session => {
      expect(tokens.read(tokens.issue(session))).toBe(session)
    }))
  })

  it('are worth nothing with one character changed', () => {
    fc.assert(fc.property(uuid, fc.nat(), fc.constantFrom('0', 'a', 'A', '_', '-', '.'), (session, at, character) => {
      const token = tokens.issue(session)
      const index = at % token.length
      const forged = token.slice(0, index) + character + token.slice(index + 1)
      fc.pre(forged !== token)
      expect(tokens.read(forged)).toBeNull()
    }))
  })

  it('are worth nothing under another secret, on another session, or cut', () => {
    fc.assert(fc.property(uuid, uuid, fc.nat({ max: 79 }), (session, victim, length) => {
      fc.pre(session !== victim)
      const token = tokens.issue(session)
      expect(createSessionTokens(other).read(token)).toBeNull()
      expect(tokens.read(victim + token.slice(36))).toBeNull()
      expect(tokens.read(token.slice(0, length))).toBeNull()
    }))
  })

  it('refuse whatever was not issued', () => {
    fc.assert(fc.property(fc.string(), text => {
      expect(tokens.read(text)).toBeNull()
    }))
  })

  it('are never an id that the same secret makes', () => {
    fc.assert(fc.property(uuid, session => {
      const mac = Buffer.from(createKeyedHash(secret)(session), 'hex').toString('base64url')
      expect(tokens.read(`${session}.${mac}`)).toBeNull()
    }))
  })
})

describe('new ids', () => {
  it('are UUIDs, each another', () => {
    const ids = Array.from({ length: 1_000 }, newId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
