import { describe, expect, it } from '@jest/globals'
import { after, authorised, bought, card, intent, opened, seat, seats, terms } from '../testing/payments.ts'
import { hold } from '../testing/world.ts'
import type { PaymentEvent } from './event.ts'
import { evolve } from './evolve.ts'
import type { IntentId } from './ids.ts'
import type { Payment } from './payment.ts'

const action = { url: 'https://bank.example' }
const refundOf = (number: number, ...of: readonly ReturnType<typeof seat>[]): PaymentEvent => ({
  kind: 'refund-asked', number, seats: of, by: 'buyer',
})
const undoing: PaymentEvent = { kind: 'undoing', intent, why: 'seats-gone' }
const returned: PaymentEvent = { kind: 'money-returned', number: 1 }
const reseated: PaymentEvent = { kind: 'seats-returned', number: 1 }
const failed: PaymentEvent = { kind: 'refund-failed', number: 1, reason: 'closed account' }

/** A payment in each state. */
const payments: Readonly<Record<Payment['state'], Payment>> = {
  created: opened,
  'requires-action': after(opened, { kind: 'action-required', intent, action }),
  failed: after(opened, { kind: 'declined', intent, reason: 'insufficient-funds' }),
  authorised: after(opened, authorised),
  reholding: after(opened, authorised, { kind: 'reholding', instead: [{ expired: hold(1), by: hold(9) }] }),
  capturing: after(opened, authorised, { kind: 'all-sold' }),
  undoing: after(opened, authorised, undoing),
  voided: after(opened, authorised, undoing, { kind: 'voided' }),
  captured: after(opened, ...bought),
  refunding: after(opened, ...bought, refundOf(1, seat(1, 1))),
  returning: after(opened, ...bought, refundOf(1, seat(1, 1)), returned),
  'partially-refunded': after(opened, ...bought, refundOf(1, seat(1, 1)), returned, reseated),
  refunded: after(opened, ...bought, refundOf(1, ...seats), returned, reseated),
  'refund-owed': after(opened, ...bought, refundOf(1, ...seats), returned, reseated, failed),
}

/** Each event, and the states after which it may come with what it makes of them. */
const follows: readonly (readonly [PaymentEvent, Partial<Record<Payment['state'], Payment['state']>>])[] = [
  [{ kind: 'attempted', attempt: card('other') }, { failed: 'created', 'requires-action': 'created' }],
  [{ kind: 'declined', intent, reason: 'declined' }, { created: 'failed', 'requires-action': 'failed' }],
  [{ kind: 'action-required', intent, action }, { created: 'requires-action' }],
  [authorised, { created: 'authorised', 'requires-action': 'authorised', failed: 'authorised' }],
  [{ kind: 'reholding', instead: [{ expired: hold(2), by: hold(8) }] }, { authorised: 'reholding' }],
  [{ kind: 'reheld' }, { reholding: 'authorised' }],
  [{ kind: 'all-sold' }, { authorised: 'capturing' }],
  [{ kind: 'captured' }, { capturing: 'captured' }],
  [undoing, {
    created: 'undoing', 'requires-action': 'undoing', authorised: 'undoing', reholding: 'undoing', capturing: 'undoing',
  }],
  [{ kind: 'voided' }, { undoing: 'voided' }],
  [refundOf(1, seat(1, 2)), { captured: 'refunding' }],
  [refundOf(2, seat(1, 2)), { 'partially-refunded': 'refunding' }],
  [{ ...refundOf(1, ...seats), by: 'undo' } as PaymentEvent, { undoing: 'refunding' }],
  [returned, { refunding: 'returning' }],
  [{ kind: 'money-refused', number: 1, reason: 'no' }, { refunding: 'captured' }],
  [reseated, { returning: 'partially-refunded' }],
  [failed, {
    refunding: 'captured', returning: 'returning', 'partially-refunded': 'refund-owed', refunded: 'refund-owed',
  }],
  [{ kind: 'refund-settled', number: 1, note: 'by transfer' }, { 'refund-owed': 'refunded' }],
]

describe.each(follows)('%j', (event, to) => {
  it.each(Object.entries(payments))('after %s', (state, payment) => {
    const next = evolve(payment, event)
    const expected = to[state as Payment['state']]
    if (expected === undefined) {
      expect(next).toEqual({ ok: false, refusal: { kind: 'misplaced', state, event: event.kind } })
    } else {
      expect(next).toMatchObject({ ok: true, value: { state: expected, revision: payment.revision + 1 } })
    }
  })
})

