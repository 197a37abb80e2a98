import { describe, expect, it } from '@jest/globals'
import type { RawRecord } from '@matchday/domain/ports/sales-log'
import fc from 'fast-check'
import { createSigner } from './signer.ts'
import {
  batch, check, keyless, otherKeys, otherSite, place, publisher, sealed, sign, signerOf, site,
} from './testing/signed-log.ts'
import { isSame, tamperings } from './testing/tamper.ts'

describe('every record of a batch', () => {
  it('is signed by the site, or by the publisher where that is who speaks, in whatever order it is read', () => {
    const order = batch.chain(records => fc.tuple(fc.constant(records), fc.shuffledSubarray([...records.keys()])))
    fc.assert(fc.property(order, ([records, read]) => {
      const [travelling, isSignedBy] = [sealed(records), check()]
      for (const at of [...read, ...read]) {
        const record = travelling[at] as RawRecord
        const [by, another] = signerOf(record) === site ? [site, publisher] : [publisher, site]
        expect(isSignedBy(record, by)).toBe(true)
        for (const no of [another, otherSite, keyless]) expect(isSignedBy(record, no)).toBe(false)
      }
    }))
  })

  it('may get headers of others on its way, and its own in another order', () => {
    fc.assert(fc.property(batch, fc.string(), (records, text) => {
      for (const record of sealed(records)) {
        const headers = [['trace', Buffer.from(text)] as const, ...record.headers.toReversed()]
        expect(check()({ ...record, headers }, signerOf(record))).toBe(true)
      }
    }))
  })

  it('is good where it was signed for, and nowhere else', () => {
    const elsewhere = [{ logId: 'another' }, { tournament: 'euro-2024' }, { topic: 'ticket-sales-dev' }]
    fc.assert(fc.property(batch, records => {
      for (const record of sealed(records)) {
        for (const other of elsewhere) expect(check(other)(record, signerOf(record))).toBe(false)
      }
    }))
  })
})

describe('a record is signed no more with', () => {
  it.each(Object.keys(tamperings))('%s', name => {
    const change = tamperings[name] as fc.Arbitrary<(record: RawRecord) => RawRecord>
    let changes = 0
    fc.assert(fc.property(batch, change, fc.nat(), (records, tamper, at) => {
      const travelling = sealed(records)
      const record = travelling[at % travelling.length] as RawRecord
      const changed = tamper(record)
      if (isSame(record, changed)) return
      changes += 1
      const warm = check()
      for (const each of travelling) expect(warm(each, signerOf(each))).toBe(true)
      for (const isSignedBy of [warm, check()]) expect(isSignedBy(changed, signerOf(record))).toBe(false)
      expect(warm(record, signerOf(record))).toBe(true)
    }))
    expect(changes).toBeGreaterThan(10)
  })

  it('the seal of another record of its batch, or of another batch', () => {
    fc.assert(fc.property(batch, batch, (records, others) => {
      const isSignedBy = check()
      const travelling = [...sealed(records), ...sealed(others)]
      for (const record of travelling) {
        expect(isSignedBy(record, signerOf(record))).toBe(true)
        for (const other of travelling) {
          const headers = [...record.headers.slice(0, -2), ...other.headers.slice(-2)]
          const mixed = { ...record, headers }
          if (!isSame(mixed, record) && !isSame(mixed, other)) expect(isSignedBy(mixed, signerOf(record))).toBe(false)
        }
      }
    }), { numRuns: 30 })
  })

  it("another site's signature, though it claims the name", () => {
    const forge = createSigner(place, { site: otherKeys.privateKey, publisher: otherKeys.privateKey })
    fc.assert(fc.property(batch, records => {
      for (const record of sealed(records, forge)) {
        expect(check()(record, signerOf(record))).toBe(false)
        expect(check()(record, otherSite)).toBe(true)
      }
    }))
  })
})

it('what was seen before makes no difference', () => {
  const any = fc.oneof(...Object.values(tamperings))
  const reading = fc.array(fc.tuple(fc.nat(), fc.option(any)), { maxLength: 40 })
  fc.assert(fc.property(batch, batch, reading, (records, again, steps) => {
    const travelling = [...sealed(records), ...sealed([...records, ...again])]
    const warm = check()
    for (const [at, tamper] of steps) {
      const original = travelling[at % travelling.length] as RawRecord
      const record = tamper === null ? original : tamper(original)
      for (const by of [site, publisher]) expect(warm(record, by)).toBe(check()(record, by))
    }
  }), { numRuns: 60 })
})

it('no bytes make it throw, and none but a signature make it say yes', () => {
  const bytes = fc.option(fc.oneof(fc.uint8Array({ maxLength: 800 }), fc.string().map(text => Buffer.from(text))))
  const names = ['matchday-signature', 'matchday-proof', 'matchday-v', 'matchday-\ud800', 'matchday-', 'x']
  const name = fc.oneof(fc.constantFrom(...names), fc.string({ unit: 'binary' }))
  const anything: fc.Arbitrary<RawRecord> = fc.record({
    key: bytes,
    value: bytes,
    headers: fc.array(fc.tuple(name, bytes), { maxLength: 8 }),
    timestampMs: fc.constant(0),
  })
  const [good] = sealed([{ key: '1', value: '{}', headers: [['matchday-v', '1']] }])
  const almost = fc.tuple(anything, fc.subarray(['key', 'value', 'headers'] as const)).map(([other, fields]) => ({
    ...other,
    ...Object.fromEntries(fields.map(field => [field, good?.[field]])),
  }))
  fc.assert(fc.property(fc.oneof(anything, almost), fc.string(), (record, text) => {
    const isGood = good !== undefined && isSame(record, good)
    expect(check()(record, site)).toBe(isGood)
    expect(check()(record, { ...site, publicKey: text })).toBe(false)
  }), { numRuns: 2_000 })
})

it('a batch may be empty', () => {
  expect(sign(place.topic, [])).toEqual([])
})
