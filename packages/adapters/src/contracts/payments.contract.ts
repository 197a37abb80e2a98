import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { PaymentEvent } from '@matchday/domain/payment/event'
import { openingOf } from '@matchday/domain/payment/evolve'
import type { Created, Payment } from '@matchday/domain/payment/payment'
import type { Payments, Written } from '@matchday/domain/ports/payments'
import type { ReservationId } from '@matchday/domain/reservation/ids'
import { after, authorised, bought, card, intent, seats, terms } from '@matchday/domain/testing/payments'
import { hold } from '@matchday/domain/testing/world'

/** A site that keeps payments, and what a suite does to it from outside. */
export type PaymentsSubject = {
  /** Another process that serves the same site. */
  readonly open: () => Payments
  readonly clear: () => Promise<void>
  readonly remove: () => Promise<void>
}

const reservation = (number: number): ReservationId =>
  `f0000000-0000-8000-8000-${String(number).padStart(12, '0')}` as ReservationId
const opening = (number: number, name = 'visa'): Created =>
  openingOf({ ...terms, reservation: reservation(number) }, card(name, `key of ${name}`))

const written: Written = { atMs: 5, lookAtMs: 1_000 }
const lookedAt = (lookAtMs: number | null): Written => ({ atMs: 5, lookAtMs })

const undo: PaymentEvent = { kind: 'undoing', intent, why: 'capture-refused' }
const asked: PaymentEvent = { kind: 'refund-asked', number: 1, seats: [...seats], by: 'admin' }
const returned: readonly PaymentEvent[] = [{ kind: 'money-returned', number: 1 }, { kind: 'seats-returned', number: 1 }]
const failed: PaymentEvent = { kind: 'refund-failed', number: 1, reason: 'no "account" \\ here' }

/** Histories that between them come through every state. */
const histories: readonly (readonly PaymentEvent[])[] = [
  [{ kind: 'declined', intent: null, reason: 'invalid-method' }, { kind: 'attempted', attempt: card('other') }],
  [{ kind: 'action-required', intent, action: { url: 'https://bank.example/?a=1&b=2' } }, undo, { kind: 'voided' }],
  [authorised, { kind: 'reholding', instead: [{ expired: hold(1), by: hold(9) }] }, { kind: 'reheld' }],
  [...bought, asked, { kind: 'money-refused', number: 1, reason: 'no' }],
  [...bought, asked, ...returned, failed, { kind: 'refund-settled', number: 1, note: 'by transfer' }],
]

