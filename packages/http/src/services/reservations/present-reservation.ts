import type { Money } from '@matchday/domain/game/money'
import { addMoney, timesMoney } from '@matchday/domain/game/money'
import { utcText } from '@matchday/domain/game/utc-time'
import type { Reservation, ReservedItem } from '@matchday/domain/reservation/reservation'
import { moneyOf, presentPrice } from '../../edge/present-money.ts'
import type { ReservationBody } from '../../schemas/reservations.ts'
import { explainRefusal } from './refusals.ts'

/** A reservation as its buyer sees it. `nowMs` only counts the seconds down; the log ends the hold. */
export function presentReservation(reservation: Reservation, nowMs: number): ReservationBody {
  const { record } = reservation
  return {
    id: record.id,
    state: reservation.state,
    createdAt: utcText(record.createdAtMs),
    ...(reservation.state === 'held' && {
      expiresAt: utcText(reservation.expiresAtMs),
      secondsLeft: Math.max(0, Math.floor((reservation.expiresAtMs - nowMs) / 1_000)),
    }),
    items: record.items.map(({ game, category, quantity, price, currency }) => ({
      game,
      category,
      quantity,
      price: presentPrice(price, currency),
    })),
    total: totalOf(record.items),
    buyer: record.contact,
    ...(reservation.state === 'refused' && { refused: reservation.refused.map(explainRefusal) }),
  }
}

/** Null for a basket in several currencies, which do not add up. */
export function totalOf(items: readonly ReservedItem[]): Money | null {
  const sums = items.map(({ price, currency, quantity }) => timesMoney(moneyOf(price, currency), quantity))
  const [first, ...others] = sums
  if (first === undefined || others.some(({ currency }) => currency !== first.currency)) return null
  return others.reduce(addMoney, first)
}
