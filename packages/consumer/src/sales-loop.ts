import type { SiteId } from '@matchday/domain/inventory/ids'
import type { FoldTools, PartitionState } from '@matchday/domain/inventory/state'
import type { Chance } from '@matchday/domain/ports/chance'
import type { Clock } from '@matchday/domain/ports/clock'
import type { LogChunk, SalesLog } from '@matchday/domain/ports/sales-log'
import type { SiteCopy } from '@matchday/domain/ports/site-copy'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { applySales } from '@matchday/domain/usecases/apply-sales'
import { stopFailure } from './failure.ts'
import { createReadAhead } from './read-ahead.ts'
import { repeat } from './repeat.ts'
import type { Role } from './ownership.ts'
import type { Reports } from './reports.ts'
import type { StandBy } from './stand-by.ts'
import { createStandBy, handBackMs } from './stand-by.ts'
import type { Pause } from './time.ts'
import { createBell } from './time.ts'

/** The most records of one unit of work: it bounds memory, and how long readers wait for its commit. */
export const batchMax = 2_000
/** How often an idle loop looks at the log although nobody told it to. */
export const pollMs = 200
/** How long an owner lets another consumer alone that went ahead: less than a stand-by takes to believe it gone. */
const giveWayMs = 200
/** Readers believe a copy for a second after it was last known to stand at the end of the log. */
const freshForMs = 100

export type SalesLoopParts = {
  readonly site: SiteId
  readonly salesLog: SalesLog
  readonly copy: SiteCopy
  readonly tools: FoldTools
  readonly clock: Clock
  readonly chance: Chance
  readonly pause: Pause
  readonly reports: Reports
  /** A batch granted holds that are to be given back. */
  readonly onGiveBacks: () => void
  /** A batch of that partition left notices to give. */
  readonly onNotices: (partition: number) => void
}

/**
 * Fold one partition into this site's copy until `signal` aborts; the batch in flight is finished. A stand-by begins to
 * when whoever owns the partition lets records wait.
 * What is unavailable is tried again; no record is ever skipped.
 * @throws ConsumerFailure where the federation in the log is not one this site can fold
 * @throws LogOutOfRange, and any Error that breaks an invariant
 */
export async function followSales(
  parts: SalesLoopParts,
  partition: number,
  role: Role,
  signal: AbortSignal,
): Promise<void> {
  const bell = createBell(parts.pause)
  const stopListening = parts.salesLog.onAppended(bell.ring)
  const follower = createFollower(parts, partition, role, bell.reset)
  const step = (): Promise<number> => follower.step(signal)
  const onFailure = (error: Error): void => {
    if (error instanceof Unavailable) parts.reports.unavailable(error.part, error)
    follower.forget()
  }
  await repeat(step, { bell, chance: parts.chance, signal, onFailure }).finally(stopListening)
}

type Follower = {
  /** Read and apply one chunk. @returns in how many milliseconds to go on, if no record comes before */
  readonly step: (signal: AbortSignal) => Promise<number>
  /** What is known of the partition may be untrue. */
  readonly forget: () => void
}

function createFollower(parts: SalesLoopParts, partition: number, role: Role, onRead: () => void): Follower {
  const { salesLog, copy, reports, clock } = parts
  const reader = createReadAhead(salesLog, { partition, max: batchMax, onRead })
  let state: PartitionState | null = null
  let standBy: StandBy | null = role === 'stand-by' ? createStandBy(parts, partition) : null
  /** When a stand-by began to fold in another's place. */
  let tookOverAtMs = Infinity
  let isCaughtUp = false
  let freshAtMs = -Infinity

  const apply = async (from: PartitionState, chunk: LogChunk): Promise<PartitionState | null> => {
    const applying = applySales(parts, from, chunk)
    reader.readAhead(chunk)
    const applied = await applying
    reports.available('database')
    if (applied.kind === 'stale') return null
    const { changes, giveBacks, notices, standings } = applied
    const { nextOffset } = changes.partition
    reports.folded({ entries: chunk.entries.length, end: chunk.end, changes })
    reports.compared(partition, standings)
    if (changes.stop !== null) throw stopFailure(partition, changes.stop)
    if (giveBacks > 0) parts.onGiveBacks()
    if (notices > 0) parts.onNotices(partition)
    if (nextOffset >= chunk.end) freshAtMs = clock()
    return changes.partition
  }

  /** Nothing was there to fold: say so to readers, for whom a copy that says nothing is a copy that may be behind. */
  const keepFresh = async (): Promise<void> => {
    if (clock() - freshAtMs < freshForMs) return
    await copy.reportCaughtUp(partition)
    reports.available('database')
    freshAtMs = clock()
  }

  return {
    step: async signal => {
      if (standBy !== null) {
        const taken = await standBy.look(signal)
        if (taken === null) return 0
        standBy = null
        state = taken
        tookOverAtMs = clock()
      } else if (clock() - tookOverAtMs > handBackMs) {
        standBy = createStandBy(parts, partition)
        tookOverAtMs = Infinity
        return 0
      }
      state ??= await copy.partition(partition)
      const chunk = await reader.next(state.nextOffset)
      reports.available('sales-log')
      const isAtEnd = chunk.next === state.nextOffset
      if (isAtEnd) await keepFresh()
      else state = await apply(state, chunk)
      if (state === null) {
        isCaughtUp = false
        if (role === 'stand-by') standBy = createStandBy(parts, partition)
        else await giveWay(parts, partition, signal)
        return 0
      }
      if (!isAtEnd && state.nextOffset < chunk.end) return 0
      if (!isCaughtUp) reports.caughtUp(partition, state.nextOffset)
      isCaughtUp = true
      return pollMs
    },
    forget: () => {
      state = null
      isCaughtUp = false
    },
  }
}

/**
 * Another consumer went ahead where this one owns the partition: it has not heard yet that it does not, or took over
 * while this one was slow. It is let alone for a moment, and then this one goes on: sooner or later the other one's
 * commit is turned back, and it stands by.
 */
async function giveWay(parts: SalesLoopParts, partition: number, signal: AbortSignal): Promise<void> {
  parts.reports.gaveWay(partition)
  await parts.pause(giveWayMs * (0.5 + parts.chance()), signal)
}
