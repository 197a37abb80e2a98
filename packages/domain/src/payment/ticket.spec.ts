import { describe, expect, it } from '@jest/globals'
import { after, authorised, bought, opened, seat, seats } from '../testing/payments.ts'
import { hold, site } from '../testing/world.ts'
import type { TicketId } from './ticket.ts'
import { ticketIdOf, ticketPlaceOf, ticketsOf } from './ticket.ts'

const standing = (tickets: ReturnType<typeof ticketsOf>) => tickets.filter(({ stands }) => stands).map(({ id }) => id)
const idOf = (of: { readonly hold: ReturnType<typeof hold>; readonly seat: number }): TicketId =>
  ticketIdOf({ site: site('a'), ...of })

describe('tickets', () => {
  it('come to be when the money is taken, one a seat', () => {
    expect(ticketsOf(after(opened, authorised))).toEqual([])
    expect(ticketsOf(after(opened, authorised, { kind: 'all-sold' }))).toEqual([])
    expect(ticketsOf(after(opened, ...bought))).toEqual([
      { id: idOf(seat(1, 1)), game: 1, category: 1, hold: hold(1), seat: 1, stands: true },
      { id: idOf(seat(1, 2)), game: 1, category: 1, hold: hold(1), seat: 2, stands: true },
      { id: idOf(seat(2, 1)), game: 1, category: 2, hold: hold(2), seat: 1, stands: true },
    ])
  })

  it('fall when a refund that names them is written, before its money or its seats', () => {
    const paid = after(opened, ...bought)
    const asked = after(paid, { kind: 'refund-asked', number: 1, seats: [seat(1, 2)], by: 'buyer' })
    expect(standing(ticketsOf(asked))).toEqual([idOf(seat(1, 1)), idOf(seat(2, 1))])
    expect(ticketsOf(asked)).toHaveLength(3)
    const returned = after(asked, { kind: 'money-returned', number: 1 }, { kind: 'seats-returned', number: 1 })
    expect(ticketsOf(returned)).toEqual(ticketsOf(asked))
    const whole = after(returned, { kind: 'refund-asked', number: 2, seats: [seat(1, 1), seat(2, 1)], by: 'admin' })
    expect(standing(ticketsOf(whole))).toEqual([])
  })

  it('stand again when the money was refused', () => {
    const asked = after(opened, ...bought, { kind: 'refund-asked', number: 1, seats, by: 'buyer' })
    const refused = after(asked, { kind: 'money-refused', number: 1, reason: 'no' })
    expect(standing(ticketsOf(refused))).toHaveLength(3)
  })

  it('never come of money that was taken by mistake', () => {
    const undone = after(
      opened, authorised, { kind: 'all-sold' }, { kind: 'undoing', intent: 'pi_1' as never, why: 'capture-refused' },
      { kind: 'refund-asked', number: 1, seats, by: 'undo' },
    )
    expect(standing(ticketsOf(undone))).toEqual([])
  })
})

describe('the name of a ticket', () => {
  it('is where its seat is', () => {
    const place = { site: site('site-1'), hold: hold(7), seat: 12 }
    expect(ticketIdOf(place)).toBe(`site-1.${hold(7)}.12`)
    expect(ticketPlaceOf(ticketIdOf(place))).toEqual(place)
  })

  it.each([
    '', 'a', `a.${hold(1)}`, `a.${hold(1)}.0`, `a.${hold(1)}.01`, `a.${hold(1)}.-1`, `a.${hold(1)}.1e3`,
    `a.${hold(1)}.1.2`, `a.${hold(1)}.12345678`, `A.${hold(1)}.1`, `.${hold(1)}.1`, `a.${hold(1)}0.1`, 'a.b.1',
  ])('is not %j', text => {
    expect(ticketPlaceOf(text)).toBeNull()
  })
})
