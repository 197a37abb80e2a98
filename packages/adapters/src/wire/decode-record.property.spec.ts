import { describe, expect, it } from '@jest/globals'
import type { RawRecord } from '@matchday/domain/ports/sales-log'
import fc from 'fast-check'
import { decodeRecord, decodeText } from './decode-record.ts'
import { encodeRecord } from './encode-record.ts'
import { outgoing } from './testing/arbitrary-records.ts'
import { bytesOf } from './testing/records.ts'
import { rawRecord } from './text-record.ts'

const bytes: fc.Arbitrary<Uint8Array> = fc.uint8Array({ maxLength: 60 })
const text = fc.oneof(fc.json(), fc.string({ unit: 'binary' })).map(bytesOf)

const headerNames = 'v site hold buyer ttl country reason seats time kind partition list federation state at signature'
const headerName = fc.oneof(fc.constantFrom(...headerNames.split(' ').map(name => `matchday-${name}`)), fc.string())
const headerValue: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.constantFrom('1', 'north', 'tick', 'list', 'federation', 'digest', '{}').map(bytesOf),
  text,
  bytes,
)

const headerPair = fc.tuple<[string, Uint8Array | null]>(headerName, fc.option(headerValue))

const anyRecord: fc.Arbitrary<RawRecord> = fc.record({
  key: fc.option(fc.oneof(bytes, text)),
  value: fc.option(fc.oneof(bytes, text)),
  headers: fc.array(headerPair, { maxLength: 70 }),
  timestampMs: fc.integer(),
})

/** A good record in which one thing was changed. */
const almostGood: fc.Arbitrary<RawRecord> = fc
  .record({ said: outgoing(), at: fc.nat(), other: fc.oneof(bytes, text), change: fc.nat(3) })
  .map(({ said, at, other, change }) => {
    const raw = rawRecord(encodeRecord(said), 0)
    const { headers, value } = raw
    if (change === 0) return { ...raw, key: other }
    if (change === 1) return { ...raw, value: other }
    if (change === 2) return { ...raw, headers: headers.with(at % headers.length, [headers[0]?.[0] ?? '', other]) }
    return { ...raw, value: (value ?? other).with(at % (value?.length ?? 1), at % 256) }
  })

describe('decoding', () => {
  it('never throws, whatever the bytes, and says the same of the same', () => {
    fc.assert(fc.property(fc.oneof(anyRecord, almostGood), raw => {
      expect(decodeRecord(raw)).toEqual(decodeRecord(raw))
    }), { numRuns: 400 })
  })

  it('gives back what was encoded, from bytes and from text', () => {
    fc.assert(fc.property(outgoing(), said => {
      const record = encodeRecord(said)
      const { partition: _, ...unplaced } = { partition: 0, ...said }
      const expected = said.kind === 'federation-published' ? unplaced : said
      expect(decodeRecord(rawRecord(record, 0))).toEqual(expected)
      expect(decodeText(record)).toEqual(expected)
    }), { numRuns: 400 })
  })

  it('finds no character below U+0020 and no half of a pair in what was encoded', () => {
    fc.assert(fc.property(outgoing(), said => {
      const { key, value, headers } = encodeRecord(said)
      for (const field of [key ?? '', value, ...headers.flat()]) {
        expect(field.isWellFormed() && Array.from(field).every(letter => letter >= ' ')).toBe(true)
      }
    }))
  })
})
