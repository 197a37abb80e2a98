import { describe, expect, it } from '@jest/globals'
import type { Hold } from '../inventory/hold.ts'
import { holdKey } from '../inventory/ids.ts'
import {
  after, authorised, bought, card, deadlineMs, intent, liveHolds, opened, seat, seats, soldHolds,
} from '../testing/payments.ts'
import { hold } from '../testing/world.ts'
import type { PaymentEvent } from './event.ts'
import { nextStep } from './next-step.ts'
import type { Payment } from './payment.ts'
import type { Heard, Seen } from './seen.ts'
import type { Step } from './step.ts'
import type { Truth } from './truth.ts'

const action = { url: 'https://bank.example' }
const truths = {
  declined: { kind: 'declined', intent, reason: 'expired-card' },
  'requires-action': { kind: 'requires-action', intent, action },
  authorised: { kind: 'authorised', intent },
  uncapturable: { kind: 'uncapturable', intent },
  captured: { kind: 'captured', intent },
  voided: { kind: 'voided', intent },
} as const satisfies Record<Truth['kind'], Truth>

const rowsOf = (...holds: readonly Hold[]): Seen['holds'] =>
  new Map(holds.map(one => [holdKey(one), { hold: one, givenBack: false }]))
const [live, otherLive] = liveHolds as [Hold, Hold]
const [sold, otherSold] = soldHolds as [Hold, Hold]
const ended = (of: Hold, state: 'expired' | 'released'): Hold => ({ ...of, state })

const nextOf = (payment: Payment, known: Partial<Seen> = {}, nowMs = 0): Step =>
  nextStep({ payment, holds: null, heard: null, ...known }, { nowMs, keyedHash: text => text.padEnd(64, '0') })
const told = (kind: Truth['kind'], to: Exclude<Heard['to'], 'refund'> = 'ask'): Partial<Seen> => ({
  heard: { to, truth: truths[kind] },
})
const writes = (event: PaymentEvent): Step => ({ kind: 'write', event })
const undoing = (why: (PaymentEvent & { readonly kind: 'undoing' })['why']) => writes({ kind: 'undoing', intent, why })

const waiting = after(opened, { kind: 'action-required', intent, action })
const reserved = after(opened, authorised)
const capturing = after(reserved, { kind: 'all-sold' })
const undone = after(reserved, { kind: 'undoing', intent, why: 'seats-gone' })
const paid = after(opened, ...bought)

describe('a card that was given', () => {
  it('is tried, by its own key, for the whole of what the holds cost', () => {
    expect(nextOf(opened)).toEqual({
      kind: 'authorise',
      order: {
        key: 'reservation:authorise:1', intent: null, amount: { minor: 4_500, currency: 'USD' },
        method: 'pm_card_visa', reservation: 'reservation', holds: [hold(1), hold(2)],
      },
    })
    const declined = after(opened, { kind: 'declined', intent, reason: 'declined' })
    const again = after(declined, { kind: 'attempted', attempt: card('b') })
    expect(nextOf(again)).toMatchObject({ order: { key: 'reservation:authorise:2', intent, method: 'pm_card_b' } })
  })

  it.each([
    ['declined', writes({ kind: 'declined', intent, reason: 'expired-card' })],
    ['requires-action', writes({ kind: 'action-required', intent, action })],
    ['authorised', writes(authorised)],
    ['captured', writes(authorised)],
    ['voided', undoing('authorisation-lost')],
  ] as const)('is %s', (truth, step) => {
    expect(nextOf(opened, told(truth, 'authorise'))).toEqual(step)
  })

  it('is tried again by whoever finds it, whatever the provider says of the intent', () => {
    expect(nextOf(opened, { heard: 'nothing-yet' }).kind).toBe('authorise')
    expect(nextOf(opened, told('declined', 'ask')).kind).toBe('authorise')
  })

  it('that was accepted when nobody waited any more is given up', () => {
    expect(nextOf(opened, told('authorised', 'authorise'), deadlineMs)).toEqual(writes(authorised))
    expect(nextOf(opened, told('authorised', 'authorise'), deadlineMs + 1)).toEqual(undoing('too-late'))
  })
})

