import type { SiteId } from '../inventory/ids.ts'
import type { Chance } from '../ports/chance.ts'
import type { Clock } from '../ports/clock.ts'
import type { SalesLog } from '../ports/sales-log.ts'
import type { SiteCopy } from '../ports/site-copy.ts'

/** How late, by the site's clock, a hold must be before anything is done about it. */
export const tickLateMs = 1_000
/** The longest random wait before a tick; the sites wait differently, so that the first one's spares the others'. */
export const tickWaitMaxMs = 1_000
/** The least time between two ticks of one site in one partition. */
export const tickPauseMs = 1_000
/** The longest time between two looks: a hold that ends sooner than the next one known may be granted meanwhile. */
export const tickLookMs = 1_000

/** What a site remembers between two looks at a partition. */
export type TickPlan = {
  /** When to tick, unless something arrives before; null: nothing is late. */
  readonly atMs: number | null
  /** Where copy and log stood when `atMs` was chosen. */
  readonly nextOffset: number
  readonly end: number
  readonly tickedAtMs: number
}

export const noTickPlan: TickPlan = { atMs: null, nextOffset: 0, end: 0, tickedAtMs: -Infinity }

export type TickScene = {
  readonly nowMs: number
  /** When the next live hold is due, log time; null: none. */
  readonly nextDueMs: number | null
  readonly nextOffset: number
  readonly end: number
}

export type TickStep = { readonly plan: TickPlan; readonly tick: boolean; readonly againInMs: number }

/** One look at a partition: whether to tick now, and when to look again. `chance` is from 0 to 1. */
export function planTick(plan: TickPlan, scene: TickScene, chance: number): TickStep {
  const { nowMs, nextOffset, end } = scene
  const lateInMs = lateness(scene)
  if (lateInMs > 0) return { plan: { ...plan, atMs: null }, tick: false, againInMs: Math.min(lateInMs, tickLookMs) }
  const isQuiet = plan.nextOffset === nextOffset && plan.end === end
  if (plan.atMs === null || !isQuiet) {
    const atMs = Math.max(nowMs + chance * tickWaitMaxMs, plan.tickedAtMs + tickPauseMs)
    return { plan: { ...plan, atMs, nextOffset, end }, tick: false, againInMs: atMs - nowMs }
  }
  if (nowMs < plan.atMs) return { plan, tick: false, againInMs: plan.atMs - nowMs }
  return { plan: { ...plan, atMs: null, tickedAtMs: nowMs }, tick: true, againInMs: tickPauseMs }
}

/** In how many milliseconds the next due hold is late enough; 0 or less: it is. */
const lateness = ({ nowMs, nextDueMs }: Pick<TickScene, 'nowMs' | 'nextDueMs'>): number =>
  nextDueMs === null ? Infinity : nextDueMs + tickLateMs - nowMs

export type TickPorts = {
  readonly site: SiteId
  readonly salesLog: Pick<SalesLog, 'append' | 'end'>
  readonly copy: Pick<SiteCopy, 'partition' | 'nextDueMs'>
  readonly clock: Clock
  readonly chance: Chance
}

/**
 * A due hold ends with the next record of its partition, whatever that is. Where none comes, this appends one that
 * says nothing: a hold of a quiet log ends within about three seconds, and a busy log is left alone.
 * @throws Unavailable, AppendOutcomeUnknown; the next look starts from the plan given
 */
export async function tickIfLate(
  { site, salesLog, copy, clock, chance }: TickPorts,
  partition: number,
  plan: TickPlan,
): Promise<TickStep> {
  const nextDueMs = await copy.nextDueMs(partition)
  if (lateness({ nowMs: clock(), nextDueMs }) > 0) {
    return planTick(plan, { nowMs: clock(), nextDueMs, nextOffset: 0, end: 0 }, 0)
  }
  const [{ nextOffset }, end] = await Promise.all([copy.partition(partition), salesLog.end(partition)])
  const step = planTick(plan, { nowMs: clock(), nextDueMs, nextOffset, end }, chance())
  if (step.tick) await salesLog.append({ kind: 'ticked', site, sentAtMs: clock(), partition })
  return step
}
