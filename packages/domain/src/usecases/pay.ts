import type { GameNumber } from '../game/ids.ts'
import { openingOf } from '../payment/evolve.ts'
import type { PaymentMethod } from '../payment/ids.ts'
import type { Attempt, Payment } from '../payment/payment.ts'
import { attemptMaxMs, attemptsMax, isIn } from '../payment/payment.ts'
import type { HoldRows } from '../payment/record.ts'
import { afterReading, startingWith } from '../payment/seen.ts'
import type { TermsRefusal } from '../payment/terms.ts'
import { termsOf } from '../payment/terms.ts'
import { lookAtMs } from '../payment/watch.ts'
import type { Catalogue } from '../ports/catalogue.ts'
import type { Calendar } from '../ports/clock.ts'
import type { Reservations } from '../ports/reservations.ts'
import type { ReservationId, SessionId } from '../reservation/ids.ts'
import type { Reservation, ReservationRecord } from '../reservation/reservation.ts'
import { holdRefsOf, reservationOf } from '../reservation/reservation.ts'
import { readUnlessKnown } from './append.ts'
import type { DrivePorts } from './drive-payment.ts'
import { drivePayment, readPayment, writeEvent } from './drive-payment.ts'
import type { PaymentOutcome } from './payment-outcome.ts'
import { outcomeOf } from './payment-outcome.ts'

export type PayPorts = DrivePorts & {
  readonly reservations: Pick<Reservations, 'find' | 'holds'>
  readonly catalogue: Catalogue
  readonly calendar: Calendar
}

export type PayCommand = {
  readonly id: ReservationId
  readonly session: SessionId
  readonly method: PaymentMethod
  /** The buyer's idempotency key; null makes every request another attempt. */
  readonly key: string | null
}

export type PayOutcome = PaymentOutcome | PayRefusal

export type PayRefusal =
  /** No such reservation in this session. */
  | { readonly kind: 'not-found' }
  /** Its requests were not decided yet: ask again. */
  | { readonly kind: 'undecided' }
  /** There is nothing to pay for: it was refused, released or abandoned. */
  | { readonly kind: 'not-payable'; readonly reservation: Reservation }
  /** Its holds expired, and no new ones are asked for a game that has begun. */
  | { readonly kind: 'game-started'; readonly game: GameNumber }
  | { readonly kind: 'too-many-attempts'; readonly max: number }
  | TermsRefusal

/**
 * Pay for a reservation with a card: reserve the money, have the log sell every hold, take the money. Where another
 * request has begun already, now or earlier, this goes on with that one, and nobody is charged twice. A hold that has
 * expired is asked for anew, once; if its seats are gone, no money is taken.
 * @throws Unavailable; what was begun is finished or undone by recovery
 */
export async function pay(ports: PayPorts, command: PayCommand): Promise<PayOutcome> {
  const record = await ports.reservations.find(command.id)
  if (record === null || record.session !== command.session) return { kind: 'not-found' }
  const payable = await readPayable(ports, record)
  if ('kind' in payable) {
    const earlier = await ports.payments.find(record.id)
    return earlier === null ? payable : resume(ports, command, record, earlier)
  }
  const terms = termsOf(record)
  if (!terms.ok) return terms.refusal
  const opening = openingOf(terms.value, attemptOf(ports, command))
  const atMs = ports.clock()
  const opened = await ports.payments.open(opening, { atMs, lookAtMs: lookAtMs(opening, atMs) })
  if (opened !== 'opened') return resume(ports, command, record, opened.exists)
  const { payment } = await drivePayment(ports, afterReading(startingWith(opening), payable.holds))
  return outcomeOf(payment)
}

const attemptOf = ({ clock }: PayPorts, { method, key }: PayCommand): Omit<Attempt, 'number'> => ({
  method, key, deadlineMs: clock() + attemptMaxMs,
})

/** Go on with what was begun; where that came to nothing by its card alone, try this one. */
async function resume(
  ports: PayPorts,
  command: PayCommand,
  record: ReservationRecord,
  earlier: Payment,
): Promise<PayOutcome> {
  const { payment } = await drivePayment(ports, startingWith(earlier))
  if (!isIn(payment, 'failed', 'requires-action') || isSame(payment, command)) return outcomeOf(payment)
  if (payment.attempt.number >= attemptsMax) return { kind: 'too-many-attempts', max: attemptsMax }
  const payable = await readPayable(ports, record)
  if ('kind' in payable) return payable
  const event = { kind: 'attempted', attempt: attemptOf(ports, command) } as const
  const attempted = await writeEvent(ports, payment, event)
  const now = attempted === 'stale' ? await readPayment(ports, payment) : attempted
  return outcomeOf((await drivePayment(ports, startingWith(now))).payment)
}

/** Whether a request is the one that the payment's card came with: sent again, or while the buyer's turn lasts. */
const isSame = ({ state, attempt }: Payment, { method, key }: PayCommand): boolean =>
  (key !== null && key === attempt.key) || (state === 'requires-action' && method === attempt.method)

/** What became of the holds, where they are held, or expired and may be asked for again. */
async function readPayable(
  ports: PayPorts,
  record: ReservationRecord,
): Promise<{ readonly holds: HoldRows } | PayRefusal> {
  const holds = await readUnlessKnown(ports, holdRefsOf(record))
  if (holds === 'timeout') return { kind: 'undecided' }
  const reservation = reservationOf(record, holds)
  switch (reservation.state) {
    case 'held':
      return { holds }
    case 'expired': {
      const started = record.items.find(({ game }) => hasStarted(ports, game))
      return started === undefined ? { holds } : { kind: 'game-started', game: started.game }
    }
    case 'requested':
      return { kind: 'undecided' }
    case 'refused':
    case 'confirmed':
    case 'released':
    case 'refunded':
    case 'abandoned':
      return { kind: 'not-payable', reservation }
    default:
      return reservation satisfies never
  }
}

const hasStarted = ({ catalogue, calendar }: PayPorts, game: GameNumber): boolean =>
  (catalogue.view().games.get(game)?.list?.listing.kickOffMs ?? Infinity) <= calendar()
