import { describe, expect, it } from '@jest/globals'
import { announces, asks } from '../testing/say.ts'
import {
  category, federationOf, game, hold, listed, logOf, nothing, opening, replay, toolsFor,
} from '../testing/world.ts'
import { foldBatch } from './fold.ts'
import { touches } from './touches.ts'
import type { PendingRow } from './state.ts'
import { applyChanges, emptyWhole, readWhole } from './whole.ts'

const three = [asks(), asks({ hold: hold(2), ttlMs: 10 }), asks({ hold: hold(3), price: 1 })]
const start = logOf([opening(), listed(1, { 1: 8 }), ...three])
const calmAt = (fromMs: number) => logOf([nothing], { fromMs, firstOffset: 5 })

const tools = toolsFor(federationOf(1))

describe('all rows of a partition', () => {
  it('start with none', () => {
    expect(emptyWhole(3)).toEqual({
      partition: { partition: 3, nextOffset: 0, logTimeMs: 0, federation: null },
      games: new Map(), holds: new Map(), buyers: new Map(), queues: new Map(),
    })
  })

  it('name as due the live holds that expire by the horizon', () => {
    const { whole } = replay(foldBatch, start)
    const dueBy = (atMs: number) => readWhole(whole, touches(calmAt(atMs), 1_004)).due.map(({ id }) => id)
    expect(dueBy(1_012)).toEqual([])
    expect(dueBy(1_013)).toEqual([hold(2)])
    expect(dueBy(1_102)).toEqual([hold(1), hold(2)])
  })

  it('keep a queue in order, and forget it with its last pending', () => {
    const { whole } = replay(foldBatch, start)
    const at = { game: game(1), category: category(1) }
    const row = (atMs: number, quantity: number) => ({ ...at, atMs, quantity })
    const nothingElse = foldBatch(readWhole(whole, touches([], 1_004)), [], tools)
    const write = (...pendings: PendingRow[]) => applyChanges(whole, { ...nothingElse, pendings })
    write(row(30, 1), row(10, 2), row(20, 3))
    expect([...whole.queues.values()]).toEqual([
      { ...at, pendings: [{ atMs: 10, quantity: 2 }, { atMs: 20, quantity: 3 }, { atMs: 30, quantity: 1 }] },
    ])
    write(row(20, 1), row(10, 0))
    expect([...whole.queues.values()]).toMatchObject([
      { pendings: [{ atMs: 20, quantity: 1 }, { atMs: 30, quantity: 1 }] },
    ])
    write(row(20, 0), row(30, 0))
    expect(whole.queues.size).toBe(0)
  })
})

describe('the fold', () => {
  it('leaves the state it was given as it was', () => {
    const earlier = [...start, ...logOf([announces('pending', 2)], { fromMs: 1_005, firstOffset: 5 })]
    const { whole } = replay(foldBatch, earlier)
    const said = [announces('reserved', 1), asks({ hold: hold(4), quantity: 1 }), listed(2, { 1: 9 }), nothing]
    const rest = logOf(said, { fromMs: 1_100, firstOffset: 6 })
    const state = readWhole(whole, touches(rest, whole.partition.logTimeMs))
    const before = structuredClone(state)
    const changes = foldBatch(state, rest, tools)
    expect(state).toEqual(before)
    expect(changes.holds.length).toBeGreaterThan(0)
  })

  it('says of rows that did not change nothing at all', () => {
    const { whole } = replay(foldBatch, start)
    const calm = logOf([nothing, listed(1, { 1: 9 }), asks()], { fromMs: 1_005, firstOffset: 5 })
    expect(foldBatch(readWhole(whole, touches(calm, 1_004)), calm, tools)).toMatchObject({
      partition: { nextOffset: 8, logTimeMs: 1_007 }, games: [], holds: [], buyers: [], pendings: [],
    })
  })

  it('writes of a queue the pendings that changed, and those that are gone', () => {
    const three = [announces('pending', 2), announces('pending', 2), announces('pending', 2)]
    const { whole } = replay(foldBatch, [...start, ...logOf(three, { fromMs: 1_005, firstOffset: 5 })])
    const taken = logOf([announces('reserved', 3)], { fromMs: 1_008, firstOffset: 8 })
    expect(foldBatch(readWhole(whole, touches(taken, 1_007)), taken, tools).pendings).toEqual([
      { game: 1, category: 1, atMs: 1_006, quantity: 1 }, { game: 1, category: 1, atMs: 1_005, quantity: 0 },
    ])
  })

  it('allows gaps between offsets, and goes on after the last', () => {
    const gappy = start.map(entry => ({ ...entry, offset: entry.offset * 10 + 3 }))
    const { whole } = replay(foldBatch, gappy)
    expect(whole.partition.nextOffset).toBe(44)
    expect(whole.holds.size).toBe(3)
  })

  it('refuses offsets that go back', () => {
    const back = logOf([nothing], { firstOffset: 4 })
    expect(() => replay(foldBatch, [...start, ...back])).toThrow(/offset 4 was folded before/)
    const { whole } = replay(foldBatch, start)
    expect(() => replay(foldBatch, back, { whole })).toThrow(/offset 4/)
  })

  it('of nothing changes nothing', () => {
    const { whole } = replay(foldBatch, start)
    expect(foldBatch(readWhole(whole, touches([], 1_004)), [], tools)).toEqual({
      partition: whole.partition, games: [], holds: [], buyers: [], pendings: [], journal: [], deadLetters: [],
      digests: [], stop: null,
    })
  })
})