describe('cards', () => {
  it('are counted, and the next is tried on the same intent', () => {
    const again = after(payments.failed, { kind: 'attempted', attempt: card('other', 'key') })
    expect(again).toMatchObject({ intent, attempt: { number: 2, method: 'pm_card_other', key: 'key' }, terms })
  })

  it('may be refused before an intent is opened', () => {
    expect(after(opened, { kind: 'declined', intent: null, reason: 'invalid-method' })).toMatchObject({ intent: null })
    const later = after(payments.failed, { kind: 'attempted', attempt: card('other') })
    expect(after(later, { kind: 'declined', intent: null, reason: 'invalid-method' })).toMatchObject({ intent })
  })
})

describe('new holds', () => {
  const reheld = after(payments.reholding, { kind: 'reheld' })

  it('take the place of those that expired', () => {
    expect(reheld.terms.holds).toEqual([
      { ...terms.holds[0], id: hold(9), insteadOf: hold(1) }, terms.holds[1],
    ])
  })

  it.each([
    ['once', reheld, [{ expired: hold(2), by: hold(8) }]],
    ['for a hold of the payment', payments.authorised, [{ expired: hold(3), by: hold(8) }]],
    ['for one at least', payments.authorised, []],
  ])('are asked for %s', (_, payment, instead) => {
    expect(evolve(payment, { kind: 'reholding', instead }).ok).toBe(false)
  })
})

describe('a refund', () => {
  const { captured } = payments
  const partly = payments['partially-refunded']

  it.each([
    ['has the next number', captured, refundOf(2, seat(1, 1))],
    ['is of something', captured, refundOf(1)],
    ['is of each seat once', captured, refundOf(1, seat(1, 1), seat(1, 1))],
    ['is of seats that there are', captured, refundOf(1, seat(1, 3))],
    ['is of seats that stand', partly, refundOf(2, seat(1, 1), seat(1, 2))],
    ['has its own money', payments.refunding, { kind: 'money-returned', number: 2 }],
    ['is refused by its own number', payments.refunding, { kind: 'money-refused', number: 2, reason: '' }],
    ['has its own seats', payments.returning, { kind: 'seats-returned', number: 2 }],
    ['fails by its own number', payments.refunded, { ...failed, number: 2 }],
    ['fails once', payments['refund-owed'], failed],
    ['is settled where it is owed', payments.refunded, { kind: 'refund-settled', number: 1, note: '' }],
    ['is asked by nobody as if the purchase were undone', captured, { ...refundOf(1, ...seats), by: 'undo' }],
    ['of an undone purchase is whole', payments.undoing, { ...refundOf(1, seat(1, 1)), by: 'undo' }],
  ] as [string, Payment, PaymentEvent][])('%s', (_, payment, event) => {
    expect(evolve(payment, event).ok).toBe(false)
  })

  it('that fails while its seats are returned is owed when they are', () => {
    const owed = after(payments.returning, failed, reseated)
    expect(owed).toMatchObject({ state: 'refund-owed', refunds: [{ outcome: 'owed', note: 'closed account' }] })
    expect(evolve(after(payments.returning, failed), failed).ok).toBe(false)
  })

  it('that fails while another is under way is owed after that one', () => {
    const second = after(partly, refundOf(2, seat(2, 1)), failed)
    expect(second).toMatchObject({ state: 'refunding', refunds: [{ outcome: 'owed' }] })
    const ends = [{ kind: 'money-returned', number: 2 }, { kind: 'seats-returned', number: 2 }] as const
    expect(after(second, ...ends).state).toBe('refund-owed')
  })

  it('that is refused can be asked for again', () => {
    const refused = after(payments.refunding, { kind: 'money-refused', number: 1, reason: 'no' })
    expect(refused).toMatchObject({ state: 'captured', refunds: [{ number: 1, outcome: 'refused', note: 'no' }] })
    const again = [refundOf(2, ...seats), { kind: 'money-returned', number: 2 }, { kind: 'seats-returned', number: 2 }]
    expect(after(refused, ...again as PaymentEvent[]).state).toBe('refunded')
  })

  it('of an undone purchase that is refused is owed: there are no seats for the tickets', () => {
    const asked = after(payments.undoing, { ...refundOf(1, ...seats), by: 'undo' } as PaymentEvent)
    expect(after(asked, { kind: 'money-refused', number: 1, reason: 'no' })).toMatchObject({ state: 'refund-owed' })
    expect(after(asked, returned, reseated)).toMatchObject({ state: 'refunded' })
  })

  it('that was owed is settled', () => {
    const settled = after(payments['refund-owed'], { kind: 'refund-settled', number: 1, note: 'by transfer' })
    expect(settled).toMatchObject({ state: 'refunded', refunds: [{ outcome: 'settled', note: 'by transfer' }] })
  })
})

it('an intent is taken from whoever knows it first', () => {
  const other = 'pi_9' as IntentId
  expect(after(opened, { kind: 'undoing', intent: other, why: 'too-late' })).toMatchObject({ intent: other })
})
