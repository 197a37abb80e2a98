import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { Outgoing } from '@matchday/domain/ports/sales-log'
import { encodeRecord } from './encode-record.ts'
import { decodeText } from './decode-record.ts'
import type { EncodedRecord } from './text-record.ts'

type Golden = { readonly name: string; readonly said: Outgoing; readonly record: EncodedRecord }

const golden = JSON.parse(
  readFileSync(new URL('./testing/golden-records.json', import.meta.url), 'utf8'),
) as readonly Golden[]

const find = (name: string): Golden => {
  const found = golden.find(one => one.name === name)
  if (found === undefined) throw new Error(`no golden record ${name}`)
  return found
}

describe('the wire', () => {
  it.each(golden)('of $name is as it was agreed', ({ said, record }) => {
    expect(encodeRecord(said)).toEqual(record)
  })

  it.each(golden)('of $name reads back', ({ said, record }) => {
    const { partition: _, ...rest } = { partition: 0, ...said }
    expect(decodeText(record)).toEqual(said.kind === 'federation-published' ? rest : said)
  })

  it('has a golden record of every kind', () => {
    expect(new Set(golden.map(({ said }) => said.kind)).size).toBe(7)
  })
})

describe('encoding refuses what no reader would take', () => {
  const hold = find('a hold requested').said
  const release = find('seats of a sold hold returned').said
  const digest = find('a digest stated').said
  it.each([
    ['hold', { ...hold, hold: '123E4567-E89B-12D3-A456-426614174000' }],
    ['site', { ...hold, site: 'Site' }],
    ['buyer', { ...hold, buyer: 'somebody@example.org' }],
    ['quantity', { ...hold, quantity: 0.5 }],
    ['price', { ...hold, price: -1 }],
    ['price', { ...hold, price: Number.NaN }],
    ['ttl', { ...hold, ttlMs: 0 }],
    ['ttl', { ...hold, ttlMs: 0.5 }],
    ['country', { ...hold, country: 'Qatar' }],
    ['time', { ...hold, sentAtMs: -1 }],
    ['reason', { ...release, reason: 'line\nfeed' }],
    ['reason', { ...release, reason: '' }],
    ['seats', { ...release, seats: [] }],
    ['seats', { ...release, seats: [0] }],
    ['seats', { ...release, seats: Array.from({ length: 1_000_001 }, () => 1) }],
    ['partition', { ...find('a tick').said, partition: -1 }],
    ['digest', { ...digest, at: null }],
    ['digest', { ...digest, state: 'f00' }],
    ['list', { ...find('a list published').said, version: 0 }],
    ['federation', { ...find('the federation published').said, sha256: 'f00' }],
  ])('in its %s: %j', (what, said) => {
    expect(() => encodeRecord(said as Outgoing)).toThrow(`no reader would take this ${what}:`)
  })
})