/** What a site must keep of its payments, whatever keeps them. */
export function paymentsContract(make: () => Promise<PaymentsSubject>): void {
  let subject: PaymentsSubject
  let here: Payments
  beforeAll(async () => {
    subject = await make()
  }, 60_000)
  beforeEach(async () => {
    await subject.clear()
    here = subject.open()
  })
  afterAll(() => subject.remove())

  /** Write events one on top of the other. */
  async function write(payment: Payment, events: readonly PaymentEvent[], how = written): Promise<Payment> {
    let now = payment
    for (const event of events) {
      now = after(now, event)
      expect(await here.advance(now, event, how)).toBe('written')
    }
    return now
  }

  describe('a payment', () => {
    it('is found as it was opened, by any process', async () => {
      expect(await here.find(reservation(1))).toBeNull()
      expect(await here.open(opening(1), written)).toBe('opened')
      expect(await subject.open().find(reservation(1))).toEqual(opening(1))
      expect(await here.find(reservation(2))).toBeNull()
    })

    it('is one a reservation, however many open it at the same moment', async () => {
      const there = subject.open()
      for (let number = 1; number <= 10; number++) {
        const names = Array.from({ length: 6 }, (_, index) => `card${index}`)
        const all = await Promise.all(names.map((name, index) =>
          (index % 2 === 0 ? here : there).open(opening(number, name), written)))
        expect(all.filter(one => one === 'opened')).toHaveLength(1)
        const winner = opening(number, names[all.indexOf('opened')])
        expect(all.filter(one => one !== 'opened')).toEqual(Array(5).fill({ exists: winner }))
        expect(await here.find(reservation(number))).toEqual(winner)
      }
    })

    it.each(histories)('is kept as it is in every state, with all that happened to it (%#)', async (...events) => {
      let now: Payment = opening(1)
      await here.open(opening(1), written)
      for (const event of events) {
        now = await write(now, [event])
        expect(await here.find(reservation(1))).toEqual(now)
      }
      expect(await here.open(opening(1), written)).toEqual({ exists: now })
      const lines = [{ kind: 'opened' }, ...events].map((event, index) => ({ revision: index + 1, atMs: 5, event }))
      expect(await subject.open().history(reservation(1))).toEqual(lines)
    })

    it('has no history before it is opened', async () => {
      expect(await here.history(reservation(1))).toEqual([])
    })
  })

  describe('an event', () => {
    it('is written on top of the row it was decided on, or not at all', async () => {
      await here.open(opening(1), written)
      const declined: PaymentEvent = { kind: 'declined', intent, reason: 'declined' }
      expect(await here.advance(after(opening(1), authorised), authorised, written)).toBe('written')
      expect(await here.advance(after(opening(1), declined), declined, lookedAt(null))).toBe('stale')
      expect(await here.find(reservation(1))).toEqual(after(opening(1), authorised))
      expect(await here.history(reservation(1))).toHaveLength(2)
      expect(await here.takeUp(1_000, 2_000, 9)).toHaveLength(1)
    })

    it('is written by one of many that decided on the same row', async () => {
      const there = subject.open()
      await here.open(opening(1), written)
      let now: Payment = opening(1)
      for (const event of [authorised, { kind: 'all-sold' }, { kind: 'captured' }] as const) {
        now = after(now, event)
        const all = await Promise.all(Array.from({ length: 6 }, (_, index) =>
          (index % 2 === 0 ? here : there).advance(now, event, written)))
        expect(all.filter(one => one === 'written')).toHaveLength(1)
      }
      expect(await here.history(reservation(1))).toHaveLength(4)
    })

    it('is not written of what was never opened', async () => {
      expect(await here.advance(after(opening(1), authorised), authorised, written)).toBe('stale')
      expect(await here.find(reservation(1))).toBeNull()
    })

    it('that skips one is not written', async () => {
      await here.open(opening(1), written)
      const later = after(opening(1), authorised, { kind: 'all-sold' })
      expect(await here.advance(later, { kind: 'all-sold' }, written)).toBe('stale')
    })
  })

  describe('what is to be looked at', () => {
    const numbersOf = (payments: readonly Payment[]) =>
      payments.map(({ terms: of }) => Number(of.reservation.slice(-3)))

    it('is taken up when its time has come, the longest due first, so many at most', async () => {
      for (const [number, atMs] of [[1, 300], [2, 100], [3, 200], [4, null]] as const) {
        await here.open(opening(number), lookedAt(atMs))
      }
      expect(await here.takeUp(99, 500, 9)).toEqual([])
      expect(numbersOf(await here.takeUp(250, 500, 1))).toEqual([2])
      expect(numbersOf(await here.takeUp(300, 500, 9))).toEqual([3, 1])
      expect(await here.takeUp(300, 500, 9)).toEqual([])
    })

    it('is handed to one, and to others when that one did nothing', async () => {
      for (let number = 1; number <= 20; number++) await here.open(opening(number), lookedAt(100))
      const all = await Promise.all([here, subject.open(), here, subject.open()].map(one => one.takeUp(100, 500, 6)))
      expect(new Set(all.flatMap(numbersOf)).size).toBe(all.flat().length)
      await here.takeUp(100, 500, 20)
      expect(await here.takeUp(499, 900, 20)).toEqual([])
      expect(await here.takeUp(500, 900, 20)).toHaveLength(20)
    })

    it('is left alone once an event says so, and looked at when it says', async () => {
      await here.open(opening(1), lookedAt(100))
      await here.takeUp(100, 500, 9)
      const now = await write(opening(1), [authorised], lookedAt(200))
      expect(await here.takeUp(200, 500, 9)).toEqual([now])
      await write(now, [{ kind: 'all-sold' }], lookedAt(null))
      expect(await here.takeUp(10_000, 20_000, 9)).toEqual([])
    })
  })

  it('money that is owed is on a list until it is settled', async () => {
    for (let number = 1; number <= 3; number++) {
      await here.open(opening(number), written)
      if (number > 1) await write(opening(number), [...bought, asked, ...returned, failed])
    }
    const all = await here.owed(9)
    expect(new Set(all.map(({ terms: of }) => of.reservation))).toEqual(new Set([reservation(2), reservation(3)]))
    expect(await here.owed(1)).toHaveLength(1)
    for (const payment of all) await write(payment, [{ kind: 'refund-settled', number: 1, note: '' }])
    expect(await here.owed(9)).toEqual([])
  })
}
