import { describe, expect, it } from '@jest/globals'
import { decodeRecord } from './decode-record.ts'
import { bytesOf, line, record, saleText, wrongShape } from './testing/records.ts'

const announced = { kind: 'announced', site: null, sentAtMs: null, game: 1 }

describe('a record without headers', () => {
  it.each([null, '', '{}', ' { } ', 'null'])('of %j is a heartbeat', value => {
    expect(decodeRecord(record(value))).toEqual({ kind: 'empty' })
    expect(decodeRecord(record(value, { traceparent: '00-1' }))).toEqual({ kind: 'empty' })
  })

  it.each([
    ['PENDING', 'pending'],
    ['RESERVED', 'reserved'],
    ['CANCELLED', 'cancelled'],
  ])('announces a %s', (action, said) => {
    expect(decodeRecord(record(saleText(action, line)))).toEqual({ ...announced, action: said, lines: [line] })
  })

  it('may carry an array of one or two, an id and fields nobody knows', () => {
    const value = JSON.stringify({
      meta: { action: 'TICKET_PENDING', at: 'now' },
      body: { id: 'x', matchNumber: 1, tickets: [{ ...line, row: 4 }, { ...line, category: 2 }] },
      more: [],
    })
    const lines = [line, { ...line, category: 2 }]
    expect(decodeRecord(record(value))).toEqual({ ...announced, action: 'pending', lines })
    expect(decodeRecord(record(saleText('PENDING', [line])))).toMatchObject({ lines: [line] })
  })

  it('counts with any key, or one that is no text', () => {
    const value = saleText('PENDING', line)
    expect(decodeRecord(record(value, {}, 'whatever'))).toMatchObject(announced)
    expect(decodeRecord({ ...record(value), key: Uint8Array.of(0xff) })).toMatchObject(announced)
  })

  it.each([
    ['no action', { body: { matchNumber: 1, tickets: line } }],
    ['an unknown action', { meta: { action: 'TICKET_SOLD' }, body: { matchNumber: 1, tickets: line } }],
    ['an inherited action', { meta: { action: 'toString' }, body: { matchNumber: 1, tickets: line } }],
    ['no body', { meta: { action: 'TICKET_PENDING' } }],
    ['a body of null', { meta: { action: 'TICKET_PENDING' }, body: null }],
    ['no tickets', { meta: { action: 'TICKET_PENDING' }, body: { matchNumber: 1 } }],
    ['a number', 1],
    ['a text', 'TICKET_PENDING'],
    ['an array', []],
  ])('with %s is malformed', (_, value) => {
    expect(decodeRecord(record(JSON.stringify(value)))).toEqual(wrongShape)
  })

  it.each([0, 10_000, 1.5, '1', null, -1, true])('for game %j is malformed', matchNumber => {
    expect(decodeRecord(record(saleText('PENDING', line, matchNumber)))).toEqual(wrongShape)
  })

  it.each([
    ['category', 0],
    ['category', 100],
    ['category', '1'],
    ['category', 1.5],
    ['quantity', 0],
    ['quantity', 1_000_001],
    ['quantity', -1],
    ['quantity', 1.5],
    ['quantity', '2'],
    ['quantity', undefined],
    ['price', -1],
    ['price', 0.5],
    ['price', '75'],
    ['price', 2 ** 53],
    ['price', null],
    ['price', undefined],
  ])('with a %s of %j is malformed', (field, value) => {
    expect(decodeRecord(record(saleText('PENDING', { ...line, [field]: value })))).toEqual(wrongShape)
  })

  it.each([[[]], [[line, line, line]], [[line, null]], [[[line]]]])('with tickets %j is malformed', tickets => {
    expect(decodeRecord(record(saleText('PENDING', tickets)))).toEqual(wrongShape)
  })

  it('takes the limits themselves', () => {
    const edge = { category: 99, quantity: 1_000_000, price: Number.MAX_SAFE_INTEGER }
    expect(decodeRecord(record(saleText('RESERVED', edge, 9_999)))).toMatchObject({ game: 9_999, lines: [edge] })
  })

  it('reads a price past 2^53 as no price, however it is rounded', () => {
    const value = saleText('PENDING', line).replace('75', '9007199254740993')
    expect(decodeRecord(record(value))).toEqual(wrongShape)
  })

  it('reads a negative zero as zero', () => {
    const value = saleText('PENDING', line).replace('75', '-0')
    expect(decodeRecord(record(value))).toMatchObject({ lines: [{ price: 0 }] })
  })

  it.each(['{', 'undefined', 'NaN', "{'a':1}", '\ufeff{}', '{"a":1}x'])('of %j is not JSON', value => {
    expect(decodeRecord(record(value))).toEqual({ kind: 'malformed', reason: 'not-json' })
  })

  it('of bytes that are not UTF-8 is not JSON', () => {
    const broken = bytesOf(saleText('PENDING', line)).with(3, 0xff)
    expect(decodeRecord({ ...record(null), value: broken })).toEqual({ kind: 'malformed', reason: 'not-json' })
  })

  it('may be hostile in depth, size and names', () => {
    const deep = '['.repeat(500_000) + ']'.repeat(500_000)
    expect(decodeRecord(record(deep))).toEqual(wrongShape)
    expect(decodeRecord(record('{"a":'.repeat(100_000)))).toEqual({ kind: 'malformed', reason: 'not-json' })
    expect(decodeRecord(record(JSON.stringify('x'.repeat(1_000_000))))).toEqual(wrongShape)
    expect(decodeRecord(record(`{"__proto__":${saleText('PENDING', line)}}`))).toEqual(wrongShape)
    expect(({} as Record<string, unknown>).meta).toBeUndefined()
  })
})
