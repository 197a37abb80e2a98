import { describe, expect, it } from '@jest/globals'
import type { FederationSettings } from '../inventory/federation.ts'
import { asPaid } from '../payment/terms.ts'
import { holdRefsOf, reservationOf } from '../reservation/reservation.ts'
import { expectAgreement } from '../testing/agree.ts'
import { say } from '../testing/little-site.ts'
import type { Guard } from '../testing/little-store.ts'
import type { Paying } from '../testing/paying.ts'
import { authenticate, holdStates, intentStates, paying, withCard } from '../testing/paying.ts'
import { announces } from '../testing/say.ts'
import { line, wants } from '../testing/selling.ts'
import { listed, nothing } from '../testing/world.ts'
import { pay } from './pay.ts'
import { placeHolds } from './place-holds.ts'
import { releaseReservation } from './release-reservation.ts'
import { resumePayment } from './resume-payment.ts'

describe('a late payment', () => {
  const late = async (settings: Partial<FederationSettings> = {}): Promise<Paying> => {
    const world = await paying(settings)
    world.log.nowMs += 200
    say(world.log, nothing)
    await world.site.consume()
    expect(holdStates(world)).toEqual(['expired', 'expired'])
    return world
  }

  it('is honoured while its seats are free, on new holds', async () => {
    const world = await late()
    expect(await pay(world.site, withCard(world, 'visa'))).toMatchObject({ kind: 'paid' })
    expect(holdStates(world)).toEqual(['expired', 'expired', 'sold', 'sold'])
    expectAgreement(world)
    const [record] = [...world.store.records.values()]
    if (record === undefined) throw new Error('no record')
    const paid = asPaid(record, world.payment().terms)
    expect(reservationOf(paid, await world.site.reservations.holds(holdRefsOf(paid))).state).toBe('confirmed')
  })

  it.each([
    ['its seats are gone', announces('reserved', 8)],
    ['its seats are dearer', listed(2, { 1: 8, 2: 3 }, { price: 99 })],
  ])('takes nothing when %s', async (_, meanwhile) => {
    const world = await late()
    say(world.log, meanwhile)
    expect(await pay(world.site, withCard(world, 'visa'))).toMatchObject({
      kind: 'undone', payment: { state: 'voided', why: 'seats-gone' },
    })
    expect(intentStates(world)).toEqual([['voided', 0]])
    expect(holdStates(world)).not.toContain('sold')
    expectAgreement(world)
  })

  it('is too late when the game has begun', async () => {
    const world = await late()
    const begun = { ...world.site, calendar: () => 0 }
    expect(await pay(begun, withCard(world, 'visa'))).toEqual({ kind: 'game-started', game: 1 })
    expect(world.bank.provider.intents).toEqual([])
  })

  it('takes nothing when this buyer may not have so many any more', async () => {
    const world = await late({ perBuyerTournament: 3 })
    await placeHolds(world.site, wants([line(1, 2, 1)]))
    expect(holdStates(world)).toEqual(['expired', 'expired', 'held'])
    expect(await pay(world.site, withCard(world, 'visa'))).toMatchObject({ kind: 'undone' })
    expect(holdStates(world)).not.toContain('sold')
    expectAgreement(world)
  })

  it('is late too when holds expire while the bank thinks', async () => {
    const world = await paying()
    const guard: Guard = async (name, operation) => {
      await Promise.resolve()
      if (name === 'provider') world.log.nowMs += 60
      return operation()
    }
    await pay(world.process(guard), withCard(world, '3ds'))
    authenticate(world, true)
    expect(await resumePayment(world.process(guard), world.name.id)).toMatchObject({ kind: 'paid' })
    expect(holdStates(world)).toEqual(['expired', 'expired', 'sold', 'sold'])
  })
})

describe('what happens meanwhile', () => {
  /** The buyer releases just before the first sale is appended. */
  const releasing = (world: Paying): Guard => {
    let released = false
    return async (name, operation) => {
      if (name === 'append' && !released) {
        released = true
        await releaseReservation(world.site, world.name)
      }
      return operation()
    }
  }

  it('a release by the buyer undoes the purchase', async () => {
    const world = await paying()
    expect(await pay(world.process(releasing(world)), withCard(world, 'visa'))).toMatchObject({
      kind: 'undone', payment: { why: 'seats-gone' },
    })
    expect(intentStates(world)).toEqual([['voided', 0]])
    expectAgreement(world)
  })

  it('one hold that is gone undoes them all', async () => {
    const world = await paying()
    const guard: Guard = async (name, operation) => {
      await Promise.resolve()
      const [hold] = world.holds()
      if (name === 'provider' && hold?.state === 'held') {
        say(world.log, {
          kind: 'release-requested', site: hold.site, sentAtMs: null, hold: hold.id, game: hold.game,
          category: hold.category, quantity: hold.quantity, price: hold.price, reason: 'released', seats: null,
        })
      }
      return operation()
    }
    expect(await pay(world.process(guard), withCard(world, 'visa'))).toMatchObject({ kind: 'undone' })
    expect(holdStates(world)).toEqual(['released', 'refunded'])
    expectAgreement(world)
  })

  it('a capture that is refused is undone', async () => {
    const world = await paying()
    world.bank.captures = false
    expect(await pay(world.site, withCard(world, 'visa'))).toMatchObject({
      kind: 'undone', payment: { state: 'voided', why: 'capture-refused' },
    })
    expect(holdStates(world)).toEqual(['refunded', 'refunded'])
    expectAgreement(world)
  })
})
