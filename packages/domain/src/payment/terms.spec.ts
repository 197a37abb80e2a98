import { describe, expect, it } from '@jest/globals'
import { holdKey } from '../inventory/ids.ts'
import type { ReservationId, SessionId } from '../reservation/ids.ts'
import type { ReservationRecord, ReservedItem } from '../reservation/reservation.ts'
import { holdRefsOf } from '../reservation/reservation.ts'
import { seat, terms } from '../testing/payments.ts'
import { buyer, category, game, hold, site } from '../testing/world.ts'
import { allSeatsOf, asPaid, priceOf, refsOf, termsOf, totalOf } from './terms.ts'

const item = (number: number, quantity: number, price: number, currency = 'USD', split = [quantity]): ReservedItem => ({
  game: game(number), category: category(1), quantity, price, currency,
  holds: split.map((part, at) => ({ id: hold(number * 10 + at), quantity: part })),
})

const reserved = (...items: readonly ReservedItem[]): ReservationRecord => ({
  id: 'r' as ReservationId,
  session: 's' as SessionId,
  site: site('a'),
  buyer: buyer(1),
  contact: { email: 'ana@example.com', name: 'Ana', country: 'BR' },
  items,
  bodyHash: '',
  createdAtMs: 0,
  abandonedAtMs: null,
})

const totalFor = (...items: readonly ReservedItem[]) => {
  const found = termsOf(reserved(...items))
  return found.ok ? totalOf(found.value) : found.refusal.kind
}

describe('what a reservation costs', () => {
  it('is what its holds were asked for at, in minor units', () => {
    expect(totalFor(item(1, 2, 75), item(2, 1, 12.5))).toEqual({ minor: 16_250, currency: 'USD' })
    expect(totalFor(item(1, 3, 0.1))).toEqual({ minor: 30, currency: 'USD' })
  })

  it('knows currencies without a minor unit, and with three digits of it', () => {
    expect(totalFor(item(1, 3, 1_500, 'JPY'))).toEqual({ minor: 4_500, currency: 'JPY' })
    expect(totalFor(item(1, 2, 1.125, 'KWD'))).toEqual({ minor: 2_250, currency: 'KWD' })
  })

  it('is in one currency, and more than nothing', () => {
    expect(totalFor(item(1, 1, 75), item(2, 1, 75, 'EUR'))).toBe('mixed-currencies')
    expect(totalFor(item(1, 1, 75, 'XXX'))).toBe('mixed-currencies')
    expect(totalFor(item(1, 4, 0))).toBe('nothing-to-pay')
    expect(totalFor(item(1, 1, 0), item(2, 1, 1))).toEqual({ minor: 100, currency: 'USD' })
  })

  it('is never rounded', () => {
    expect(() => totalFor(item(1, 1, 75.5, 'JPY'))).toThrow('75.5 JPY is not exact money: not-exact')
  })

  it('is for every hold that carries it', () => {
    const found = termsOf(reserved(item(1, 5, 10, 'USD', [2, 2, 1])))
    expect(found).toMatchObject({ ok: true, value: { reservation: 'r', site: 'a', buyer: buyer(1), country: 'BR' } })
    if (!found.ok) return
    expect(found.value.holds).toMatchObject([
      { id: hold(10), quantity: 2, price: 10, insteadOf: null }, { id: hold(11) }, { id: hold(12), quantity: 1 },
    ])
    expect(refsOf(found.value)).toEqual(holdRefsOf(reserved(item(1, 5, 10, 'USD', [2, 2, 1]))))
    expect(totalOf(found.value).minor).toBe(5_000)
  })
})

describe('seats', () => {
  it('are those of each hold, from 1', () => {
    expect(allSeatsOf(terms)).toEqual([seat(1, 1), seat(1, 2), seat(2, 1)])
  })

  it('cost what their hold says', () => {
    expect(priceOf(terms, [])).toEqual({ minor: 0, currency: 'USD' })
    expect(priceOf(terms, [seat(1, 2), seat(2, 1)])).toEqual({ minor: 3_500, currency: 'USD' })
    expect(priceOf(terms, allSeatsOf(terms))).toEqual(totalOf(terms))
    expect(() => priceOf(terms, [seat(3, 1)])).toThrow('is none of reservation')
  })
})

it('a reservation that was paid late stands on the holds that were asked for instead', () => {
  const record = reserved(item(1, 3, 10, 'USD', [2, 1]), item(2, 1, 10))
  const found = termsOf(record)
  if (!found.ok) throw new Error(found.refusal.kind)
  expect(asPaid(record, found.value)).toEqual(record)
  const late = { ...found.value, holds: found.value.holds.map(one => (
    one.id === hold(11) ? { ...one, id: hold(99), insteadOf: hold(11) } : one
  )) }
  expect(holdRefsOf(asPaid(record, late)).map(holdKey)).toEqual(refsOf(late).map(holdKey))
  expect(holdRefsOf(asPaid(record, late)).map(({ id }) => id)).toEqual([hold(10), hold(99), hold(20)])
})
