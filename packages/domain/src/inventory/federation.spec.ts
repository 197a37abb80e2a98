import { describe, expect, it } from '@jest/globals'
import { announces, asks, kindsOf, tell } from '../testing/say.ts'
import {
  federationOf, game, hold, listed, logOf, nothing, opening, replay, site, stated, toolsFor,
} from '../testing/world.ts'
import type { Said } from './entry.ts'
import { foldRules, siteInForce } from './federation.ts'
import { foldBatch } from './fold.ts'

const all = toolsFor(federationOf(1), federationOf(2, { wireQuantityMax: 1 }), federationOf(3))
const fold = (said: readonly Said[], tools = all) => replay(foldBatch, logOf(said), { tools })
const list = listed(1, { 1: 8 })

describe('the terms of lists from a topic', () => {
  it('change nothing that the fold makes of a log', () => {
    const said = [opening(), list, asks(), stated()]
    const without = { ...federationOf(1), listTerms: null }
    const [one, other] = [fold(said), fold(said, toolsFor(without))]
    expect(other.digests).toEqual(one.digests)
    expect(other.journal).toEqual(one.journal)
    expect(one.digests).toHaveLength(1)
  })
})

describe('a partition', () => {
  it('opens with its first federation record; what comes before is a dead letter, and moves the clock only', () => {
    const { whole, deadLetters, journal } = fold([list, asks(), nothing, opening(), list, asks()])
    expect(deadLetters).toEqual([{ offset: 0, reason: 'no-federation' }, { offset: 1, reason: 'no-federation' }])
    expect(whole.partition).toMatchObject({ nextOffset: 6, logTimeMs: 1_005, federation: { version: 1 } })
    expect(journal[0]).toMatchObject({
      offset: 3, kind: 'federation-applied', game: null, detail: { version: 1, sha256: 'federation-1' },
    })
    expect(kindsOf(journal)).toEqual(['federation-applied', 'list-applied', 'hold-granted'])
  })

  it('may open with any version that its reader has', () => {
    expect(fold([opening(3)]).whole.partition.federation).toMatchObject({ version: 3 })
  })

  it('is not opened by a record that its reader\'s publisher did not sign', () => {
    const tools = { ...all, isSignedBy: () => false }
    expect(fold([opening()], tools)).toMatchObject({
      deadLetters: [{ reason: 'bad-signature' }], stop: null, whole: { partition: { federation: null, nextOffset: 1 } },
    })
  })
})

describe('a federation record', () => {
  it('of a higher version applies where it stands', () => {
    const { whole, journal } = fold([opening(), list, asks(), opening(2), asks({ hold: hold(2) })])
    expect(whole.partition.federation).toMatchObject({ version: 2 })
    expect(journal.slice(2)).toMatchObject([
      { kind: 'hold-granted' }, { kind: 'federation-applied' },
      { kind: 'hold-refused', detail: { reason: 'bad-quantity', max: 1 } },
    ])
  })

  it.each([1, 2])('of version %d, where 2 is in force, changes nothing, whatever file or rules it names', version => {
    const late = { ...opening(version), sha256: 'lost', rules: foldRules + 1 } as Said
    const { whole, journal, stop } = fold([opening(2), late])
    expect(stop).toBeNull()
    expect(whole.partition.federation).toMatchObject({ version: 2 })
    expect(journal.at(-1)).toMatchObject({ kind: 'federation-ignored', detail: { version } })
  })

  it('that comes twice applies once', () => {
    expect(kindsOf(fold([opening(), opening()]).journal)).toEqual(['federation-applied', 'federation-ignored'])
  })
})

describe('a reader stops, with what came before applied,', () => {
  const before = [opening(), list, asks()]
  const moved = (changed: object) => toolsFor(federationOf(1), { ...federationOf(2), ...changed })

  it.each([
    ['at a file that it lacks', opening(9), all, 'federation-unknown', 9],
    ['at a file of another version than said', { ...opening(9), sha256: 'federation-2' }, all, 'federation-unknown', 9],
    ['at rules that it does not know', { ...opening(2), rules: foldRules + 1 }, all, 'rules-unknown', 2],
    ['at older rules', { ...opening(2), rules: foldRules - 1 }, all, 'rules-unknown', 2],
    ['at another tournament', opening(2), moved({ tournament: 'other' }), 'federation-moved', 2],
    ['at another log', opening(2), moved({ logId: 'other' }), 'federation-moved', 2],
    ['at another number of partitions', opening(2), moved({ partitions: 2 }), 'federation-moved', 2],
  ] as const)('%s', (_, record, tools, why, version) => {
    for (const sizes of [[9], [1], [3, 9]]) {
      const { whole, stop, journal } = replay(foldBatch, logOf([...before, record, nothing, asks()]), { tools, sizes })
      expect(stop).toEqual({ offset: 3, why, version })
      expect(whole.partition).toMatchObject({ nextOffset: 3, logTimeMs: 1_002, federation: { version: 1 } })
      expect(whole.games.get(game(1))?.categories.values().next().value).toMatchObject({ held: 2 })
      expect(journal.at(-1)).toMatchObject({ offset: 2, kind: 'hold-granted' })
    }
  })

  it('at the very first record too, and nothing is folded', () => {
    const { whole, stop } = fold([nothing, opening(9)])
    expect(stop).toEqual({ offset: 1, why: 'federation-unknown', version: 9 })
    expect(whole.partition).toMatchObject({ nextOffset: 1, federation: null })
  })

  it('and goes on from there once it has the file', () => {
    const { whole } = fold([...before, opening(9), nothing])
    const rest = logOf([opening(9), nothing], { fromMs: 1_003, firstOffset: 3 })
    const { stop } = replay(foldBatch, rest, { tools: toolsFor(federationOf(1), federationOf(9)), whole })
    expect(stop).toBeNull()
    expect(whole.partition).toMatchObject({ nextOffset: 5, federation: { version: 9 } })
  })

  it('but not at one that is forged', () => {
    const tools = { ...all, isSignedBy: (entry: { offset: number }) => entry.offset !== 1 }
    expect(fold([opening(), opening(9), nothing], tools)).toMatchObject({
      stop: null, deadLetters: [{ offset: 1, reason: 'bad-signature' }],
    })
  })
})

it('a site is in force while the roster names it', () => {
  expect(siteInForce(federationOf(1), site('loud'))).toMatchObject({ name: 'Loud', waits: false })
  expect(siteInForce(federationOf(1), site('publisher'))).toBeUndefined()
})

it('settings are those in force where a record stands: announcements', () => {
  const { deadLetters } = tell([announces('pending', 4)], { announcedMax: 3 })
  expect(deadLetters).toEqual([{ offset: 2, reason: 'above-announced-max' }])
})
