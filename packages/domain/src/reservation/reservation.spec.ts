import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Hold, HoldRefusal } from '../inventory/hold.ts'
import { holdKey } from '../inventory/ids.ts'
import type { Decided } from '../inventory/decided.ts'
import { buyer, category, game, hold, site } from '../testing/world.ts'
import type { ReservationId, SessionId } from './ids.ts'
import type { ReservationRecord } from './reservation.ts'
import { holdRefsOf, reservationOf } from './reservation.ts'

/** Three holds: two carry the first line, one the second. */
const record: ReservationRecord = {
  id: 'reservation' as ReservationId,
  session: 'session' as SessionId,
  site: site('a'),
  buyer: buyer(1),
  contact: { email: 'ana@example.com', name: 'Ana', country: null },
  items: [
    {
      game: game(1), category: category(1), quantity: 4, price: 10, currency: 'USD',
      holds: [{ id: hold(1), quantity: 3 }, { id: hold(2), quantity: 1 }],
    },
    {
      game: game(2), category: category(2), quantity: 1, price: 20, currency: 'USD',
      holds: [{ id: hold(3), quantity: 1 }],
    },
  ],
  bodyHash: 'body',
  createdAtMs: 1,
  abandonedAtMs: null,
}

const [first, second, third] = holdRefsOf(record)
const soldOut: HoldRefusal = { kind: 'sold-out', sellable: 0 }

type Became = 'unheard' | 'given back' | Hold['state']
const rowOf = (state: Exclude<Became, 'unheard'>, at: number): Decided => {
  const ref = [first, second, third][at]
  const terms = { category: category(1), quantity: 1, price: 10, buyer: buyer(1), country: null }
  const of = { ...terms, game: ref?.game ?? game(1), site: site('a'), id: ref?.id ?? hold(1) }
  switch (state) {
    case 'given back':
      return { hold: { ...of, state: 'held', expiresAtMs: 100 - at }, givenBack: true }
    case 'held':
      return { hold: { ...of, state, expiresAtMs: 100 - at }, givenBack: false }
    case 'sold':
      return { hold: { ...of, state, returnedSeats: [] }, givenBack: false }
    case 'refused':
      return { hold: { ...of, state, refusal: soldOut }, givenBack: false }
    case 'expired':
    case 'released':
    case 'refunded':
      return { hold: { ...of, state }, givenBack: false }
    default:
      return state satisfies never
  }
}

const became = (...states: readonly Became[]) =>
  new Map(states.flatMap((state, at) => {
    const ref = [first, second, third][at]
    return state === 'unheard' || ref === undefined ? [] : [[holdKey(ref), rowOf(state, at)] as const]
  }))

describe('a reservation', () => {
  it('stands on the holds of all its lines, by its own site', () => {
    expect(holdRefsOf(record)).toEqual([
      { game: 1, site: 'a', id: hold(1) }, { game: 1, site: 'a', id: hold(2) }, { game: 2, site: 'a', id: hold(3) },
    ])
  })

  it.each<[Became[], string]>([
    [['unheard', 'unheard', 'unheard'], 'requested'],
    [['held', 'unheard', 'held'], 'requested'],
    [['held', 'held', 'held'], 'held'],
    [['sold', 'sold', 'sold'], 'confirmed'],
    [['sold', 'held', 'sold'], 'confirmed'],
    [['sold', 'refunded', 'expired'], 'confirmed'],
    [['held', 'expired', 'held'], 'expired'],
    [['held', 'expired', 'unheard'], 'expired'],
    [['expired', 'released', 'held'], 'released'],
    [['expired', 'released', 'refunded'], 'refunded'],
    [['held', 'refused', 'held'], 'refused'],
    [['sold', 'given back', 'expired'], 'refused'],
  ])('of which the log made %j is %s', (states, state) => {
    expect(reservationOf(record, became(...states))).toMatchObject({ state, record: { id: 'reservation' } })
  })

  it('is held until the earliest of its holds ends', () => {
    expect(reservationOf(record, became('held', 'held', 'held'))).toEqual({ state: 'held', record, expiresAtMs: 98 })
  })

  it('that was refused names each refused line once, with the first reason', () => {
    expect(reservationOf(record, became('refused', 'refused', 'given back'))).toEqual({
      state: 'refused',
      record,
      refused: [
        { game: 1, category: 1, refusal: soldOut },
        { game: 2, category: 2, refusal: { kind: 'over-tournament-limit' } },
      ],
    })
    expect(reservationOf(record, became('held', 'given back', 'held'))).toMatchObject({
      refused: [{ game: 1, category: 1, refusal: { kind: 'over-tournament-limit' } }],
    })
  })

  it('that was abandoned is so only while the log has heard nothing of it', () => {
    const abandoned = { ...record, abandonedAtMs: 5 }
    expect(reservationOf(abandoned, became())).toEqual({ state: 'abandoned', record: abandoned })
    expect(reservationOf(abandoned, became('held'))).toMatchObject({ state: 'requested' })
    expect(reservationOf(abandoned, became('held', 'held', 'held'))).toMatchObject({ state: 'held' })
  })

  it('is all or nothing: of any combination, held is only what is held whole', () => {
    const states: Became[] = ['unheard', 'given back', 'held', 'sold', 'refused', 'expired', 'released', 'refunded']
    const any = fc.tuple(...[1, 2, 3].map(() => fc.constantFrom(...states)))
    fc.assert(fc.property(any, of => {
      const { state } = reservationOf(record, became(...of))
      const has = (...some: Became[]) => of.some(one => some.includes(one))
      expect(state === 'held').toBe(of.every(one => one === 'held'))
      expect(state === 'refused').toBe(has('refused', 'given back'))
      expect(state === 'confirmed').toBe(has('sold') && !has('refused', 'given back'))
      expect(state === 'requested').toBe(has('unheard') && of.every(one => one === 'unheard' || one === 'held'))
    }), { numRuns: 1_000 })
  })
})
