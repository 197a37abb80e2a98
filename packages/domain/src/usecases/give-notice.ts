import type { ReleaseRequested } from '../inventory/entry.ts'
import type { SiteId } from '../inventory/ids.ts'
import type { Notice } from '../inventory/notices.ts'
import { givesNotice } from '../inventory/notices.ts'
import type { Clock } from '../ports/clock.ts'
import type { SalesLog } from '../ports/sales-log.ts'
import type { SiteCopy } from '../ports/site-copy.ts'
import { Unavailable } from '../ports/unavailable.ts'

/** The most notices of one round. */
export const noticesMax = 500
/** A notice that was taken and has not been seen in the log is taken again this much later; no append lasts so long. */
export const noticeAgainMs = 120_000
/** Whoever took notices and got to them only so much later leaves them: another may be about to take them again. */
export const noticeStallMs = 30_000

export type GiveNoticePorts = {
  readonly site: SiteId
  readonly salesLog: Pick<SalesLog, 'append' | 'end'>
  readonly copy: Pick<SiteCopy, 'partition' | 'takeNotices' | 'leaveNotices'>
  readonly clock: Clock
}

/** `more`: the round took as many as it may, and others wait. */
export type NoticeRound = { readonly appended: number; readonly more: boolean }

const none: NoticeRound = { appended: 0, more: false }

/**
 * One round of telling the sites that do not wait for the log what became of one partition's holds of this site.
 *
 * Exactly one notice for each: it is taken by one process, durably, before it is appended, and is settled by the commit
 * that folds it. Where a process took it and died, or never heard what became of its append, it is taken again only
 * when this copy has folded everything the log held long after, and the notice was not in it.
 * @throws Unavailable, AppendOutcomeUnknown when one was not surely appended; the others were
 */
export async function giveNotice(
  { site, salesLog, copy, clock }: GiveNoticePorts,
  partition: number,
): Promise<NoticeRound> {
  // First the end: what is folded up to it by the time the notices are taken is everything that was in the log now.
  const end = await salesLog.end(partition)
  const { federation } = await copy.partition(partition)
  if (!givesNotice(federation, site)) return none
  const nowMs = clock()
  const taken = await copy.takeNotices(partition, { nowMs, againBeforeMs: nowMs - noticeAgainMs, end }, noticesMax)
  if (clock() - nowMs > noticeStallMs) return { appended: 0, more: true }
  const outcomes = await Promise.allSettled(taken.map(async notice => salesLog.append(recordOf(notice, clock()))))
  const failures = outcomes.map(outcome => (outcome.status === 'rejected' ? (outcome.reason as Error) : null))
  const lost = taken.filter((_, index) => failures[index] instanceof Unavailable)
  if (lost.length > 0) await copy.leaveNotices(partition, lost)
  const failure = failures.find(reason => reason !== null)
  if (failure !== undefined) throw failure
  return { appended: taken.length, more: taken.length === noticesMax }
}

const recordOf = (notice: Notice, sentAtMs: number): ReleaseRequested => {
  const { id, game, site, category, quantity, price, reason } = notice
  return {
    kind: 'release-requested', site, sentAtMs, hold: id, game, category, quantity, price, reason, seats: null,
  }
}
