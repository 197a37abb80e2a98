import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { noTickPlan, planTick, tickLateMs, tickLookMs, tickWaitMaxMs } from './tick.ts'

type World = {
  /** When each hold is due, log time. */
  readonly duesMs: readonly number[]
  /** When buyers' records arrive. */
  readonly arrivalsMs: readonly number[]
  /** Each site's own first look, and how far its clock is off. */
  readonly sites: readonly { readonly firstLookMs: number; readonly skewMs: number }[]
  /** From append to every copy. */
  readonly delayMs: number
  readonly untilMs: number
}

/** Sites that tick by `plan`, in made-up time. @returns when ticks were appended, and when each hold ended */
function simulate(world: World, chance: () => number, plan = planTick) {
  const log = [...world.arrivalsMs]
  const ticksMs: number[] = []
  const foldedBy = (atMs: number) => log.filter(appendedMs => appendedMs + world.delayMs <= atMs)
  const sites = world.sites.map(({ firstLookMs, skewMs }) => ({ lookMs: firstLookMs, skewMs, plan: noTickPlan }))
  for (;;) {
    const next = sites.reduce((a, b) => (b.lookMs < a.lookMs ? b : a))
    const atMs = next.lookMs
    if (atMs > world.untilMs) break
    const folded = foldedBy(atMs)
    const logTimeMs = Math.max(0, ...folded)
    const due = world.duesMs.filter(dueMs => dueMs > logTimeMs)
    const scene = {
      nowMs: atMs + next.skewMs,
      nextDueMs: due.length > 0 ? Math.min(...due) : null,
      nextOffset: folded.length,
      end: log.filter(appendedMs => appendedMs <= atMs).length,
    }
    const step = plan(next.plan, scene, chance())
    next.plan = step.plan
    next.lookMs = atMs + Math.max(0.01, step.againInMs)
    if (!step.tick) continue
    log.push(atMs)
    ticksMs.push(atMs)
  }
  const endedMs = world.duesMs.map(dueMs => Math.min(Infinity, ...log.filter(appendedMs => appendedMs >= dueMs)))
  return { ticksMs, endedMs }
}

const sitesUpTo = (maxLength: number, skewMaxMs: number) =>
  fc.array(
    fc.record({
      firstLookMs: fc.integer({ min: 0, max: tickLookMs }),
      skewMs: fc.integer({ min: -skewMaxMs, max: skewMaxMs }),
    }),
    { minLength: 1, maxLength },
  )

const chances = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
const chanceOf = (stream: Iterator<number>) => () => stream.next().value as number

describe('ticks in a federation', () => {
  it('end every due hold of a quiet log within bounded time', () => {
    fc.assert(
      fc.property(
        sitesUpTo(5, 0),
        fc.array(fc.integer({ min: 2_000, max: 20_000 }), { minLength: 1, maxLength: 8 }),
        chances,
        (sites, duesMs, stream) => {
          const world = { duesMs, arrivalsMs: [], sites, delayMs: 20, untilMs: 40_000 }
          const { endedMs } = simulate(world, chanceOf(stream))
          const boundMs = tickLateMs + tickLookMs + tickWaitMaxMs + 2 * world.delayMs + 1_000
          endedMs.forEach((at, index) => expect(at - (duesMs[index] ?? 0)).toBeLessThanOrEqual(boundMs))
        },
      ),
    )
  })

  it('never come where nothing is due, nor while records arrive more often than holds are late', () => {
    fc.assert(
      fc.property(sitesUpTo(5, 300), fc.boolean(), chances, (sites, isBusy, stream) => {
        const arrivalsMs = isBusy ? Array.from({ length: 100 }, (_, index) => index * 400) : []
        const duesMs = isBusy ? Array.from({ length: 30 }, (_, index) => 2_000 + index * 1_000) : []
        const { ticksMs } = simulate({ duesMs, arrivalsMs, sites, delayMs: 20, untilMs: 39_000 }, chanceOf(stream))
        expect(ticksMs).toEqual([])
      }),
    )
  })

  /** Ticks that fifty sites append for twenty holds, each due long after the one before. */
  const ticksOfFifty = (plan = planTick) => {
    let seed = 42
    const chance = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    const duesMs = Array.from({ length: 20 }, (_, index) => 5_000 * (index + 1))
    const sites = Array.from({ length: 50 }, () => ({ firstLookMs: chance() * 1_000, skewMs: 100 * chance() - 50 }))
    return simulate({ duesMs, arrivalsMs: [], sites, delayMs: 10, untilMs: 120_000 }, chance, plan).ticksMs.length
  }

  it('are few, however many sites there are', () => {
    expect(ticksOfFifty()).toBeLessThanOrEqual(30)
  })

  it('would be one a site without looking whether another came first', () => {
    const blind: typeof planTick = (plan, scene, chance) =>
      planTick(plan, { ...scene, nextDueMs: plan.atMs === null ? scene.nextDueMs : 0, nextOffset: 0, end: 0 }, chance)
    expect(ticksOfFifty(blind)).toBeGreaterThan(500)
  })
})
