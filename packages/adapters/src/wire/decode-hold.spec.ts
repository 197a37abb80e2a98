import { describe, expect, it } from '@jest/globals'
import { decodeRecord } from './decode-record.ts'
import { cancelled, held, line, record, release, request, saleText, wrongShape } from './testing/records.ts'

describe('a record of a hold', () => {
  it.each(['2', '01', '1 ', '', null])('under the key %j is malformed', key => {
    expect(request({}, line, key)).toEqual(wrongShape)
  })

  it.each(['', 'x', '0190A5D2-7C1B-7F00-8E3A-1C2D3E4F5A6B'])('with the id %j is malformed', hold => {
    expect(request({ 'matchday-hold': hold })).toEqual(wrongShape)
  })

  it('needs a buyer on a request only', () => {
    expect(request({ 'matchday-buyer': undefined })).toEqual(wrongShape)
    expect(request({ 'matchday-buyer': 'somebody@example.org' })).toEqual(wrongShape)
    expect(decodeRecord(record(saleText('RESERVED', line), { ...held, 'matchday-buyer': '' }, '1'))).toMatchObject({
      kind: 'sale-requested',
    })
  })

  it('may have any safe integer as its quantity: the fold says whether it is a good one', () => {
    for (const quantity of [0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
      expect(request({}, { ...line, quantity })).toMatchObject({ quantity })
    }
    const negativeZero = saleText('RESERVED', line).replace('"quantity":2', '"quantity":-0')
    expect(decodeRecord(record(negativeZero, held, '1'))).toMatchObject({ quantity: 0 })
    for (const quantity of [0.5, 2 ** 53, '2', null]) expect(request({}, { ...line, quantity })).toEqual(wrongShape)
  })

  it('is of one category', () => {
    expect(request({}, [line])).toMatchObject({ kind: 'hold-requested', category: 1 })
    expect(request({}, [line, line])).toEqual(wrongShape)
  })

  it('has a positive ttl or none', () => {
    expect(request({})).toMatchObject({ ttlMs: null })
    expect(request({ 'matchday-ttl': '9007199254740991' })).toMatchObject({ ttlMs: Number.MAX_SAFE_INTEGER })
    for (const ttl of ['0', '-1', '1.0', '', '9007199254740992', '1e5']) {
      expect(request({ 'matchday-ttl': ttl })).toEqual(wrongShape)
    }
  })

  it('has a country of two capital letters or none', () => {
    expect(request({})).toMatchObject({ country: null })
    expect(request({ 'matchday-country': 'QA' })).toMatchObject({ country: 'QA' })
    for (const country of ['qa', 'QAT', 'Q', '', 'Q1']) {
      expect(request({ 'matchday-country': country })).toEqual(wrongShape)
    }
  })

  it('is released for a reason', () => {
    expect(release({ 'matchday-reason': 'lost at sea' })).toMatchObject({ reason: 'lost at sea', seats: null })
    for (const reason of [undefined, '', 'x'.repeat(65), 'a\nb']) {
      expect(release({ 'matchday-reason': reason })).toEqual(wrongShape)
    }
  })

  it('is released by seat, from 1 on', () => {
    expect(release({ 'matchday-seats': '2,3' })).toMatchObject({ seats: [2, 3] })
    expect(release({ 'matchday-seats': '3,3' })).toMatchObject({ seats: [3, 3] })
    for (const seats of ['', '0', '1,', ',1', '1, 2', '-1', '1;2', 'all']) {
      expect(release({ 'matchday-seats': seats })).toEqual(wrongShape)
    }
    expect(release({ 'matchday-seats': Array(1_000_001).fill('1').join(',') })).toEqual(wrongShape)
  })

  it.each(['hold', 'buyer', 'ttl', 'country', 'time', 'site', 'reason', 'seats'])(
    'with a %s that is null or not UTF-8 is malformed',
    name => {
      const action = name === 'reason' || name === 'seats' ? 'CANCELLED' : 'PENDING'
      const whole = record(saleText(action, line), name === 'seats' ? cancelled : held, '1')
      const others = whole.headers.filter(([other]) => other !== `matchday-${name}`)
      for (const broken of [null, Uint8Array.of(0xc3, 0x28)]) {
        const headers = [...others, [`matchday-${name}`, broken] as const]
        expect(decodeRecord({ ...whole, headers })).toEqual(wrongShape)
      }
    },
  )
})
