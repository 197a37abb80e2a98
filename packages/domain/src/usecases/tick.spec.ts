import { describe, expect, it } from '@jest/globals'
import { emptyPartition } from '../inventory/state.ts'
import type { Outgoing } from '../ports/sales-log.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { site } from '../testing/world.ts'
import type { TickPlan, TickScene } from './tick.ts'
import { noTickPlan, planTick, tickIfLate, tickLateMs, tickLookMs, tickPauseMs, tickWaitMaxMs } from './tick.ts'

const dueMs = 10_000
const lateMs = dueMs + tickLateMs
const scene = (nowMs: number, over: Partial<TickScene> = {}): TickScene => ({
  nowMs, nextDueMs: dueMs, nextOffset: 5, end: 5, ...over,
})

describe('planning a tick', () => {
  it('does nothing where nothing is due', () => {
    expect(planTick(noTickPlan, scene(0, { nextDueMs: null }), 0.5)).toEqual({
      plan: noTickPlan, tick: false, againInMs: tickLookMs,
    })
  })

  it('looks again when the next hold is late, or earlier, for another may come', () => {
    expect(planTick(noTickPlan, scene(lateMs - 300), 0.5).againInMs).toBe(300)
    expect(planTick(noTickPlan, scene(0), 0.5).againInMs).toBe(tickLookMs)
  })

  it('waits for its share of a second once a hold is late, then ticks', () => {
    const planned = planTick(noTickPlan, scene(lateMs), 0.25)
    expect(planned).toMatchObject({ tick: false, againInMs: 0.25 * tickWaitMaxMs })
    const early = planTick(planned.plan, scene(lateMs + 100), 0.9)
    expect(early).toMatchObject({ tick: false, againInMs: 150 })
    expect(planTick(early.plan, scene(lateMs + 250), 0.9)).toMatchObject({ tick: true, againInMs: tickPauseMs })
  })

  it.each([
    ['was appended', { end: 6 }],
    ['was folded', { nextOffset: 6 }],
  ])('waits anew when a record %s', (_, moved) => {
    const planned = planTick(noTickPlan, scene(lateMs), 0)
    const after = planTick(planned.plan, scene(lateMs + 1, moved), 0.5)
    expect(after).toMatchObject({ tick: false, plan: { atMs: lateMs + 1 + 0.5 * tickWaitMaxMs } })
  })

  it('forgets its plan when the hold has ended', () => {
    const planned = planTick(noTickPlan, scene(lateMs), 0)
    expect(planTick(planned.plan, scene(lateMs + 1, { nextDueMs: null }), 0).plan.atMs).toBeNull()
  })

  it('ticks at most once a second, whatever the clock of the log says', () => {
    const ticks: number[] = []
    let plan: TickPlan = noTickPlan
    for (let nowMs = lateMs, offset = 5; nowMs < lateMs + 10_000; nowMs += 10) {
      const step = planTick(plan, scene(nowMs, { nextOffset: offset, end: offset }), 0)
      plan = step.plan
      if (!step.tick) continue
      ticks.push(nowMs)
      offset++
    }
    expect(ticks).toHaveLength(10)
  })
})

/** A partition as a site sees it. */
function sceneOf(nowMs = lateMs) {
  const appended: Outgoing[] = []
  const asked: string[] = []
  const world = { nextOffset: 5, end: 5, isLogAway: false }
  const ports = {
    site: site('a'),
    salesLog: {
      append: (record: Outgoing) => {
        if (world.isLogAway) return Promise.reject(new Unavailable('sales-log'))
        appended.push(record)
        return Promise.resolve({ partition: 0, offset: world.end++ })
      },
      end: () => {
        asked.push('end')
        return Promise.resolve(world.end)
      },
    },
    copy: {
      partition: () => Promise.resolve({ ...emptyPartition(0), nextOffset: world.nextOffset }),
      nextDueMs: () => Promise.resolve(dueMs),
    },
    clock: () => nowMs,
    chance: () => 0,
  }
  return { world, ports, appended, asked }
}

describe('ticking', () => {
  it('appends a tick that names its partition', async () => {
    const { ports, appended } = sceneOf()
    const { plan } = await tickIfLate(ports, 0, noTickPlan)
    expect(appended).toEqual([])
    const { tick } = await tickIfLate(ports, 0, plan)
    expect(tick).toBe(true)
    expect(appended).toEqual([{ kind: 'ticked', site: 'a', sentAtMs: lateMs, partition: 0 }])
  })

  it('asks nobody where the log stands while nothing is late', async () => {
    const { ports, appended, asked } = sceneOf(lateMs - 1)
    expect(await tickIfLate(ports, 0, noTickPlan)).toMatchObject({ tick: false, againInMs: 1 })
    expect([...appended, ...asked]).toEqual([])
  })

  it('leaves the plan to the next look when the log is away', async () => {
    const { ports, world, appended } = sceneOf()
    const { plan } = await tickIfLate(ports, 0, noTickPlan)
    world.isLogAway = true
    await expect(tickIfLate(ports, 0, plan)).rejects.toThrow(Unavailable)
    world.isLogAway = false
    await tickIfLate(ports, 0, plan)
    expect(appended).toHaveLength(1)
  })
})
