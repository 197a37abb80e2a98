import { siteInForce } from '../inventory/federation.ts'
import type { SiteId } from '../inventory/ids.ts'
import type { Chance } from '../ports/chance.ts'
import type { Clock } from '../ports/clock.ts'
import type { Convergence, DigestPlace } from '../ports/convergence.ts'
import type { SalesLog } from '../ports/sales-log.ts'
import type { SiteCopy } from '../ports/site-copy.ts'

/** With so many records folded of which a site has not stated its digest, it is time to. */
export const digestRecords = 10_000
/** With fewer, this long after the first of them was noticed; the sites vary it by half, so that they do not meet. */
export const digestWithinMs = 30_000
/** The least time between two digests of one site in one partition. */
export const digestPauseMs = 10_000
/** The time between two looks. */
export const digestLookMs = 5_000

/** What a site remembers between two looks at a partition. */
export type DigestPlan = {
  /** When to state a digest; null: nothing is to be stated. */
  readonly dueAtMs: number | null
  readonly statedAtMs: number
  /** Where the last one stands in the log; it is on its way until the copy is past it. */
  readonly statedIn: number | null
}

export const noDigestPlan: DigestPlan = { dueAtMs: null, statedAtMs: -Infinity, statedIn: null }

/** Records but digests that were folded after the offset of which the site stated its digest last. */
const unstatedOf = ({ nextOffset, statedAt, digestsSince }: DigestPlace): number =>
  nextOffset - (statedAt ?? -1) - 1 - digestsSince

/**
 * One look at a partition: whether to state a digest now. Digests themselves call for none, so in a quiet log each
 * site states one of everything that is in it, and then all are silent. `chance` is from 0 to 1.
 */
export function planDigest(
  plan: DigestPlan,
  place: DigestPlace,
  nowMs: number,
  chance: number,
): { readonly plan: DigestPlan; readonly state: boolean } {
  const unstated = unstatedOf(place)
  const isOnItsWay = plan.statedIn !== null && place.nextOffset <= plan.statedIn
  if (unstated <= 0 || isOnItsWay) return { plan: { ...plan, dueAtMs: null }, state: false }
  const soonestMs = plan.statedAtMs + digestPauseMs
  const dueAtMs = plan.dueAtMs ?? Math.max(soonestMs, nowMs + digestWithinMs * (0.5 + chance))
  const isDue = nowMs >= (unstated >= digestRecords ? soonestMs : dueAtMs)
  if (!isDue) return { plan: { ...plan, dueAtMs }, state: false }
  return { plan: { ...plan, dueAtMs: null, statedAtMs: nowMs }, state: true }
}

export type StateDigestPorts = {
  readonly site: SiteId
  readonly salesLog: Pick<SalesLog, 'append'>
  readonly copy: Pick<SiteCopy, 'partition'>
  readonly convergence: Pick<Convergence, 'place'>
  readonly clock: Clock
  readonly chance: Chance
}

/**
 * Say in the log, now and then, what this site's copy of a partition is, so that the others can hold theirs against
 * it: its digest at the last digest record of anybody, in a record at which all compute their next.
 * @throws Unavailable, AppendOutcomeUnknown; the next look starts from the plan given
 */
export async function stateDigest(
  { site, salesLog, copy, convergence, clock, chance }: StateDigestPorts,
  partition: number,
  before: DigestPlan,
): Promise<DigestPlan> {
  const place = await convergence.place(partition, site)
  const { plan, state } = planDigest(before, place, clock(), chance())
  if (!state) return plan
  // A site that is not in force would be answered with dead letters, for which the others would state their digests.
  const { federation } = await copy.partition(partition)
  if (federation === null || siteInForce(federation, site) === undefined) return noDigestPlan
  const { latest } = place
  const stated = { state: latest?.state ?? null, at: latest?.offset ?? null }
  const { offset } = await salesLog.append({ kind: 'digest-stated', site, sentAtMs: clock(), partition, ...stated })
  return { ...plan, statedIn: offset }
}
