import { startingWith } from '../payment/seen.ts'
import type { ReservationId } from '../reservation/ids.ts'
import type { DrivePorts } from './drive-payment.ts'
import { drivePayment } from './drive-payment.ts'
import type { PaymentOutcome } from './payment-outcome.ts'
import { outcomeOf } from './payment-outcome.ts'

/**
 * Go on with a payment because something may have happened: the buyer is back from the bank, the provider sent word, or
 * somebody asks how it stands. What happened is asked of the provider, and never taken from whoever tells.
 * @returns null where the reservation has no payment
 * @throws Unavailable
 */
export async function resumePayment(ports: DrivePorts, reservation: ReservationId): Promise<PaymentOutcome | null> {
  const found = await ports.payments.find(reservation)
  return found === null ? null : outcomeOf((await drivePayment(ports, startingWith(found))).payment)
}
