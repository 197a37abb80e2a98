import { startingWith } from '../payment/seen.ts'
import { askAfterMs } from '../payment/watch.ts'
import type { DrivePorts } from './drive-payment.ts'
import { drivePayment } from './drive-payment.ts'

/** The most payments of one round, taken side by side. */
export const recoverMax = 32

export type RecoverRound = {
  readonly taken: number
  /** Finished or undone; the others wait for somebody, and are looked at again later. */
  readonly finished: number
  readonly failures: readonly unknown[]
  /** Whether there may be more to look at already. */
  readonly more: boolean
}

/**
 * One round of finishing or undoing what was left between two steps, by asking the provider and the log what happened.
 * One payment that fails keeps nobody from the others.
 * @throws Unavailable when not even the payments can be read
 */
export async function recoverPayments(ports: DrivePorts): Promise<RecoverRound> {
  const nowMs = ports.clock()
  const left = await ports.payments.takeUp(nowMs, nowMs + askAfterMs, recoverMax)
  const ends = await Promise.allSettled(left.map(payment => drivePayment(ports, startingWith(payment))))
  return {
    taken: left.length,
    finished: ends.filter(end => end.status === 'fulfilled' && end.value.end === 'rest').length,
    failures: ends.flatMap(end => (end.status === 'rejected' ? [end.reason as unknown] : [])),
    more: left.length === recoverMax,
  }
}
