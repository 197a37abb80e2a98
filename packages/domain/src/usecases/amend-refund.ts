import type { RefundEvent } from '../payment/event.ts'
import { evolve } from '../payment/evolve.ts'
import type { Payment } from '../payment/payment.ts'
import type { ReservationId } from '../reservation/ids.ts'
import type { DrivePorts } from './drive-payment.ts'
import { writeEvent } from './drive-payment.ts'

type AmendPorts = Pick<DrivePorts, 'payments' | 'clock'>

export type AmendOutcome =
  | { readonly kind: 'amended'; readonly payment: Payment }
  /** No such refund, or it is not one to which this can happen: it was told before. */
  | { readonly kind: 'no-such-refund' }
  /** Others wrote at the same moment, again and again; ask again. */
  | { readonly kind: 'under-way' }

/** How often a payment that others write at the same moment is read anew. */
const triesMax = 5

/**
 * The provider says that a refund which was on its way came back, maybe days later: the buyer is owed that money, and
 * the payment is on the operator's list. Told again, it changes nothing.
 * @throws Unavailable
 */
export const reportRefundFailed = (
  ports: AmendPorts,
  reservation: ReservationId,
  failed: { readonly number: number; readonly reason: string },
): Promise<AmendOutcome> => amend(ports, reservation, { kind: 'refund-failed', ...failed })

/** The operator paid in another way what was owed. @throws Unavailable */
export const settleOwedRefund = (
  ports: AmendPorts,
  reservation: ReservationId,
  settled: { readonly number: number; readonly note: string },
): Promise<AmendOutcome> => amend(ports, reservation, { kind: 'refund-settled', ...settled })

async function amend(ports: AmendPorts, reservation: ReservationId, event: RefundEvent): Promise<AmendOutcome> {
  for (let tried = 0; tried < triesMax; tried++) {
    const payment = await ports.payments.find(reservation)
    if (payment === null || !evolve(payment, event).ok) return { kind: 'no-such-refund' }
    const written = await writeEvent(ports, payment, event)
    if (written !== 'stale') return { kind: 'amended', payment: written }
  }
  return { kind: 'under-way' }
}
