import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { currency } from '@matchday/domain/game/currency'
import type { Money } from '@matchday/domain/game/money'
import type { HoldId } from '@matchday/domain/inventory/ids'
import type { IntentId, PaymentMethod } from '@matchday/domain/payment/ids'
import type { AuthoriseOrder } from '@matchday/domain/payment/order'
import type { Decline, Truth } from '@matchday/domain/payment/truth'
import type { ChargeCard } from '@matchday/domain/ports/charge-card'
import type { ReservationId } from '@matchday/domain/reservation/ids'

/** A provider, and what a suite does to it from outside. */
export type ChargeCardSubject = {
  readonly chargeCard: ChargeCard
  readonly cards: {
    readonly accepted: PaymentMethod
    /** Wants the buyer to authenticate. */
    readonly careful: PaymentMethod
    readonly declined: readonly (readonly [PaymentMethod, Decline])[]
  }
  /** The buyer does what the bank asks for, or does not. */
  readonly authenticate: (intent: IntentId, succeeds: boolean) => Promise<void>
  /** What an intent has taken and returned, in minor units. */
  readonly moneyOf: (intent: IntentId) => Promise<{ readonly captured: number; readonly returned: number }>
  readonly remove: () => Promise<void>
}

/** What a payment provider must do with money, whoever it is. */
export function chargeCardContract(make: () => Promise<ChargeCardSubject>): void {
  let subject: ChargeCardSubject
  let chargeCard: ChargeCard
  let reservations = 0
  beforeAll(async () => {
    subject = await make()
    chargeCard = subject.chargeCard
  }, 60_000)
  afterAll(() => subject.remove())

  const dollars = (minor: number): Money => ({ minor, currency: currency('USD') })
  const holds = ['00000000-0000-8000-8000-000000000001' as HoldId]

  /** The first order of another reservation. */
  function order(changed: Partial<AuthoriseOrder> = {}): AuthoriseOrder {
    const reservation = `f0000000-0000-8000-8000-${String(++reservations).padStart(12, '0')}` as ReservationId
    const first = { key: `${reservation}:authorise:1`, intent: null, amount: dollars(4_500) }
    return { ...first, method: subject.cards.accepted, reservation, holds, ...changed }
  }

  const heard = (answer: Truth | 'unknown'): Truth => {
    if (answer === 'unknown') throw new Error('the provider did not answer')
    return answer
  }
  async function authorised(amount = dollars(4_500)): Promise<IntentId> {
    const truth = heard(await chargeCard.authorise(order({ amount })))
    expect(truth.kind).toBe('authorised')
    return intentIn(truth)
  }
  const intentIn = ({ intent }: Truth): IntentId => {
    if (intent === null) throw new Error('there is no intent')
    return intent
  }
  async function captured(amount = dollars(4_500)): Promise<IntentId> {
    const intent = await authorised(amount)
    await chargeCard.capture({ key: `${intent}:capture`, intent, amount })
    return intent
  }

  describe('authorising', () => {
    it('reserves the money and takes none', async () => {
      const intent = await authorised()
      expect(await chargeCard.retrieve(intent)).toEqual({ kind: 'authorised', intent })
      expect(await subject.moneyOf(intent)).toEqual({ captured: 0, returned: 0 })
    })

    it('by one key opens one intent, however often and by however many', async () => {
      const same = order()
      const all = await Promise.all(Array.from({ length: 4 }, () => chargeCard.authorise(same)))
      all.push(await chargeCard.authorise(same))
      // Those that meet another under way may be told nothing.
      const answered = all.filter(answer => answer !== 'unknown')
      expect(new Set(answered.map(intentIn)).size).toBe(1)
    })

    it('is declined with a reason, and another card is tried on the same intent', async () => {
      for (const [method, reason] of subject.cards.declined) {
        const first = order({ method })
        const truth = heard(await chargeCard.authorise(first))
        expect(truth).toMatchObject({ kind: 'declined', reason })
        const second = { ...first, key: `${first.reservation}:authorise:2`, intent: truth.intent }
        const answer = await chargeCard.authorise({ ...second, method: subject.cards.accepted })
        expect(answer).toMatchObject({ kind: 'authorised', intent: truth.intent ?? expect.any(String) })
      }
    })

    it.each([
      [true, 'authorised'], [false, 'declined'],
    ])('may want something of the buyer: %s', async (succeeds, kind) => {
      const truth = heard(await chargeCard.authorise(order({ method: subject.cards.careful })))
      const intent = intentIn(truth)
      expect(truth).toEqual({ kind: 'requires-action', intent, action: { url: expect.stringMatching(/^https?:/) } })
      expect(await chargeCard.retrieve(intent)).toEqual(truth)
      await subject.authenticate(intent, succeeds)
      expect(await chargeCard.retrieve(intent)).toMatchObject({ kind, intent })
    })

    it('by another key says so where the money is reserved or taken already', async () => {
      const first = order()
      const intent = intentIn(heard(await chargeCard.authorise(first)))
      const second = { ...first, key: `${first.reservation}:authorise:2`, intent }
      expect(await chargeCard.authorise(second)).toEqual({ kind: 'authorised', intent })
      await chargeCard.capture({ key: `${intent}:capture`, intent, amount: first.amount })
      expect(await chargeCard.authorise({ ...second, key: `${second.key}0` })).toEqual({ kind: 'captured', intent })
    })
  })

  describe('capturing', () => {
    it.each(['USD', 'JPY', 'KWD'])('takes what is reserved, once: %s', async code => {
      const minor = 4_500
      const amount = { minor, currency: currency(code) }
      const intent = await authorised(amount)
      const capture = { key: `${intent}:capture`, intent, amount }
      expect(await chargeCard.capture(capture)).toEqual({ kind: 'captured', intent })
      expect(await chargeCard.capture(capture)).toEqual({ kind: 'captured', intent })
      expect(await chargeCard.capture({ ...capture, key: `${intent}:again` })).toEqual({ kind: 'captured', intent })
      expect(await chargeCard.retrieve(intent)).toEqual({ kind: 'captured', intent })
      expect(await subject.moneyOf(intent)).toEqual({ captured: minor, returned: 0 })
    })
  })

  describe('voiding', () => {
    it('is for good', async () => {
      const first = order()
      const intent = intentIn(heard(await chargeCard.authorise(first)))
      const voided = { kind: 'voided', intent }
      expect(await chargeCard.void({ key: `${intent}:void`, intent })).toEqual(voided)
      expect(await chargeCard.void({ key: `${intent}:void`, intent })).toEqual(voided)
      expect(await chargeCard.retrieve(intent)).toEqual(voided)
      expect(await chargeCard.capture({ key: `${intent}:capture`, intent, amount: first.amount })).toEqual(voided)
      expect(await chargeCard.authorise({ ...first, key: `${first.key}0`, intent })).toEqual(voided)
      expect(await subject.moneyOf(intent)).toEqual({ captured: 0, returned: 0 })
    })

    it('lets go of a card that was declined, or waits for its buyer', async () => {
      for (const method of [subject.cards.careful, subject.cards.declined[0]?.[0] ?? subject.cards.careful]) {
        const { intent } = heard(await chargeCard.authorise(order({ method })))
        if (intent === null) continue
        expect(await chargeCard.void({ key: `${intent}:void`, intent })).toEqual({ kind: 'voided', intent })
      }
    })

    it('comes too late once the money is taken', async () => {
      const intent = await captured()
      expect(await chargeCard.void({ key: `${intent}:void`, intent })).toEqual({ kind: 'captured', intent })
      expect(await subject.moneyOf(intent)).toEqual({ captured: 4_500, returned: 0 })
    })
  })

  describe('refunding', () => {
    const refundOf = (intent: IntentId, number: number, minor: number) => ({
      key: `${intent}:refund:${number}`, intent, amount: dollars(minor), number,
    })

    it('returns a part, once by its key, and the rest by others', async () => {
      const intent = await captured()
      const first = refundOf(intent, 1, 1_000)
      expect(await chargeCard.refund(first)).toEqual({ kind: 'returned' })
      expect(await chargeCard.refund(first)).toEqual({ kind: 'returned' })
      expect(await subject.moneyOf(intent)).toEqual({ captured: 4_500, returned: 1_000 })
      expect(await chargeCard.refund(refundOf(intent, 2, 3_500))).toEqual({ kind: 'returned' })
      expect(await subject.moneyOf(intent)).toEqual({ captured: 4_500, returned: 4_500 })
      expect(await chargeCard.retrieve(intent)).toEqual({ kind: 'captured', intent })
    })

    it('returns no more than was taken', async () => {
      const intent = await captured()
      expect(await chargeCard.refund(refundOf(intent, 1, 4_501))).toMatchObject({ kind: 'refused' })
      expect(await chargeCard.refund(refundOf(intent, 2, 4_000))).toEqual({ kind: 'returned' })
      expect(await chargeCard.refund(refundOf(intent, 3, 501))).toMatchObject({ kind: 'refused' })
      expect(await subject.moneyOf(intent)).toEqual({ captured: 4_500, returned: 4_000 })
    })

    it('returns nothing that was only reserved', async () => {
      const intent = await authorised()
      expect(await chargeCard.refund(refundOf(intent, 1, 1_000))).toMatchObject({ kind: 'refused' })
    })
  })
}
