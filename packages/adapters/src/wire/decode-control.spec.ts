import { describe, expect, it } from '@jest/globals'
import { control, wrongShape } from './testing/records.ts'

describe('a control record', () => {
  const list = {
    matchNumber: 1,
    roundNumber: 1,
    dateUtc: '2022-11-20T16:00:00Z',
    location: 'Al Bayt Stadium',
    availability: { category1: { available: 20, pending: 0, price: 75 } },
    homeTeam: 'Qatar',
    awayTeam: 'Ecuador',
    group: 'A',
    version: 1,
    currency: 'USD',
    limits: { perBuyer: 6, holdMaxMs: 600_000 },
  }
  const published = (change: object, key: string | null = '1') =>
    control({ 'matchday-kind': 'list', 'matchday-list': JSON.stringify({ ...list, ...change }) }, '{}', key)

  it.each(['', 'TICK', 'constructor', 'refund'])('of kind %j is of another version', kind => {
    expect(control({ 'matchday-kind': kind })).toEqual({ kind: 'malformed', reason: 'unknown-kind' })
  })

  it.each([null, '', '{ }', '{"a":1}', 'null'])('with the value %j is malformed', value => {
    expect(control({ 'matchday-kind': 'tick', 'matchday-partition': '0' }, value)).toEqual(wrongShape)
  })

  it.each([undefined, '', '-1', '1.5', 'x'])('of partition %j is malformed', partition => {
    expect(control({ 'matchday-kind': 'tick', 'matchday-partition': partition })).toEqual(wrongShape)
    expect(control({ 'matchday-kind': 'digest', 'matchday-partition': partition })).toEqual(wrongShape)
  })

  it('states a digest and where, or neither', () => {
    const digest = { 'matchday-kind': 'digest', 'matchday-partition': '0' }
    const state = 'a'.repeat(64)
    expect(control({ ...digest, 'matchday-state': state, 'matchday-at': '7' })).toMatchObject({ state, at: 7 })
    expect(control({ ...digest, 'matchday-state': state })).toEqual(wrongShape)
    expect(control({ ...digest, 'matchday-at': '7' })).toEqual(wrongShape)
    expect(control({ ...digest, 'matchday-state': state.toUpperCase(), 'matchday-at': '7' })).toEqual(wrongShape)
  })

  it('publishes a list, under the key of its game, passing over fields nobody knows', () => {
    const availability = { category1: { available: 20, pending: 0, price: 75, row: 3 } }
    expect(published({ availability, referee: 'x' })).toEqual({
      kind: 'list-published',
      site: 'north',
      sentAtMs: null,
      version: 1,
      currency: 'USD',
      limits: { perBuyer: 6, holdMaxMs: 600_000 },
      listing: {
        game: 1,
        round: 1,
        kickOffMs: Date.UTC(2022, 10, 20, 16),
        venue: 'Al Bayt Stadium',
        home: 'Qatar',
        away: 'Ecuador',
        group: 'A',
        categories: [{ category: 1, capacity: 20, price: 75 }],
      },
    })
    expect(published({}, '2')).toEqual(wrongShape)
    expect(published({}, null)).toEqual(wrongShape)
  })

  it.each([
    { version: 0 },
    { version: '1' },
    { currency: 'usd' },
    { limits: { perBuyer: 0, holdMaxMs: 1 } },
    { limits: { perBuyer: 1, holdMaxMs: 604_800_001 } },
    { limits: null },
    { matchNumber: 10_000 },
    { dateUtc: '2022-02-30T16:00:00Z' },
    { availability: {} },
    { availability: { category0: { available: 1, pending: 0, price: 1 } } },
    { availability: { category1: { available: -1, pending: 0, price: 1 } } },
    { availability: { category1: { available: 1, pending: 1, price: 1 } } },
    { group: 'AA' },
  ])('publishes no list with %j', change => {
    expect(published(change)).toEqual(wrongShape)
  })

  it('publishes the federation', () => {
    const notice = { sha256: 'a'.repeat(64), version: 2, rules: 1 }
    const said = (text: string) => control({ 'matchday-kind': 'federation', 'matchday-federation': text })
    expect(said(JSON.stringify({ ...notice, by: 'x' }))).toEqual({
      kind: 'federation-published',
      site: 'north',
      sentAtMs: null,
      ...notice,
    })
    for (const change of [{ sha256: 'a' }, { version: 0 }, { rules: null }]) {
      expect(said(JSON.stringify({ ...notice, ...change }))).toEqual(wrongShape)
    }
    expect(said('{')).toEqual(wrongShape)
  })
})
