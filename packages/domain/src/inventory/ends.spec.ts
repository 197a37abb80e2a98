import { describe, expect, it } from '@jest/globals'
import { announces, asks, releases, sells, tell } from '../testing/say.ts'
import {
  federationOf, game, hold, listed, logOf, nothing, opening, replay, toolsFor,
} from '../testing/world.ts'
import { foldBatch } from './fold.ts'
import { touches } from './touches.ts'
import { applyChanges, emptyWhole, readWhole } from './whole.ts'

const tools = toolsFor(federationOf(1))

const returns = ({ last }: ReturnType<typeof tell>) =>
  last.filter(({ kind }) => kind === 'announced-returned').map(line => [line.game, line.category, line.quantity])

describe('an announced pending', () => {
  it('returns after the time the federation gives it, and not before', () => {
    const early = tell([announces('pending', 2), 298, nothing])
    expect(early.stock.announcedPending).toBe(2)
    expect(early.last).toEqual([])
    const due = tell([announces('pending', 2), 299, nothing])
    expect(due.stock.announcedPending).toBe(0)
    expect(due.last).toEqual([
      {
        offset: 3, step: 0, timeMs: 1_302, kind: 'announced-returned', game: 1, category: 1, quantity: 2,
        price: null, site: null, hold: null, detail: null,
      },
    ])
    expect(due.whole.queues.size).toBe(0)
  })

  it('returns without those that were confirmed or cancelled meanwhile', () => {
    const told = tell([
      announces('pending', 5), announces('reserved', 2), announces('cancelled', 1), 297, nothing,
    ])
    expect(returns(told)).toEqual([[1, 1, 2]])
    expect(told.stock).toMatchObject({ announcedPending: 0, announcedSold: 2 })
  })

  it('returns with others of its category in one line, by game and category', () => {
    const told = tell([
      announces('pending', 1, { game: game(2), categories: [1] }), announces('pending', 1, { categories: [2, 1] }),
      announces('pending', 2), announces('pending', 3, { game: game(2), categories: [1] }), 400, nothing,
    ])
    expect(returns(told)).toEqual([[1, 1, 3], [1, 2, 1], [2, 1, 4]])
    expect(told.last.map(({ step }) => step)).toEqual([0, 1, 2])
  })

  it('returns one by one as each becomes due', () => {
    const told = [announces('pending', 1), announces('pending', 2), 298, nothing]
    expect(returns(tell(told))).toEqual([[1, 1, 1]])
    expect(returns(tell([...told, nothing]))).toEqual([[1, 1, 2]])
  })

  it('is free again for the very record that ends it, after holds that ended', () => {
    const told = tell([announces('pending', 6), asks(), 298, asks({ hold: hold(2), quantity: 3 })])
    expect(told.last.map(({ kind }) => kind)).toEqual(['hold-expired', 'announced-returned', 'hold-granted'])
  })

  it('is given another time by a newer federation, from the record after it on', () => {
    const quick = toolsFor(federationOf(1), federationOf(2, { announcedTtlMs: 2 }))
    const said = [opening(), listed(1, { 1: 8 }), announces('pending', 1), nothing, opening(2), nothing]
    for (const sizes of [[6], [1], [4, 2], [5, 1]]) {
      const { journal } = replay(foldBatch, logOf(said), { tools: quick, sizes })
      expect(journal.slice(-2)).toMatchObject([
        { offset: 4, kind: 'federation-applied' }, { offset: 5, kind: 'announced-returned' },
      ])
    }
  })
})

describe('a due hold', () => {
  it('that was sold or released before has nothing left to end', () => {
    expect(tell([asks(), sells(), 200, nothing]).last).toEqual([])
    expect(tell([asks(), releases('released'), 200, nothing]).last).toEqual([])
  })

  it('ends once, though a loader names it twice', () => {
    const whole = emptyWhole(0)
    const start = logOf([opening(), listed(1, { 1: 8 }), asks()])
    replay(foldBatch, start, { whole })
    const end = logOf([nothing], { fromMs: 2_000, firstOffset: 3 })
    const state = readWhole(whole, touches(end, whole.partition.logTimeMs))
    const changes = foldBatch({ ...state, due: [...state.due, ...structuredClone(state.due)] }, end, tools)
    expect(changes.journal).toMatchObject([{ kind: 'hold-expired' }])
    applyChanges(whole, changes)
    expect(whole.games.get(game(1))?.categories.values().next().value).toMatchObject({ held: 0 })
  })

  it('whose row was not loaded is a fault of the loader, not a lost seat', () => {
    const whole = emptyWhole(0)
    replay(foldBatch, logOf([opening(), listed(1, { 1: 8 }), asks()]), { whole })
    const end = logOf([nothing], { fromMs: 2_000, firstOffset: 3 })
    const state = readWhole(whole, touches(end, whole.partition.logTimeMs))
    expect(() => foldBatch({ ...state, holds: new Map() }, end, tools)).toThrow(/due, but was not loaded/)
    expect(() => foldBatch({ ...state, buyers: new Map() }, end, tools)).toThrow(/not loaded/)
    expect(() => foldBatch({ ...state, games: new Map() }, end, tools)).toThrow(/not loaded/)
  })
})

it('ten thousand queues are no burden: what returns is found without looking at all of them', () => {
  const said = Array.from({ length: 10_000 }, (_, at) =>
    announces('pending', 1, { game: game(1 + (at % 5_000)), categories: [1 + Math.floor(at / 5_000)] }),
  )
  const started = performance.now()
  const { whole } = replay(foldBatch, logOf([opening(), ...said]), { tools })
  expect(whole.queues.size).toBe(300)
  // A tenth of a second; when each record looked at each queue it took a quarter of a minute.
  expect(performance.now() - started).toBeLessThan(5_000)
})
