import { describe, expect, it } from '@jest/globals'
import { gameNumber } from '@matchday/domain/game/ids'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { gameText, gameValue } from '../contracts/feed-records.ts'
import { decodeFeedRecord, encodeToldGame } from './feed-record.ts'
import { bytesOf, common, record } from './testing/records.ts'
import { rawRecord } from './text-record.ts'

const read = (value: unknown) => decodeFeedRecord(record(JSON.stringify(value)))
const malformed = (reason: string, detail: string) => ({
  kind: 'malformed', reason, detail: expect.stringContaining(detail) as unknown,
})

describe('a message of the master-list topic', () => {
  it('states one game', () => {
    const seats = [75, 125, 195].map((price, index) => ({ category: index + 1, capacity: 20, price }))
    expect(read(gameValue(1))).toEqual({
      kind: 'game-listed',
      listing: {
        game: 1, round: 1, kickOffMs: Date.UTC(2022, 10, 20, 16), venue: 'Al Bayt Stadium', categories: seats,
        home: 'Qatar', away: 'Ecuador', group: 'A',
      },
    })
  })

  it('may be of the knockout stage, with nobody known yet', () => {
    const changed = { group: null, location: 'TBA', homeTeam: '1A', awayTeam: 'TBA' }
    expect(read(gameValue(64, changed))).toMatchObject({
      kind: 'game-listed', listing: { group: null, venue: 'TBA', home: '1A', away: 'TBA' },
    })
  })

  it('may come from an older list', () => {
    const availability = { category4: { count: 7, price: 10 } }
    expect(read(gameValue(1, { availability }))).toMatchObject({
      kind: 'game-listed', listing: { categories: [{ category: 4, capacity: 7, price: 10 }] },
    })
  })

  it('may have fields that nobody knows, at every level', () => {
    const availability = { category1: { available: 1, pending: 0, price: 2, sector: 'B' } }
    expect(read({ ...gameValue(1, { availability }), more: {} })).toEqual(read(gameValue(1, {
      availability: { category1: { available: 1, pending: 0, price: 2 } },
    })))
  })

  it.each([null, '', '{}', 'null'])('of %j is a heartbeat', value => {
    expect(decodeFeedRecord(record(value))).toEqual({ kind: 'empty' })
  })

  it.each([
    ['a whole array', [gameValue(1), gameValue(2)], 'not-one-game', 'an array of 2; expected one game a message'],
    ['an empty array', [], 'not-one-game', 'an array of 0'],
    ['an envelope', { meta: { action: 'MATCH' }, body: gameValue(1) }, 'not-one-game', 'meta and body; expected one'],
    ['a game out of bounds', gameValue(10_000), 'wrong-shape', 'matchNumber: 10000 is not an integer from 1 to 9999'],
    ['a number as text', gameValue(1, { roundNumber: '1' }), 'wrong-shape', 'roundNumber: "1" is not an integer'],
    ['no category', gameValue(1, { availability: {} }), 'wrong-shape', 'availability: has no category'],
    ['no availability', gameValue(1, { availability: undefined }), 'wrong-shape', 'availability: nothing'],
    ['seats as an array', gameValue(1, { availability: [1] }), 'wrong-shape', 'availability: an array'],
    ['a text', 'game 1', 'wrong-shape', '"game 1" is not an object'],
    ['faults in all fields', { matchNumber: 0, more: 1 }, 'wrong-shape', 'and 3 more'],
  ])('with %s is not taken, and says why', (_, value, reason, detail) => {
    expect(read(value)).toEqual(malformed(reason, detail))
  })

  it('that is the state of a sale states no capacity', () => {
    const availability = { category1: { available: 20, pending: 2, price: 75 } }
    expect(read(gameValue(1, { availability }))).toEqual(malformed('wrong-shape', 'category1.pending: 2 is not 0'))
  })

  it.each(['{', 'undefined', `${gameText(1)}x`])('of %j is not JSON', value => {
    expect(decodeFeedRecord(record(value))).toEqual(malformed('not-json', 'expected one game a message'))
  })

  it('of bytes that are not UTF-8 is not JSON', () => {
    const broken = bytesOf(gameText(1)).with(3, 0xff)
    expect(decodeFeedRecord({ ...record(null), value: broken })).toMatchObject({ reason: 'not-json' })
  })

  it('may be hostile in depth, size and names', () => {
    expect(read('x'.repeat(1_000_000))).toMatchObject({ reason: 'wrong-shape' })
    const deep = `{"availability":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect(decodeFeedRecord(record(deep))).toMatchObject({ reason: 'wrong-shape' })
    const named = { ...gameValue(1), availability: JSON.parse('{"__proto__":{"available":1,"price":1}}') as object }
    expect(read(named)).toEqual(malformed('wrong-shape', '"__proto__" is not a category'))
    const long = decodeFeedRecord(record(JSON.stringify({ matchNumber: 'y'.repeat(900) })))
    expect(long.kind === 'malformed' ? long.detail.length : 0).toBeLessThan(600)
  })
})

describe('the headers of a message', () => {
  const told = { ...common, 'matchday-list-version': '2' }

  it('of other programs say nothing', () => {
    expect(decodeFeedRecord(record(gameText(1), { traceparent: '00-1' }))).toMatchObject({ kind: 'game-listed' })
  })

  it('of Matchday make it one that a site told', () => {
    const value = gameText(1, { availability: { category1: { available: 3, pending: 2, price: 75 } } })
    const sent = rawRecord(encodeToldGame('north' as SiteId, { game: gameNumber(64), version: 2, value }), 0)
    expect(sent).toEqual(record(value, told, '64'))
    expect(decodeFeedRecord(sent)).toEqual({ kind: 'game-told', site: 'north', game: 64, version: 2 })
  })

  it.each<[string, Parameters<typeof record>[1], string]>([
    ['too many', Array.from({ length: 65 }, (_, index): [string, string] => [`x-${index}`, '']), 'too-many-headers'],
    ['repeated', [['matchday-site', 'a'], ['matchday-site', 'a']], 'repeated-header'],
    ['of another version', { ...common, 'matchday-v': '2' }, 'unknown-version'],
    ['without a version', { 'matchday-site': 'north' }, 'unknown-version'],
    ['without a site', { ...told, 'matchday-site': 'North' }, 'wrong-shape'],
    ['without the version of the list', common, 'wrong-shape'],
  ])('that are %s are not taken', (_, headers, reason) => {
    expect(decodeFeedRecord(record(gameText(1), headers, '1'))).toMatchObject({ kind: 'malformed', reason })
  })

  it.each([null, '0', '10000', 'x'])('of Matchday are not taken under the key %j', key => {
    expect(decodeFeedRecord(record(gameText(1), told, key))).toMatchObject({ reason: 'wrong-shape' })
  })
})
