import { describe, expect, it } from '@jest/globals'
import { holdKey } from '../inventory/ids.ts'
import { emptyPartition } from '../inventory/state.ts'
import type { Outgoing } from '../ports/sales-log.ts'
import type { GiveBack } from '../ports/site-copy.ts'
import { AppendOutcomeUnknown, Unavailable } from '../ports/unavailable.ts'
import { category, game, hold, site } from '../testing/world.ts'
import type { GiveBackAttempts } from './give-back.ts'
import { giveBack, giveBackAgainMs, giveBackMax } from './give-back.ts'

const over = (number: number): GiveBack => ({
  game: game(1), site: site('a'), id: hold(number), category: category(2), quantity: 3, price: 10,
})

const none: GiveBackAttempts = new Map()

/** A copy that folds a release only when told to. */
function sceneOf(pending: readonly GiveBack[]) {
  const world = { nowMs: 1_000, folded: 0, pending: [...pending], fails: null as Error | null }
  const log: Outgoing[] = []
  const ports = {
    salesLog: {
      partitions: 1,
      append: (record: Outgoing) => {
        if (world.fails !== null) return Promise.reject(world.fails)
        log.push(record)
        return Promise.resolve({ partition: 0, offset: log.length - 1 })
      },
      end: () => Promise.resolve(log.length),
    },
    copy: {
      partition: () => Promise.resolve({ ...emptyPartition(0), nextOffset: world.folded }),
      pendingGiveBacks: (max: number) => Promise.resolve(world.pending.slice(0, max)),
    },
    clock: () => world.nowMs,
  }
  const fold = ({ inVain = false } = {}) => {
    world.folded = log.length
    const said = new Set(log.map(record => ('hold' in record ? holdKey({ ...record, id: record.hold }) : '')))
    if (!inVain) world.pending = world.pending.filter(one => !said.has(holdKey(one)))
  }
  return { world, ports, log, fold }
}

describe('giving back what is over the limit per tournament', () => {
  it('appends a release that fits the hold', async () => {
    const { ports, log } = sceneOf([over(1)])
    expect(await giveBack(ports, none)).toMatchObject({ appended: 1, pending: 1 })
    expect(log).toEqual([
      {
        kind: 'release-requested', site: 'a', sentAtMs: 1_000, hold: hold(1),
        game: 1, category: 2, quantity: 3, price: 10, reason: 'released', seats: null,
      },
    ])
  })

  it('does not append it again while it is on its way', async () => {
    const { ports, log, fold } = sceneOf([over(1), over(2)])
    const first = await giveBack(ports, none)
    const second = await giveBack(ports, first.attempts)
    expect(second).toMatchObject({ appended: 0, pending: 2 })
    fold()
    expect(await giveBack(ports, second.attempts)).toEqual({ attempts: none, appended: 0, pending: 0 })
    expect(log).toHaveLength(2)
  })

  it('waits for the copy, however long that takes', async () => {
    const { ports, world, log } = sceneOf([over(1)])
    const first = await giveBack(ports, none)
    world.nowMs += 10 * giveBackAgainMs
    await giveBack(ports, first.attempts)
    expect(log).toHaveLength(1)
  })

  it('tries again after a minute what was folded in vain', async () => {
    const { ports, world, log, fold } = sceneOf([over(1)])
    const first = await giveBack(ports, none)
    fold({ inVain: true })
    const second = await giveBack(ports, first.attempts)
    expect(log).toHaveLength(1)
    world.nowMs += giveBackAgainMs
    await giveBack(ports, second.attempts)
    expect(log).toHaveLength(2)
  })

  it('appends again what a process before it may have appended', async () => {
    const { ports, log } = sceneOf([over(1)])
    await giveBack(ports, none)
    await giveBack(ports, none)
    expect(log).toHaveLength(2)
  })

  it('takes a bounded number a round', async () => {
    const { ports, log, fold } = sceneOf(Array.from({ length: giveBackMax + 1 }, (_, index) => over(index)))
    const first = await giveBack(ports, none)
    expect(log).toHaveLength(giveBackMax)
    fold()
    expect(await giveBack(ports, first.attempts)).toMatchObject({ appended: 1, pending: 1 })
  })

  it('appends in the next round what it cannot know to be in the log', async () => {
    const { ports, world, log } = sceneOf([over(1)])
    world.fails = new AppendOutcomeUnknown()
    const first = await giveBack(ports, none)
    world.fails = null
    await giveBack(ports, first.attempts)
    expect(log).toHaveLength(1)
  })

  it('passes on that the log is away', async () => {
    const { ports, world } = sceneOf([over(1)])
    world.fails = new Unavailable('sales-log')
    await expect(giveBack(ports, none)).rejects.toThrow(Unavailable)
  })
})
