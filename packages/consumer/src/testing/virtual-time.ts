import type { Clock } from '@matchday/domain/ports/clock'
import type { Pause } from '../time.ts'

export type VirtualTime = {
  readonly clock: Clock
  readonly pause: Pause
  /** Let everything run that waits for nothing but promises. */
  readonly settle: () => Promise<void>
  /** Go on by `ms`, waking each sleeper when its time comes. */
  readonly advance: (ms: number) => Promise<void>
  readonly sleepers: () => number
}

type Sleeper = { readonly atMs: number; readonly wake: () => void }

/** Turns of the event loop after which in-memory parts have surely answered; each takes microseconds. */
const settlingTurns = 50

/** Time that passes only when a test says so. */
export function createVirtualTime(startMs: number): VirtualTime {
  let nowMs = startMs
  const sleeping = new Set<Sleeper>()
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < settlingTurns; turn++) await new Promise(resolve => setImmediate(resolve))
  }
  return {
    clock: () => nowMs,
    pause: (ms, signal) =>
      new Promise(resolve => {
        if (signal.aborted) return resolve()
        const wake = (): void => {
          sleeping.delete(sleeper)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        const sleeper = { atMs: nowMs + ms, wake }
        sleeping.add(sleeper)
        signal.addEventListener('abort', wake)
      }),
    settle,
    advance: async ms => {
      const untilMs = nowMs + ms
      await settle()
      for (;;) {
        const next = [...sleeping].sort((a, b) => a.atMs - b.atMs)[0]
        if (next === undefined || next.atMs > untilMs) break
        nowMs = Math.max(nowMs, next.atMs)
        next.wake()
        await settle()
      }
      nowMs = untilMs
    },
    sleepers: () => sleeping.size,
  }
}
