import type { Chance } from '@matchday/domain/ports/chance'
import { AppendOutcomeUnknown, Unavailable } from '@matchday/domain/ports/unavailable'
import type { Bell } from './time.ts'
import { backoffMs } from './time.ts'

export type RepeatParts = {
  readonly bell: Bell
  readonly chance: Chance
  readonly signal: AbortSignal
  /** Called at every failed try; the step is tried again. */
  readonly onFailure?: (error: Unavailable | AppendOutcomeUnknown) => void
}

/**
 * Run a step again and again, until `signal` aborts: it says in how many milliseconds it wants to run again, unless
 * the bell rings before. A step in flight is finished. While a part is unavailable it is tried again, ever more rarely.
 * @throws whatever else a step throws
 */
export async function repeat(step: () => Promise<number>, parts: RepeatParts): Promise<void> {
  const { bell, chance, signal, onFailure } = parts
  let failures = 0
  while (!signal.aborted) {
    let againInMs: number
    try {
      againInMs = await step()
      failures = 0
    } catch (error) {
      if (!(error instanceof Unavailable) && !(error instanceof AppendOutcomeUnknown)) throw error
      onFailure?.(error)
      againInMs = backoffMs(failures++, chance())
    }
    if (againInMs > 0) await bell.wait(againInMs, signal)
  }
}
