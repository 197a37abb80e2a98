import { categoryNumber } from '../game/ids.ts'
import type { ReleaseRequested } from '../inventory/entry.ts'
import { holdKey } from '../inventory/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { Position, WritableLog } from '../ports/sales-log.ts'
import type { GiveBack, SiteCopy } from '../ports/site-copy.ts'
import { AppendOutcomeUnknown } from '../ports/unavailable.ts'

/** The most releases of one round. */
export const giveBackMax = 500
/** A release that was folded and yet changed nothing (its site may not be in force) is tried again this much later. */
export const giveBackAgainMs = 60_000

export type GiveBackPorts = {
  readonly salesLog: WritableLog
  readonly copy: Pick<SiteCopy, 'partition' | 'pendingGiveBacks'>
  readonly clock: Clock
}

/** Until when a hold's release is not appended again. */
type Attempt = {
  /** The last place where it may stand: until the copy is past it, the release is on its way. */
  readonly last: Position
  readonly notBeforeMs: number
}

/** What this process appended, by `holdKey`. Losing it costs a release that the fold ignores. */
export type GiveBackAttempts = ReadonlyMap<string, Attempt>

export type GiveBackRound = {
  readonly attempts: GiveBackAttempts
  readonly appended: number
  /** Holds still to be given back, those on their way included; `giveBackMax` may mean more. */
  readonly pending: number
}

/**
 * One round of releasing the holds that this site's limit per tournament does not allow, at most
 * {@link giveBackMax}. A hold whose release is on its way is left alone.
 * @param before what the round before returned
 * @throws Unavailable when a release was surely not appended; the next round takes up what is still pending
 */
export async function giveBack(
  { salesLog, copy, clock }: GiveBackPorts,
  before: GiveBackAttempts,
): Promise<GiveBackRound> {
  const folded = before.size === 0 ? [] : await positionsOf(copy, salesLog.partitions)
  // Read after the positions: what was folded by then is not pending any more, unless it had no effect.
  const pending = await copy.pendingGiveBacks(giveBackMax)
  const attempts = new Map<string, Attempt>()
  const missing: GiveBack[] = []
  for (const hold of pending) {
    const attempt = before.get(holdKey(hold))
    if (attempt !== undefined && isOnItsWay(attempt, folded, clock())) attempts.set(holdKey(hold), attempt)
    else missing.push(hold)
  }
  const made = await Promise.all(missing.map(hold => release({ salesLog, clock }, hold)))
  missing.forEach((hold, index) => {
    const attempt = made[index]
    if (attempt !== undefined) attempts.set(holdKey(hold), attempt)
  })
  return { attempts, appended: missing.length, pending: pending.length }
}

const positionsOf = (copy: GiveBackPorts['copy'], partitions: number): Promise<readonly number[]> =>
  Promise.all(Array.from({ length: partitions }, async (_, partition) => (await copy.partition(partition)).nextOffset))

const isOnItsWay = ({ last, notBeforeMs }: Attempt, folded: readonly number[], nowMs: number): boolean =>
  nowMs < notBeforeMs || (folded[last.partition] ?? 0) <= last.offset

async function release(
  { salesLog, clock }: Pick<GiveBackPorts, 'salesLog' | 'clock'>,
  { game, site, id, category, quantity, price }: GiveBack,
): Promise<Attempt | undefined> {
  const of = { site, sentAtMs: clock(), hold: id, game, category: categoryNumber(category), quantity, price }
  const record: ReleaseRequested = { kind: 'release-requested', ...of, reason: 'released', seats: null }
  try {
    return { last: await salesLog.append(record), notBeforeMs: clock() + giveBackAgainMs }
  } catch (error) {
    // Again in the next round, if it is still pending then: of two releases the fold ignores the second.
    if (error instanceof AppendOutcomeUnknown) return undefined
    throw error
  }
}
