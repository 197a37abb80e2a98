import { describe, expect, it } from '@jest/globals'
import { decodeRecord } from './decode-record.ts'
import { common, held, line, record, request, saleText, wrongShape } from './testing/records.ts'

const announced = { kind: 'announced', site: null, sentAtMs: null, game: 1 }

describe('headers', () => {
  it('are at most 64', () => {
    const others = (count: number) => Array.from({ length: count }, (_, index): [string, string] => [`x-${index}`, ''])
    expect(decodeRecord(record('{}', others(64)))).toEqual({ kind: 'empty' })
    expect(decodeRecord(record('{}', others(65)))).toEqual({ kind: 'malformed', reason: 'too-many-headers' })
  })

  it('of others may repeat, those of Matchday not', () => {
    expect(decodeRecord(record('{}', [['x', '1'], ['x', '1']]))).toEqual({ kind: 'empty' })
    for (const name of ['matchday-v', 'matchday-ttl', 'matchday-signature', 'matchday-unheard-of']) {
      const headers = [...Object.entries(held), [name, '1'], [name, '1']] as [string, string][]
      expect(decodeRecord(record(saleText('PENDING', line), headers, '1'))).toEqual({
        kind: 'malformed',
        reason: 'repeated-header',
      })
    }
  })

  it.each(['2', '', '01', undefined])('of version %j are of another protocol', version => {
    expect(request({ 'matchday-v': version })).toEqual({ kind: 'malformed', reason: 'unknown-version' })
  })

  it('that nobody knows are passed over, and so are signatures', () => {
    const more = { 'matchday-unheard-of': '1', 'matchday-signature': '\u0000', 'matchday-proof': '' }
    expect(request(more)).toEqual(request({}))
    expect(request(more)).toMatchObject({ kind: 'hold-requested' })
  })

  it.each([undefined, '', 'North', 'no rth', 'x'.repeat(33)])('name a site, not %j', site => {
    expect(request({ 'matchday-site': site })).toEqual(wrongShape)
  })

  it('may say when the record was sent', () => {
    expect(request({ 'matchday-time': '1668960000000' })).toMatchObject({ sentAtMs: 1_668_960_000_000 })
    for (const time of ['', '-1', '1.5', '1e3', ' 1', '007', '9007199254740992']) {
      expect(request({ 'matchday-time': time })).toEqual(wrongShape)
    }
  })

  it('make an announcement one of a site, under the key of its game', () => {
    const value = saleText('RESERVED', line)
    const said = { ...announced, site: 'north', action: 'reserved', lines: [line] }
    expect(decodeRecord(record(value, common, '1'))).toEqual(said)
    expect(decodeRecord(record(value, common, '2'))).toEqual(wrongShape)
    expect(decodeRecord(record(value, common))).toEqual(wrongShape)
  })

  it('cannot make a heartbeat', () => {
    expect(decodeRecord(record('{}', common))).toEqual(wrongShape)
    expect(decodeRecord(record(null, common))).toEqual(wrongShape)
  })
})
