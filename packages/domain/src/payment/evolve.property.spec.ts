import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { succeed } from '../result.ts'
import { card, intent, opened, seat, seats } from '../testing/payments.ts'
import { without } from '../testing/sabotage.ts'
import { hold } from '../testing/world.ts'
import type { PaymentEvent } from './event.ts'
import { evolve } from './evolve.ts'
import type { Payment } from './payment.ts'
import * as standing from './standing.ts'
import { balanceOf } from './standing.ts'
import { allSeatsOf, priceOf, totalOf } from './terms.ts'

const number = fc.integer({ min: 1, max: 4 })
const text = fc.constant('why')

const purchase = fc.constantFrom<PaymentEvent>(
  { kind: 'attempted', attempt: card('other') },
  { kind: 'declined', intent, reason: 'declined' },
  { kind: 'action-required', intent, action: { url: '' } },
  { kind: 'reholding', instead: [{ expired: hold(1), by: hold(9) }] },
  { kind: 'reheld' },
  { kind: 'undoing', intent, why: 'capture-refused' },
  { kind: 'voided' },
)

const refund: fc.Arbitrary<PaymentEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('refund-asked' as const),
    number,
    seats: fc.oneof(fc.subarray([...seats]), fc.array(fc.constantFrom(...seats, seat(1, 3)), { maxLength: 4 })),
    by: fc.constantFrom('buyer' as const, 'undo' as const),
  }),
  fc.record({ kind: fc.constantFrom('money-returned' as const, 'seats-returned' as const), number }),
  fc.record({ kind: fc.constantFrom('money-refused' as const, 'refund-failed' as const), number, reason: text }),
  fc.record({ kind: fc.constant('refund-settled' as const), number, note: text }),
)

/** Any events at all; often enough those of a purchase, in their order, so that there is something to refund. */
const events = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: purchase },
    { weight: 3, arbitrary: fc.constantFrom<PaymentEvent>(
      { kind: 'authorised', intent }, { kind: 'all-sold' }, { kind: 'captured' },
    ) },
    { weight: 6, arbitrary: refund },
  ),
  { maxLength: 80, size: 'max' },
)

/** What an auditor notes of the events that count, in minor units. */
type Audit = {
  taken: number
  returned: number
  owed: number
  /** By number: what a refund is of, and whether its money went out. */
  readonly refunds: Map<number, { readonly price: number; readonly isUndo: boolean; isOut: boolean }>
}

function note(audit: Audit, before: Payment, event: PaymentEvent): void {
  if (event.kind === 'captured') audit.taken += totalOf(before.terms).minor
  if (event.kind === 'refund-asked') {
    const isUndo = event.by === 'undo'
    if (isUndo) audit.taken += totalOf(before.terms).minor
    audit.refunds.set(event.number, { price: priceOf(before.terms, event.seats).minor, isUndo, isOut: false })
  }
  const meant = 'number' in event ? audit.refunds.get(event.number) : undefined
  if (meant === undefined) return
  const { price, isUndo, isOut } = meant
  if (event.kind === 'money-returned') {
    audit.returned += price
    meant.isOut = true
  }
  if (event.kind === 'money-refused' && isUndo) audit.owed += price
  if (event.kind === 'refund-failed' && isOut) audit.returned -= price
  if (event.kind === 'refund-failed' && (isOut || isUndo)) audit.owed += price
  if (event.kind === 'refund-settled') {
    audit.owed -= price
    audit.returned += price
  }
}

/** Whatever events come, those that count leave money and tickets in agreement, after each of them. */
const agreement = (evolving: typeof evolve) =>
  fc.property(events, list => {
    const audit: Audit = { taken: 0, returned: 0, owed: 0, refunds: new Map() }
    let payment: Payment = opened
    for (const event of list) {
      const next = evolving(payment, event)
      if (!next.ok) continue
      note(audit, payment, event)
      payment = next.value
      check(payment, audit)
    }
  })

function check(payment: Payment, { taken, returned, owed }: Audit): void {
  const balance = balanceOf(payment)
  const underWay = payment.state === 'refunding' ? priceOf(payment.terms, payment.refund.seats).minor : 0
  expect([0, totalOf(payment.terms).minor]).toContain(taken)
  expect(balance.taken.minor).toBe(taken)
  expect(balance.standing.minor).toBe(taken - returned - owed - underWay)
  if ('refund' in payment) return
  expect([balance.returned.minor, balance.owed.minor]).toEqual([returned, owed])
}

const wrapped = (broken: (payment: Payment, event: PaymentEvent) => ReturnType<typeof evolve> | null): typeof evolve =>
  (payment, event) => broken(payment, event) ?? evolve(payment, event)

const controls: readonly { readonly name: string; readonly broken: () => Promise<typeof evolve> }[] = [
  {
    name: 'money is taken twice',
    broken: () => Promise.resolve(wrapped((payment, { kind }) =>
      kind === 'captured' && payment.state === 'captured' ? succeed(payment) : null)),
  },
  {
    name: 'money is returned twice',
    broken: () => Promise.resolve(wrapped((payment, { kind }) =>
      kind === 'money-returned' && payment.state === 'returning' ? succeed(payment) : null)),
  },
  {
    name: 'seats are refunded that were before',
    broken: () => without(standing, '../payment/standing.ts', () => ({
      standingSeatsOf: ({ terms }) => allSeatsOf(terms),
    }), async () => (await import('./evolve.ts')).evolve),
  },
  {
    name: 'tickets stay revoked when their money is refused',
    broken: () => Promise.resolve(wrapped((payment, event) =>
      event.kind === 'money-refused' ? evolve(payment, { ...event, kind: 'money-returned' }) : null)),
  },
  {
    name: 'what came back is forgotten',
    broken: () => Promise.resolve(wrapped((payment, { kind }) =>
      kind === 'refund-failed' && payment.state === 'refunded' ? succeed(payment) : null)),
  },
]

describe('money and tickets', () => {
  it('agree after any events, lost, repeated and out of order', () => {
    fc.assert(agreement(evolve), { numRuns: 1_000 })
  })

  it.each(controls)('part when $name', async ({ broken }) => {
    const evolving = await broken()
    expect(fc.check(agreement(evolving), { numRuns: 20_000, endOnFailure: true }).failed).toBe(true)
  })
})