describe('a buyer whose bank wants something', () => {
  it.each([
    ['declined', writes({ kind: 'declined', intent, reason: 'expired-card' })],
    ['requires-action', { kind: 'await-buyer', action }],
    ['authorised', writes(authorised)],
    ['voided', undoing('authorisation-lost')],
  ] as const)('is %s', (truth, step) => {
    expect(nextOf(waiting, told(truth))).toEqual(step)
  })

  it('is waited for until the deadline', () => {
    expect(nextOf(waiting)).toEqual({ kind: 'await-buyer', action })
    expect(nextOf(waiting, told('requires-action'), deadlineMs)).toEqual({ kind: 'await-buyer', action })
    expect(nextOf(waiting, told('requires-action'), deadlineMs + 1)).toEqual(undoing('too-late'))
    expect(nextOf(waiting, told('authorised'), deadlineMs + 1)).toEqual(writes(authorised))
  })
})

describe('money that is reserved', () => {
  it('waits for the log: each hold is sold, and then it is taken', () => {
    expect(nextOf(reserved)).toEqual({ kind: 'read-log' })
    expect(nextOf(reserved, { holds: rowsOf(live, otherLive) })).toMatchObject({
      kind: 'append', records: [{ kind: 'sale-requested', hold: hold(1) }, { hold: hold(2) }],
    })
    expect(nextOf(reserved, { holds: rowsOf(sold, otherLive) })).toMatchObject({ records: [{ hold: hold(2) }] })
    expect(nextOf(reserved, { holds: rowsOf(sold, otherSold) })).toEqual(writes({ kind: 'all-sold' }))
    expect(nextOf(capturing)).toEqual({
      kind: 'capture', order: { key: 'reservation:capture', intent, amount: { minor: 4_500, currency: 'USD' } },
    })
  })

  it('is let go of when a hold is gone, or the money is', () => {
    expect(nextOf(reserved, { holds: rowsOf(sold, ended(otherLive, 'released')) })).toEqual(undoing('seats-gone'))
    expect(nextOf(reserved, { holds: rowsOf(ended(live, 'expired'), ended(otherLive, 'released')) }))
      .toEqual(undoing('seats-gone'))
    expect(nextOf(reserved, { holds: rowsOf(sold) })).toEqual(undoing('seats-gone'))
    const lost = { holds: rowsOf(live, otherLive), ...told('voided') }
    expect(nextOf(reserved, lost)).toEqual(undoing('authorisation-lost'))
  })

  it.each([
    ['captured', writes({ kind: 'captured' })],
    ['voided', undoing('authorisation-lost')],
    ['uncapturable', undoing('capture-refused')],
    ['declined', undoing('capture-refused')],
    ['requires-action', undoing('capture-refused')],
  ] as const)('is %s', (truth, step) => {
    expect(nextOf(capturing, told(truth, 'capture'))).toEqual(step)
  })

  it('is taken after asking whether it was', () => {
    expect(nextOf(capturing, { heard: 'nothing-yet' })).toEqual({ kind: 'ask', intent })
    expect(nextOf(capturing, told('authorised')).kind).toBe('capture')
  })
})

describe('holds that expired', () => {
  const asked = nextOf(reserved, { holds: rowsOf(sold, ended(otherLive, 'expired')) })
  const reholding = asked.kind === 'write' ? after(reserved, asked.event) : reserved
  const fresh = reholding.terms.holds[1]?.id ?? hold(2)
  const freshRow = (state: 'held' | 'expired'): Hold => ({ ...otherLive, id: fresh, state }) as Hold
  const rows = rowsOf(sold, ended(otherLive, 'expired'))

  it('are asked for anew under ids that are written first', () => {
    expect(asked).toMatchObject({ kind: 'write', event: { kind: 'reholding', instead: [{ expired: hold(2) }] } })
    expect(fresh).not.toBe(hold(2))
    expect(nextOf(reholding, { holds: rows })).toMatchObject({
      kind: 'append', records: [{ kind: 'hold-requested', hold: fresh, price: 25, quantity: 1 }],
    })
  })

  it('are not sold before it is written that they were granted', () => {
    expect(nextOf(reholding)).toEqual({ kind: 'read-log' })
    expect(nextOf(reholding, { holds: rowsOf(sold, freshRow('held')) })).toEqual(writes({ kind: 'reheld' }))
    const reheld = after(reholding, { kind: 'reheld' })
    expect(nextOf(reheld, { holds: rowsOf(sold, freshRow('held')) })).toMatchObject({
      kind: 'append', records: [{ kind: 'sale-requested', hold: fresh }],
    })
    expect(nextOf(reheld, { holds: rowsOf(sold, freshRow('expired')) })).toEqual(undoing('seats-gone'))
  })

  it('that are gone this time are not asked for again', () => {
    expect(nextOf(reholding, { holds: rowsOf(sold, freshRow('expired')) })).toEqual(undoing('seats-gone'))
    const refused = { ...otherLive, id: fresh, state: 'refused', refusal: { kind: 'sold-out', sellable: 0 } } as Hold
    expect(nextOf(reholding, { holds: rowsOf(sold, refused) })).toEqual(undoing('seats-gone'))
    expect(nextOf(reholding, { holds: rows, ...told('voided') })).toEqual(undoing('authorisation-lost'))
  })
})

