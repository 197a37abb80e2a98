import type { GameNumber } from '../game/ids.ts'
import type { RefundRefusal } from '../payment/decide-refund.ts'
import { decideRefund } from '../payment/decide-refund.ts'
import type { Payment } from '../payment/payment.ts'
import { startingWith } from '../payment/seen.ts'
import type { Seat } from '../payment/terms.ts'
import type { Catalogue } from '../ports/catalogue.ts'
import type { Calendar } from '../ports/clock.ts'
import type { Reservations } from '../ports/reservations.ts'
import type { ReservationId, SessionId } from '../reservation/ids.ts'
import type { Driven, DrivePorts } from './drive-payment.ts'
import { drivePayment, readPayment, writeEvent } from './drive-payment.ts'

export type RefundPorts = DrivePorts & {
  readonly reservations: Pick<Reservations, 'find'>
  readonly catalogue: Catalogue
  readonly calendar: Calendar
  /** How long before a game's kick-off its buyers may give tickets back, in milliseconds. */
  readonly refundCutOffMs: number
}

export type RefundCommand = {
  readonly id: ReservationId
  /** Seats by hold and number; `all` is what stands. */
  readonly seats: readonly Seat[] | 'all'
  /** An operator may refund at any time. */
  readonly by: { readonly kind: 'buyer'; readonly session: SessionId } | { readonly kind: 'admin' }
}

export type RefundOutcome =
  /** No such reservation in this session. */
  | { readonly kind: 'not-found' }
  | RefundRefusal
  /** The game begins too soon, or has begun. */
  | { readonly kind: 'too-late'; readonly game: GameNumber; readonly untilMs: number }
  /** What was asked for is returned, now or before. */
  | { readonly kind: 'refunded'; readonly payment: Payment }
  /** The provider would not return the money; the tickets stand. */
  | { readonly kind: 'money-refused'; readonly payment: Payment; readonly reason: string }
  /** Not heard of in time: it goes on by itself. The tickets are revoked. */
  | { readonly kind: 'in-progress'; readonly payment: Payment }

/** How often a request that others get in the way of is decided anew. */
const triesMax = 5

/**
 * Return tickets: they are revoked, then their money is returned, then their seats go back on sale. The amount is what
 * they were bought for. A second request for the same seats finds them refunded and does nothing.
 * @throws Unavailable; what was begun is finished by recovery
 */
export async function refund(ports: RefundPorts, command: RefundCommand): Promise<RefundOutcome> {
  const { by } = command
  const record = await ports.reservations.find(command.id)
  if (record === null || (by.kind === 'buyer' && by.session !== record.session)) return { kind: 'not-found' }
  let payment = await ports.payments.find(record.id)
  if (payment === null) return { kind: 'not-paid' }
  for (let tried = 0; tried < triesMax; tried++) {
    const before = await drivePayment(ports, startingWith(payment))
    const decided = decideRefund(before.payment, { seats: command.seats, by: by.kind })
    if (!decided.ok) return decided.refusal
    const event = decided.value
    if (event === 'done') return { kind: before.end === 'rest' ? 'refunded' : 'in-progress', payment: before.payment }
    const late = by.kind === 'buyer' ? tooLate(ports, before.payment, event.seats) : null
    if (late !== null) return late
    const asked = await writeEvent(ports, before.payment, event)
    if (asked !== 'stale') return outcomeOf(await drivePayment(ports, startingWith(asked)), event.number)
    payment = await readPayment(ports, before.payment)
  }
  return { kind: 'under-way' }
}

function outcomeOf({ payment }: Driven, number: number): RefundOutcome {
  const refund = 'refunds' in payment ? payment.refunds[number - 1] : undefined
  if (refund === undefined) return { kind: 'in-progress', payment }
  return refund.outcome === 'refused'
    ? { kind: 'money-refused', payment, reason: refund.note ?? '' }
    : { kind: 'refunded', payment }
}

/** The first game of the seats that begins too soon; one that this site knows no list of is not refused for that. */
function tooLate(
  { catalogue, calendar, refundCutOffMs }: RefundPorts,
  { terms }: Payment,
  seats: readonly Seat[],
): (RefundOutcome & { readonly kind: 'too-late' }) | null {
  const { games } = catalogue.view()
  for (const { game } of terms.holds.filter(({ id }) => seats.some(seat => seat.hold === id))) {
    const untilMs = (games.get(game)?.list?.listing.kickOffMs ?? Infinity) - refundCutOffMs
    if (untilMs <= calendar()) return { kind: 'too-late', game, untilMs }
  }
  return null
}
