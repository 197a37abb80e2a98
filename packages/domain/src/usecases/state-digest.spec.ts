import { describe, expect, it } from '@jest/globals'
import type { PartitionState } from '../inventory/state.ts'
import { emptyPartition } from '../inventory/state.ts'
import type { DigestPlace } from '../ports/convergence.ts'
import type { Outgoing } from '../ports/sales-log.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { federationOf, site } from '../testing/world.ts'
import {
  digestPauseMs, digestRecords, digestWithinMs, noDigestPlan, planDigest, stateDigest,
} from './state-digest.ts'

const nowMs = 1_000_000
const place = (over: Partial<DigestPlace> = {}): DigestPlace => ({
  nextOffset: 10, latest: { offset: 7, state: 'd7' }, statedAt: 5, digestsSince: 2, ...over,
})

describe('planning a digest', () => {
  it('does nothing where only digests were folded since', () => {
    const planned = planDigest(noDigestPlan, place({ digestsSince: 4 }), nowMs, 0.5)
    expect(planned).toEqual({ plan: noDigestPlan, state: false })
  })

  it('waits for a while, each site for another, and then states it', () => {
    const { plan, state } = planDigest(noDigestPlan, place(), nowMs, 0.2)
    expect({ plan, state }).toEqual({ plan: { ...noDigestPlan, dueAtMs: nowMs + 0.7 * digestWithinMs }, state: false })
    expect(planDigest(plan, place(), nowMs + 0.7 * digestWithinMs - 1, 0.9)).toEqual({ plan, state: false })
    expect(planDigest(plan, place(), nowMs + 0.7 * digestWithinMs, 0.9)).toMatchObject({
      plan: { dueAtMs: null, statedAtMs: nowMs + 0.7 * digestWithinMs }, state: true,
    })
  })

  it('forgets what it planned once there is nothing to state', () => {
    const { plan } = planDigest(noDigestPlan, place(), nowMs, 0)
    expect(planDigest(plan, place({ digestsSince: 4 }), nowMs + 1, 0).plan.dueAtMs).toBeNull()
  })

  it('does not wait where much was folded, but keeps its pause', () => {
    const busy = place({ nextOffset: 10 + digestRecords })
    expect(planDigest(noDigestPlan, busy, nowMs, 0.5).state).toBe(true)
    const after = { ...noDigestPlan, statedAtMs: nowMs - digestPauseMs + 1 }
    expect(planDigest(after, busy, nowMs, 0.5).state).toBe(false)
    expect(planDigest(after, busy, nowMs + 1, 0.5).state).toBe(true)
  })

  it('waits for the one on its way', () => {
    const after = { ...noDigestPlan, statedIn: 10 + digestRecords }
    const busy = place({ nextOffset: 10 + digestRecords })
    expect(planDigest(after, busy, nowMs, 0.5).state).toBe(false)
    expect(planDigest(after, { ...busy, nextOffset: busy.nextOffset + 1 }, nowMs, 0.5).state).toBe(true)
  })

  it('counts from the beginning where the site stated none yet', () => {
    expect(planDigest(noDigestPlan, place({ statedAt: null, digestsSince: 9 }), nowMs, 0).plan.dueAtMs).not.toBeNull()
    expect(planDigest(noDigestPlan, place({ statedAt: null, digestsSince: 10 }), nowMs, 0).plan.dueAtMs).toBeNull()
  })
})

const opened: PartitionState = { ...emptyPartition(3), federation: federationOf(1) }

function sceneOf(found: DigestPlace, partition = opened) {
  const appended: Outgoing[] = []
  const world = { isLogAway: false }
  const ports = {
    site: site('a'),
    salesLog: {
      append: (record: Outgoing) => {
        if (world.isLogAway) return Promise.reject(new Unavailable('sales-log'))
        appended.push(record)
        return Promise.resolve({ partition: 3, offset: 42 })
      },
    },
    copy: { partition: () => Promise.resolve(partition) },
    convergence: { place: () => Promise.resolve(found) },
    clock: () => nowMs,
    chance: () => 0,
  }
  return { ports, appended, world }
}

const busy = place({ nextOffset: 10 + digestRecords })

describe('stating a digest', () => {
  it('says what this site had at the last digest of anybody', async () => {
    const { ports, appended } = sceneOf(busy)
    expect(await stateDigest(ports, 3, noDigestPlan)).toEqual({ dueAtMs: null, statedAtMs: nowMs, statedIn: 42 })
    expect(appended).toEqual([
      { kind: 'digest-stated', site: 'a', sentAtMs: nowMs, partition: 3, state: 'd7', at: 7 },
    ])
  })

  it('says nothing of itself where there was none yet', async () => {
    const { ports, appended } = sceneOf({ ...busy, latest: null, statedAt: null, digestsSince: 0 })
    await stateDigest(ports, 3, noDigestPlan)
    expect(appended).toMatchObject([{ state: null, at: null }])
  })

  it.each<[string, PartitionState]>([
    ['before a federation is in force', emptyPartition(3)],
    ['by a site that is not in force', { ...emptyPartition(3), federation: { ...federationOf(1), sites: [] } }],
  ])('is not done %s', async (_, partition) => {
    const { ports, appended } = sceneOf(busy, partition)
    expect(await stateDigest(ports, 3, noDigestPlan)).toEqual(noDigestPlan)
    expect(appended).toEqual([])
  })

  it('is left to the next look when the log is away', async () => {
    const { ports, appended, world } = sceneOf(busy)
    world.isLogAway = true
    await expect(stateDigest(ports, 3, noDigestPlan)).rejects.toThrow(Unavailable)
    world.isLogAway = false
    await stateDigest(ports, 3, noDigestPlan)
    expect(appended).toHaveLength(1)
  })
})
