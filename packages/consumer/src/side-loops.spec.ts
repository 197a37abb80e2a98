import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Said } from '@matchday/domain/inventory/entry'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import type { ReservationId, SessionId } from '@matchday/domain/reservation/ids'
import type { ReservationRecord } from '@matchday/domain/reservation/reservation'
import {
  buyer, category, federationOf, game, hold, listed, opening, site, toolsFor,
} from '@matchday/domain/testing/world'
import type { Consumer } from './daemon.ts'
import { startConsumer } from './daemon.ts'
import { createParts, linesWith } from './testing/parts.ts'
import { createRows } from './testing/rows.ts'
import type { World } from './testing/world.ts'
import { createWorld } from './testing/world.ts'

const holdMaxMs = 60_000
const asks = (number: number, quantity = 1, of = 1): Said => ({
  kind: 'hold-requested', site: site('a'), sentAtMs: null, hold: hold(number), game: game(of), category: category(1),
  quantity, price: 10, buyer: buyer(1), ttlMs: null, country: null,
})
const opened = (): Said[] => [
  opening(), listed(1, { 1: 100 }, { holdMaxMs }), listed(1, { 1: 100 }, { holdMaxMs, number: 2 }),
]

let world: World
let running: Consumer[]

beforeEach(() => {
  world = createWorld()
  running = []
})
afterEach(async () => {
  await Promise.all(running.map(consumer => consumer.close()))
  expect(world.time.sleepers()).toBe(0)
})

type Made = ReturnType<typeof createParts>

const start = (
  over: Parameters<typeof createParts>[2] = {},
  change: (made: Made) => void = () => {},
  rows = createRows(),
) => {
  const made = createParts(world, rows, over)
  change(made)
  running.push(startConsumer(made.parts))
  return { ...made, rows, stateOf: (number: number) => rows.whole().holds.get(`1|a|${hold(number)}`)?.state }
}

const ticks = (): number => world.entries.filter(({ said }) => said.kind === 'ticked').length

describe('a due hold in a quiet log', () => {
  it('ends within three seconds, by one tick', async () => {
    world.say(...opened(), asks(1))
    const { stateOf } = start()
    await world.time.advance(holdMaxMs)
    expect(ticks()).toBe(0)
    await world.time.advance(3_000)
    expect(stateOf(1)).toBe('expired')
    await world.time.advance(60_000)
    expect(ticks()).toBe(1)
  })

  it('is ended for all sites by the first that ticks', async () => {
    world.say(...opened(), asks(1))
    const sites = [0.9, 0.4, 0.7].map((chance, index) =>
      start({ site: index === 1 ? 'b' : 'a' }, made => Object.assign(made.parts, { chance: () => chance })),
    )
    await world.time.advance(holdMaxMs + 5_000)
    expect(sites.map(({ stateOf }) => stateOf(1))).toEqual(['expired', 'expired', 'expired'])
    expect(world.entries.map(({ said }) => said).filter(({ kind }) => kind === 'ticked')).toMatchObject([{ site: 'b' }])
  })

  it('waits out an outage of the log', async () => {
    world.say(...opened(), asks(1))
    const { hooks, stateOf } = start()
    hooks.onAppend = () => {
      throw new Unavailable('sales-log')
    }
    await world.time.advance(holdMaxMs + 30_000)
    expect(stateOf(1)).toBe('held')
    hooks.onAppend = () => {}
    await world.time.advance(7_000)
    expect(stateOf(1)).toBe('expired')
  })
})

describe('holds over the limit per tournament', () => {
  const federation = federationOf(1, { perBuyerTournament: 3 })
  const limited = { federation, tools: toolsFor(federation) }

  it('are released as soon as they are granted', async () => {
    world.say(...opened(), asks(1, 2), asks(2, 2, 2))
    const { lines, rows } = start(limited)
    await world.time.settle()
    expect([...rows.whole().holds.values()].map(({ state }) => state)).toEqual(['held', 'released'])
    expect(linesWith(lines, 'gave back')).toMatchObject([{ holds: 1 }])
    expect(world.entries.filter(({ said }) => said.kind === 'release-requested')).toHaveLength(1)
  })

  it('are released once, however many consumers the site has', async () => {
    world.say(...opened())
    const { rows } = start(limited)
    for (let others = 0; others < 2; others++) start(limited, () => {}, rows)
    await world.time.advance(5_000)
    world.say(asks(1, 2), asks(2, 2, 2))
    await world.time.advance(30_000)
    expect([...rows.whole().holds.values()].map(({ state }) => state)).toEqual(['held', 'released'])
    expect(world.entries.filter(({ said }) => said.kind === 'release-requested')).toHaveLength(1)
  })

  it('are released after a restart when the log was away before', async () => {
    world.say(...opened(), asks(1, 2), asks(2, 2, 2))
    const { hooks, rows, parts } = start(limited)
    hooks.onAppend = () => {
      throw new Unavailable('sales-log')
    }
    await world.time.settle()
    await running.pop()?.close()
    expect([...rows.whole().holds.values()].map(({ state }) => state)).toEqual(['held', 'held'])
    hooks.onAppend = () => {}
    running.push(startConsumer({ ...parts, registry: createParts(world, rows).registry }))
    await world.time.settle()
    expect([...rows.whole().holds.values()].map(({ state }) => state)).toEqual(['held', 'released'])
  })
})

describe('a reservation whose requests never reached the log', () => {
  const record: ReservationRecord = {
    id: 'r' as ReservationId, session: 's' as SessionId, site: site('a'), buyer: buyer(1),
    contact: { email: 'a@example.org', name: 'A', country: null },
    items: [{
      game: game(1), category: category(1), quantity: 1, price: 10, currency: 'USD',
      holds: [{ id: hold(9), quantity: 1 }],
    }],
    bodyHash: '', createdAtMs: 0, abandonedAtMs: null,
  }

  it('is marked when this site has read the log to its end, and not before', async () => {
    world.say(...opened())
    const abandoned: string[] = []
    let canTell = false
    const { lines } = start({}, ({ parts }) => {
      Object.assign(parts.reservations, {
        unheard: () => Promise.resolve(abandoned.length === 0 ? [record] : []),
        abandon: (ids: readonly string[]) => Promise.resolve(void abandoned.push(...ids)),
      })
      Object.assign(parts.decisions, { after: () => Promise.resolve(canTell ? new Map() : 'timeout') })
    })
    await world.time.advance(20_000)
    expect(abandoned).toEqual([])
    canTell = true
    await world.time.advance(10_000)
    expect(abandoned).toEqual(['r'])
    await world.time.advance(60_000)
    expect(linesWith(lines, 'abandoned')).toMatchObject([{ reservations: 1 }])
  })
})
