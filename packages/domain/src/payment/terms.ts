import type { Currency } from '../game/currency.ts'
import { isCurrency } from '../game/currency.ts'
import type { CategoryNumber, GameNumber } from '../game/ids.ts'
import type { Money } from '../game/money.ts'
import { addMoney, fromMajorUnits, noMoney, timesMoney } from '../game/money.ts'
import type { BuyerHash, HoldId, HoldRef, SiteId } from '../inventory/ids.ts'
import type { ReservationId } from '../reservation/ids.ts'
import type { ReservationRecord } from '../reservation/reservation.ts'
import type { Result } from '../result.ts'
import { refuse, succeed } from '../result.ts'

/** A hold that is paid for. Its price is the one it was asked for at: nobody who pays states an amount. */
export type PaidHold = {
  readonly game: GameNumber
  readonly category: CategoryNumber
  readonly id: HoldId
  readonly quantity: number
  /** Unit price, whole currency units, as the log knows it. */
  readonly price: number
  /** The reservation's own hold in whose place it was asked for, because that one had expired; null: it is its own. */
  readonly insteadOf: HoldId | null
}

/** What is paid for, and for whom. */
export type Terms = {
  readonly reservation: ReservationId
  readonly site: SiteId
  readonly buyer: BuyerHash
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null
  readonly currency: Currency
  readonly holds: readonly PaidHold[]
}

/** One seat of a hold; seats are 1..quantity. One seat is one ticket. */
export type Seat = { readonly hold: HoldId; readonly seat: number }

export type TermsRefusal =
  /** One payment is in one currency. */
  | { readonly kind: 'mixed-currencies' }
  /** The seats cost nothing, and a provider charges no less than something. */
  | { readonly kind: 'nothing-to-pay' }

/** What a reservation costs. @throws Error for prices that no list states: lists are checked before they are sold by */
export function termsOf(record: ReservationRecord): Result<Terms, TermsRefusal> {
  const [currency, ...others] = new Set(record.items.map(item => item.currency))
  if (!isCurrency(currency) || others.length > 0) return refuse({ kind: 'mixed-currencies' })
  const holds = record.items.flatMap(({ game, category, price, holds: parts }) =>
    parts.map(({ id, quantity }): PaidHold => ({ game, category, id, quantity, price, insteadOf: null })),
  )
  const { id: reservation, site, buyer, contact: { country } } = record
  const terms = { reservation, site, buyer, country, currency, holds }
  return totalOf(terms).minor > 0 ? succeed(terms) : refuse({ kind: 'nothing-to-pay' })
}

/** A reservation on the holds that were paid for: those asked for late in the place of its own expired ones. */
export function asPaid(record: ReservationRecord, { holds }: Terms): ReservationRecord {
  const late = new Map(holds.map(({ id, insteadOf }) => [insteadOf ?? id, id]))
  const items = record.items.map(item => ({
    ...item, holds: item.holds.map(hold => ({ ...hold, id: late.get(hold.id) ?? hold.id })),
  }))
  return { ...record, items }
}

export const seatsOf = ({ id, quantity }: PaidHold): Seat[] =>
  Array.from({ length: quantity }, (_, index) => ({ hold: id, seat: index + 1 }))

export const allSeatsOf = ({ holds }: Terms): Seat[] => holds.flatMap(seatsOf)

export const isSameSeat = (a: Seat, b: Seat): boolean => a.hold === b.hold && a.seat === b.seat

/** What some of the seats cost, in minor units. @throws Error for a seat of none of the holds */
export function priceOf(terms: Terms, seats: readonly Seat[]): Money {
  return seats.reduce((sum, { hold }) => {
    const paid = terms.holds.find(({ id }) => id === hold)
    if (paid === undefined) throw new Error(`hold ${hold} is none of reservation ${terms.reservation}`)
    return addMoney(sum, unitOf(terms, paid))
  }, noMoney(terms.currency))
}

/** What all seats cost, in minor units. */
export const totalOf = (terms: Terms): Money =>
  terms.holds.map(hold => timesMoney(unitOf(terms, hold), hold.quantity)).reduce(addMoney, noMoney(terms.currency))

export const refsOf = ({ site, holds }: Terms): HoldRef[] => holds.map(({ game, id }) => ({ game, site, id }))

function unitOf({ currency }: Terms, { price }: PaidHold): Money {
  const unit = fromMajorUnits(price, currency)
  if (!unit.ok) throw new Error(`${price} ${currency} is not exact money: ${unit.refusal.kind}`)
  return unit.value
}
