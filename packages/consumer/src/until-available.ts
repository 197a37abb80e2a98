import type { Chance } from '@matchday/domain/ports/chance'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import type { Logger } from 'pino'
import { ConsumerFailure } from './failure.ts'
import type { Pause } from './time.ts'
import { backoffMs } from './time.ts'

export type WaitingParts = {
  readonly log: Logger
  readonly signal: AbortSignal
  readonly pause: Pause
  readonly chance: Chance
}

/**
 * Open something that may not be up yet: a consumer may be started before its servers. One line says what it waits
 * for, one that it came.
 * @throws ConsumerFailure when `signal` aborts first; and whatever else `open` throws
 */
export async function untilAvailable<Opened>(
  open: () => Promise<Opened>,
  { log, signal, pause, chance }: WaitingParts,
): Promise<Opened> {
  for (let failures = 0; ; failures++) {
    try {
      const opened = await open()
      if (failures > 0) log.info('what was waited for is there')
      return opened
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      if (failures === 0) log.warn({ part: error.part }, `${error.message}; waiting for it before starting`)
      await pause(backoffMs(failures, chance()), signal)
      if (signal.aborted) throw new ConsumerFailure(`stopped before it started: ${error.message}`, error)
    }
  }
}
