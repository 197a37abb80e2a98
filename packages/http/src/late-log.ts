import { setTimeout as pause } from 'node:timers/promises'
import type { SalesLog, WritableLog } from '@matchday/domain/ports/sales-log'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import type { Logger } from './logger.ts'

/** A sales log that may not be there yet. */
export type LateLog = {
  /** Until the log is open, its calls fail with Unavailable. */
  readonly salesLog: WritableLog
  /** Resolves after the first attempt; rejects where that found what will not change by itself. */
  readonly tried: Promise<void>
  /** Resolves while the log answers; rejects with the reason why not. */
  readonly check: () => Promise<void>
  readonly close: () => Promise<void>
}

type State =
  | { readonly kind: 'away'; readonly reason: unknown }
  | { readonly kind: 'refused'; readonly reason: unknown }
  | { readonly kind: 'open'; readonly log: SalesLog }

/** A log that is away is tried again this much later, in milliseconds. */
const retryMs = 1_000

/**
 * Opens a log, again and again while it is away, so that what needs no log is served meanwhile. What turns out to be
 * wrong with it only later is logged and told by `check`; then it takes an operator and another start.
 */
export function openLateLog(open: () => Promise<SalesLog>, partitions: number, logger: Logger): LateLog {
  let state: State = { kind: 'away', reason: undefined }
  const closing = new AbortController()

  const attempt = async (): Promise<State> => {
    try {
      const log = await open()
      if (closing.signal.aborted) await log.close()
      return { kind: 'open', log }
    } catch (reason) {
      return { kind: reason instanceof Unavailable ? 'away' : 'refused', reason }
    }
  }

  const keepTrying = async (): Promise<void> => {
    while (state.kind === 'away' && !closing.signal.aborted) {
      await pause(retryMs, undefined, { signal: closing.signal }).catch(() => {})
      if (!closing.signal.aborted) state = await attempt()
    }
    if (closing.signal.aborted) return
    if (state.kind === 'open') logger.info('the sales log is there')
    if (state.kind === 'refused') logger.error({ err: state.reason }, 'nothing can be sold over this sales log')
  }

  const tryFirst = async (): Promise<void> => {
    state = await attempt()
    if (state.kind === 'refused') throw state.reason
    if (state.kind === 'open') return
    logger.warn({ err: state.reason }, 'the sales log is away; until it is there the shop is served, but nothing sold')
    void keepTrying()
  }

  const log = (): SalesLog => {
    if (state.kind === 'open') return state.log
    throw new Unavailable('sales-log', state.reason)
  }
  const salesLog: WritableLog = {
    partitions,
    append: async record => log().append(record),
    end: async partition => log().end(partition),
  }
  return {
    salesLog,
    tried: tryFirst(),
    check: async () => {
      if (state.kind === 'refused') throw state.reason
      await salesLog.end(0)
    },
    close: async () => {
      closing.abort()
      if (state.kind === 'open') await state.log.close()
    },
  }
}
