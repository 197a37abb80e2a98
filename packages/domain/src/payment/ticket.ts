import type { Brand } from '../brand.ts'
import type { CategoryNumber, GameNumber } from '../game/ids.ts'
import type { HoldId, SiteId } from '../inventory/ids.ts'
import { isHoldId, isSiteId } from '../inventory/ids.ts'
import type { Payment } from './payment.ts'
import { standingSeatsOf } from './standing.ts'
import { isSameSeat, seatsOf } from './terms.ts'

/** Site, hold and seat, such as `site-1.3f2a....2`: the one name of a ticket, on every site. */
export type TicketId = Brand<string, 'TicketId'>

export type TicketPlace = { readonly site: SiteId; readonly hold: HoldId; readonly seat: number }

export type Ticket = {
  readonly id: TicketId
  readonly game: GameNumber
  readonly category: CategoryNumber
  readonly hold: HoldId
  readonly seat: number
  /** False once a refund names it: whoever shows it is not admitted. */
  readonly stands: boolean
}

export const ticketIdOf = ({ site, hold, seat }: TicketPlace): TicketId => `${site}.${hold}.${seat}` as TicketId

/** Where a ticket's seat is to be looked for; null for a text that names no ticket. */
export function ticketPlaceOf(text: string): TicketPlace | null {
  const [site = '', hold = '', seat = '', ...more] = text.split('.')
  const number = /^[1-9]\d{0,6}$/.test(seat) ? Number(seat) : 0
  return isSiteId(site) && isHoldId(hold) && number > 0 && more.length === 0 ? { site, hold, seat: number } : null
}

/** Every ticket a payment ever brought about, by hold and seat; none before the money is taken. */
export function ticketsOf(payment: Payment): Ticket[] {
  if (!('refunds' in payment)) return []
  const standing = standingSeatsOf(payment)
  return payment.terms.holds.flatMap(paid => seatsOf(paid).map((seat): Ticket => ({
    id: ticketIdOf({ ...seat, site: payment.terms.site }),
    game: paid.game,
    category: paid.category,
    ...seat,
    stands: standing.some(other => isSameSeat(other, seat)),
  })))
}
