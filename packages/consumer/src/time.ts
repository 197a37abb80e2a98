import { setTimeout as timeout } from 'node:timers/promises'

/** Resolves after `ms` milliseconds, or at once when `signal` aborts; it never rejects. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>

export const realPause: Pause = async (ms, signal) => {
  await timeout(ms, undefined, { signal }).catch(() => {})
}

/** What wakes a loop before its time. */
export type Bell = {
  readonly ring: () => void
  /** From now on only a new ring counts. */
  readonly reset: () => void
  /** Resolves after `ms`, or as soon as the bell was rung since its last reset, or `signal` aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
}

/** A bell for one waiter. */
export function createBell(pause: Pause): Bell {
  let wasRung = false
  let wake: (() => void) | null = null
  return {
    ring: () => {
      wasRung = true
      wake?.()
    },
    reset: () => {
      wasRung = false
    },
    wait: async (ms, signal) => {
      if (wasRung || signal.aborted) return
      const cut = new AbortController()
      wake = () => cut.abort()
      signal.addEventListener('abort', wake, { once: true })
      await pause(ms, cut.signal)
      signal.removeEventListener('abort', wake)
      wake = null
    },
  }
}

const firstBackoffMs = 50
const lastBackoffMs = 5_000

/**
 * How long to wait after a failure, the first being 0: twice as long each time, from 50 ms to 5 s, each shortened at
 * random by up to a half, so that those who failed together do not try together.
 */
export const backoffMs = (failure: number, chance: number): number =>
  Math.min(lastBackoffMs, firstBackoffMs * 2 ** Math.min(failure, 20)) * (1 - chance / 2)
