import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { DigestPlan } from './state-digest.ts'
import { digestLookMs, digestPauseMs, digestWithinMs, noDigestPlan, planDigest } from './state-digest.ts'

/** What stands in a log: who stated a digest of which offset, or null for any other record. */
type Entry = { readonly atMs: number; readonly by: number | null; readonly of: number | null }

type World = {
  /** When buyers' records arrive. */
  readonly arrivalsMs: readonly number[]
  /** Each site's own first look, and how long it takes to fold what was appended. */
  readonly sites: readonly { readonly firstLookMs: number; readonly delayMs: number }[]
  readonly untilMs: number
}

/** Sites that state digests by `plan`, in made-up time. @returns the log */
function simulate({ arrivalsMs, sites, untilMs }: World, chance: () => number, plan = planDigest): Entry[] {
  const log: Entry[] = []
  const arrivals = [...arrivalsMs].sort((a, b) => a - b)
  const states = sites.map(({ firstLookMs, delayMs }) => ({ lookMs: firstLookMs, delayMs, plan: noDigestPlan }))
  const placeOf = (by: number, nowMs: number) => {
    const folded = log.filter(({ atMs }) => atMs + (sites[by]?.delayMs ?? 0) <= nowMs)
    const statedAt = folded.filter(entry => entry.by === by).at(-1)?.of ?? null
    const latest = folded.findLastIndex(entry => entry.by !== null)
    return {
      nextOffset: folded.length,
      latest: latest < 0 ? null : { offset: latest, state: '' },
      statedAt,
      digestsSince: folded.filter((entry, offset) => entry.by !== null && offset > (statedAt ?? -1)).length,
    }
  }
  for (;;) {
    const lookMs = Math.min(...states.map(state => state.lookMs))
    if (lookMs > untilMs) return log
    while (arrivals[0] !== undefined && arrivals[0] <= lookMs) {
      log.push({ atMs: arrivals.shift() ?? 0, by: null, of: null })
    }
    const by = states.findIndex(state => state.lookMs === lookMs)
    const state = states[by]
    if (state === undefined) throw new Error('nobody looks')
    state.lookMs += digestLookMs
    const place = placeOf(by, lookMs)
    const planned: { plan: DigestPlan; state: boolean } = plan(state.plan, place, lookMs, chance())
    state.plan = planned.plan
    if (!planned.state) continue
    log.push({ atMs: lookMs, by, of: place.latest?.offset ?? null })
    state.plan = { ...planned.plan, statedIn: log.length - 1 }
  }
}

const sitesUpTo = (maxLength: number) =>
  fc.array(
    fc.record({ firstLookMs: fc.integer({ min: 0, max: digestLookMs }), delayMs: fc.integer({ min: 1, max: 3_000 }) }),
    { minLength: 1, maxLength },
  )
const chances = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
const chanceOf = (stream: Iterator<number>) => () => stream.next().value as number
const arrivals = fc.array(fc.integer({ min: 0, max: 120_000 }), { minLength: 1, maxLength: 40 })

/** Long enough for every site to state what came last, one after the other. */
const quietMs = 6 * (1.5 * digestWithinMs + digestPauseMs + 2 * digestLookMs)

describe('digests in a federation', () => {
  it('are stated by every site of everything that is in the log', () => {
    fc.assert(fc.property(sitesUpTo(5), arrivals, chances, (sites, arrivalsMs, stream) => {
      const log = simulate({ arrivalsMs, sites, untilMs: 120_000 + quietMs }, chanceOf(stream))
      const lastNews = log.findLastIndex(({ by }) => by === null)
      sites.forEach((_, site) => {
        expect(log.some(({ by, of }) => by === site && of !== null && of > lastNews)).toBe(true)
      })
    }))
  })

  it('end in a quiet log: the sites do not answer one another for ever', () => {
    fc.assert(fc.property(sitesUpTo(5), arrivals, chances, (sites, arrivalsMs, stream) => {
      const untilMs = 120_000 + quietMs
      const chance = chanceOf(stream)
      const log = simulate({ arrivalsMs, sites, untilMs: untilMs + 3_600_000 }, chance)
      expect(log.filter(({ by, atMs }) => by !== null && atMs > untilMs)).toEqual([])
      const lastNews = log.findLastIndex(({ by }) => by === null)
      // One or, where sites did not hear of each other in time, a few without news; then one a site.
      expect(log.length - lastNews - 1).toBeLessThanOrEqual(2 * sites.length + 1)
    }))
  })

  it('are few in a busy log', () => {
    fc.assert(fc.property(sitesUpTo(5), chances, (sites, stream) => {
      const arrivalsMs = Array.from({ length: 600 }, (_, index) => index * 1_000)
      const log = simulate({ arrivalsMs, sites, untilMs: 600_000 }, chanceOf(stream))
      sites.forEach((_, site) => {
        const atMs = log.filter(({ by }) => by === site).map(entry => entry.atMs)
        atMs.slice(1).forEach((at, index) => expect(at - (atMs[index] ?? 0)).toBeGreaterThanOrEqual(digestPauseMs))
        expect(atMs.length).toBeLessThanOrEqual(600_000 / (digestWithinMs / 2))
        expect(atMs.length).toBeGreaterThanOrEqual(600_000 / (1.5 * digestWithinMs + 2 * digestLookMs) - 1)
      })
    }))
  })

  it('would never end if digests called for digests', () => {
    const answering: typeof planDigest = (plan, place, nowMs, chance) =>
      planDigest(plan, { ...place, digestsSince: 0 }, nowMs, chance)
    const sites = [{ firstLookMs: 0, delayMs: 10 }, { firstLookMs: 1_000, delayMs: 10 }]
    const world = { arrivalsMs: [0], sites, untilMs: 3_600_000 }
    expect(simulate(world, () => 0.5).length).toBeLessThanOrEqual(4)
    expect(simulate(world, () => 0.5, answering).length).toBeGreaterThan(100)
  })
})
