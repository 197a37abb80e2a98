import { currency } from '../game/currency.ts'
import type { Hold, SoldHold } from '../inventory/hold.ts'
import type { PaymentEvent } from '../payment/event.ts'
import { evolve, openingOf } from '../payment/evolve.ts'
import type { IntentId, PaymentMethod } from '../payment/ids.ts'
import type { Attempt, Payment } from '../payment/payment.ts'
import type { PaidHold, Seat, Terms } from '../payment/terms.ts'
import type { ReservationId } from '../reservation/ids.ts'
import { buyer, category, game, hold, site } from './world.ts'

const paid = (number: number, quantity: number, price: number): PaidHold => ({
  game: game(1), category: category(number), id: hold(number), quantity, price, insteadOf: null,
})

/** Two seats of category 1 at 10 dollars and one of category 2 at 25. */
export const terms: Terms = {
  reservation: 'reservation' as ReservationId,
  site: site('a'),
  buyer: buyer(1),
  country: 'BR',
  currency: currency('USD'),
  holds: [paid(1, 2, 10), paid(2, 1, 25)],
}

export const seat = (number: number, of: number): Seat => ({ hold: hold(number), seat: of })
/** The three of {@link terms}. */
export const seats = [seat(1, 1), seat(1, 2), seat(2, 1)] as const

export const deadlineMs = 1_000

export const card = (name: string, key: string | null = null): Omit<Attempt, 'number'> => ({
  method: `pm_card_${name}` as PaymentMethod, key, deadlineMs,
})

export const opened = openingOf(terms, card('visa'))

export const intent = 'pi_1' as IntentId

/** What events make of a payment. @throws Error for one that does not follow */
export const after = (payment: Payment, ...events: readonly PaymentEvent[]): Payment =>
  events.reduce((row, event) => {
    const next = evolve(row, event)
    if (!next.ok) throw new Error(`${event.kind} does not follow ${row.state}`)
    return next.value
  }, payment)

export const authorised: PaymentEvent = { kind: 'authorised', intent }

/** Every event of a purchase that meets with nothing unusual. */
export const bought: readonly PaymentEvent[] = [authorised, { kind: 'all-sold' }, { kind: 'captured' }]

/** The holds of {@link terms}, as the log has them. */
export const liveHolds: readonly Hold[] = terms.holds.map(({ insteadOf: _, ...rest }) => ({
  ...rest, site: terms.site, buyer: terms.buyer, country: terms.country, state: 'held', expiresAtMs: 0,
}))

export const soldHolds: readonly SoldHold[] = liveHolds.map(({ game: of, site: by, id, ...rest }) => ({
  game: of, site: by, id,
  category: rest.category, quantity: rest.quantity, price: rest.price, buyer: rest.buyer, country: rest.country,
  state: 'sold', returnedSeats: [],
}))
