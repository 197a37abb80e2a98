import { describe, expect, it } from '@jest/globals'
import { after, authorised, bought, opened, seat, seats } from '../testing/payments.ts'
import { decideRefund } from './decide-refund.ts'
import type { Payment } from './payment.ts'

const paid = after(opened, ...bought)
const partly = after(
  paid,
  { kind: 'refund-asked', number: 1, seats: [seat(1, 1)], by: 'buyer' },
  { kind: 'money-returned', number: 1 },
  { kind: 'seats-returned', number: 1 },
)
const underWay = after(partly, { kind: 'refund-asked', number: 2, seats: [seat(1, 2)], by: 'buyer' })
const whole = after(
  paid,
  { kind: 'refund-asked', number: 1, seats, by: 'admin' },
  { kind: 'money-returned', number: 1 },
  { kind: 'seats-returned', number: 1 },
)

const decided = (payment: Payment, asked: readonly ReturnType<typeof seat>[] | 'all') => {
  const found = decideRefund(payment, { seats: asked, by: 'buyer' })
  return found.ok ? found.value : found.refusal
}

describe('a refund', () => {
  it('is of the seats asked for, or of all that stand', () => {
    expect(decided(paid, [seat(1, 2)])).toEqual({ kind: 'refund-asked', number: 1, seats: [seat(1, 2)], by: 'buyer' })
    expect(decided(paid, 'all')).toEqual({ kind: 'refund-asked', number: 1, seats: [...seats], by: 'buyer' })
    expect(decided(partly, 'all')).toMatchObject({ number: 2, seats: [seat(1, 2), seat(2, 1)] })
    expect(decided(paid, [seat(2, 1), seat(2, 1)])).toMatchObject({ seats: [seat(2, 1)] })
  })

  it('of what is refunded already does nothing', () => {
    expect(decided(partly, [seat(1, 1)])).toBe('done')
    expect(decided(underWay, [seat(1, 2)])).toBe('done')
    expect(decided(underWay, [seat(1, 1), seat(1, 2)])).toBe('done')
    expect(decided(whole, 'all')).toBe('done')
    expect(decided(whole, seats)).toBe('done')
  })

  it('of more than stands is refused', () => {
    expect(decided(partly, seats)).toEqual({ kind: 'more-than-stands', standing: [seat(1, 2), seat(2, 1)] })
    expect(decided(underWay, [seat(1, 2), seat(2, 1)])).toEqual({ kind: 'more-than-stands', standing: [seat(2, 1)] })
  })

  it('of seats that were never bought is refused', () => {
    expect(decided(paid, [seat(1, 1), seat(1, 3)])).toEqual({ kind: 'unknown-seat', seat: seat(1, 3) })
    expect(decided(paid, [seat(1, 0)])).toEqual({ kind: 'unknown-seat', seat: seat(1, 0) })
    expect(decided(paid, [seat(9, 1)])).toEqual({ kind: 'unknown-seat', seat: seat(9, 1) })
    expect(decided(paid, [])).toEqual({ kind: 'no-seats' })
  })

  it('waits for the one before it', () => {
    expect(decided(underWay, [seat(2, 1)])).toEqual({ kind: 'under-way' })
    expect(decided(underWay, 'all')).toEqual({ kind: 'under-way' })
  })

  it('is of money that was taken', () => {
    expect(decided(opened, 'all')).toEqual({ kind: 'not-paid' })
    expect(decided(after(opened, authorised, { kind: 'all-sold' }), seats)).toEqual({ kind: 'not-paid' })
  })

  it('goes on where money is owed of an earlier one', () => {
    const owed = after(partly, { kind: 'refund-failed', number: 1, reason: 'closed account' })
    expect(owed.state).toBe('refund-owed')
    expect(decided(owed, [seat(1, 1)])).toBe('done')
    expect(decided(owed, 'all')).toMatchObject({ number: 2, seats: [seat(1, 2), seat(2, 1)] })
  })
})
