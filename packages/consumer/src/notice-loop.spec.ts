import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Said } from '@matchday/domain/inventory/entry'
import { AppendOutcomeUnknown, Unavailable } from '@matchday/domain/ports/unavailable'
import { federationOf, toolsFor } from '@matchday/domain/testing/world'
import { noticeAgainMs } from '@matchday/domain/usecases/give-notice'
import type { Consumer } from './daemon.ts'
import { startConsumer } from './daemon.ts'
import { createParts } from './testing/parts.ts'
import type { Rows } from './testing/rows.ts'
import { createRows } from './testing/rows.ts'
import { asks, opened } from './testing/sold-game.ts'
import type { World } from './testing/world.ts'
import { createWorld } from './testing/world.ts'

let world: World
let rows: Rows
let running: Consumer[]

beforeEach(() => {
  world = createWorld()
  rows = createRows()
  running = []
})
afterEach(async () => {
  await Promise.all(running.map(consumer => consumer.close()))
  expect(world.time.sleepers()).toBe(0)
})

type Made = ReturnType<typeof createParts>

const start = (over: Parameters<typeof createParts>[2] = {}, change: (made: Made) => void = () => {}) => {
  const made = createParts(world, rows, over)
  change(made)
  running.push(startConsumer(made.parts))
  return made
}

const notices = () => world.entries.map(({ said }) => said).filter(({ kind }) => kind === 'release-requested')

describe('a site that does not wait for the log', () => {
  it('is told at once of what was refused, once', async () => {
    world.say(...opened(), asks(2), { ...asks(1), price: 9 } as Said)
    const { registry } = start()
    await world.time.settle()
    expect(notices()).toMatchObject([{ reason: 'refused', quantity: 1, price: 9 }])
    await world.time.advance(3 * noticeAgainMs)
    expect(notices()).toHaveLength(1)
    expect(await registry.metrics()).toContain('matchday_consumer_notices_total 1')
  })

  it('is told once by two consumers of one site, and by no other site', async () => {
    world.say(...opened(), asks(2), asks(2), asks(2))
    start()
    start()
    const other = createRows()
    const made = createParts(world, other, { site: 'b' })
    running.push(startConsumer(made.parts))
    await world.time.advance(2 * noticeAgainMs)
    expect(notices()).toMatchObject([{ site: 'a', reason: 'duplicate' }, { site: 'a', reason: 'duplicate' }])
  })

  it('is told after a restart of what a process could not say', async () => {
    world.say(...opened(), asks(2), asks(2))
    start({}, ({ hooks }) => {
      hooks.onAppend = () => {
        throw new Unavailable('sales-log')
      }
    })
    await world.time.advance(30_000)
    await running.pop()?.close()
    expect(notices()).toEqual([])
    start()
    await world.time.settle()
    expect(notices()).toHaveLength(1)
  })

  it('is told again only if what may have been said did not come', async () => {
    world.say(...opened(), asks(2), asks(2))
    let fails = 1
    start({}, ({ hooks }) => {
      hooks.onAppend = () => {
        if (fails-- > 0) throw new AppendOutcomeUnknown()
      }
    })
    await world.time.advance(noticeAgainMs - 1_000)
    expect(notices()).toEqual([])
    await world.time.advance(30_000)
    expect(notices()).toHaveLength(1)
    await world.time.advance(3 * noticeAgainMs)
    expect(notices()).toHaveLength(1)
  })

  it('that is not in the roster is told nothing', async () => {
    const all = federationOf(1)
    const federation = { ...all, sites: all.sites.filter(({ waits }) => waits) }
    world.say(...opened(), asks(2), asks(2))
    start({ federation, tools: toolsFor(federation) })
    await world.time.advance(2 * noticeAgainMs)
    expect(notices()).toEqual([])
    expect(rows.whole().holds.size).toBe(1)
  })
})