describe('a purchase that is undone', () => {
  it('returns every seat, until none is kept; then the money; then it is closed', () => {
    expect(nextOf(undone)).toEqual({ kind: 'read-log' })
    expect(nextOf(undone, { holds: rowsOf(live, otherSold), ...told('voided') })).toMatchObject({
      kind: 'append', records: [{ reason: 'refunded', hold: hold(1) }, { reason: 'refunded', hold: hold(2) }],
    })
    const over = rowsOf(ended(live, 'released'), ended(otherLive, 'expired'))
    expect(nextOf(undone, { holds: over })).toEqual({ kind: 'void', order: { key: 'reservation:void', intent } })
    expect(nextOf(undone, { holds: over, ...told('authorised') }).kind).toBe('void')
    expect(nextOf(undone, { holds: over, ...told('voided', 'void') })).toEqual(writes({ kind: 'voided' }))
  })

  it('returns money that was taken after all', () => {
    expect(nextOf(undone, { holds: rowsOf(), ...told('captured', 'void') })).toEqual(
      writes({ kind: 'refund-asked', number: 1, seats: [...seats], by: 'undo' }),
    )
  })
})

describe('a refund', () => {
  const refunding = after(paid, { kind: 'refund-asked', number: 1, seats: [seat(1, 2)], by: 'buyer' })
  const returning = after(refunding, { kind: 'money-returned', number: 1 })

  it('returns the money under its own key', () => {
    expect(nextOf(refunding, { heard: 'nothing-yet' })).toEqual({
      kind: 'refund',
      order: { key: 'reservation:refund:1', intent, amount: { minor: 1_000, currency: 'USD' }, number: 1 },
    })
    expect(nextOf(refunding, { heard: { to: 'refund', truth: { kind: 'returned' } } }))
      .toEqual(writes({ kind: 'money-returned', number: 1 }))
    expect(nextOf(refunding, { heard: { to: 'refund', truth: { kind: 'refused', reason: 'no' } } }))
      .toEqual(writes({ kind: 'money-refused', number: 1, reason: 'no' }))
  })

  it('then the seats, until they are back', () => {
    expect(nextOf(returning, { heard: 'nothing-yet' })).toEqual({ kind: 'read-log' })
    expect(nextOf(returning, { holds: rowsOf(sold, otherSold) })).toMatchObject({
      kind: 'append', records: [{ kind: 'release-requested', hold: hold(1), seats: [2], quantity: 1 }],
    })
    expect(nextOf(returning, { holds: rowsOf({ ...sold, returnedSeats: [2] } as Hold, otherSold) }))
      .toEqual(writes({ kind: 'seats-returned', number: 1 }))
  })
})

it('nothing is left to do at rest', () => {
  const failed = after(opened, { kind: 'declined', intent, reason: 'declined' })
  const voided = after(undone, { kind: 'voided' })
  for (const payment of [paid, voided]) expect(nextOf(payment, { heard: 'nothing-yet' })).toEqual({ kind: 'rest' })
  expect(nextOf(failed)).toEqual({ kind: 'rest' })
  expect(nextOf(failed, { heard: 'nothing-yet' })).toEqual({ kind: 'ask', intent })
  expect(nextOf(failed, told('declined'))).toEqual({ kind: 'rest' })
  expect(nextOf(failed, told('authorised'))).toEqual(writes(authorised))
})
