import { describe, expect, it } from '@jest/globals'
import { attemptsMax } from '../payment/payment.ts'
import type { ReservationId, SessionId } from '../reservation/ids.ts'
import { expectAgreement } from '../testing/agree.ts'
import type { Guard } from '../testing/little-store.ts'
import { holdStates, intentStates, paying, withCard } from '../testing/paying.ts'
import { pay } from './pay.ts'
import { releaseReservation } from './release-reservation.ts'

/** What a process asks of its ports, in order. */
function listening(): { readonly guard: Guard; readonly heard: string[] } {
  const heard: string[] = []
  return {
    heard,
    guard: async (name, operation) => {
      await Promise.resolve()
      heard.push(name)
      return operation()
    },
  }
}

describe('paying', () => {
  it('sells every hold, and then takes the money', async () => {
    const world = await paying()
    const { guard, heard } = listening()
    expect(await pay(world.process(guard), withCard(world, 'visa'))).toMatchObject({
      kind: 'paid', payment: { state: 'captured', refunds: [] },
    })
    expect(holdStates(world)).toEqual(['sold', 'sold'])
    expect(intentStates(world)).toEqual([['captured', 3_000]])
    expect(heard).toEqual([
      'find', 'holds', 'payments', 'provider', 'payments', 'append', 'append', 'decisions', 'payments', 'provider',
      'payments',
    ])
    expectAgreement(world)
  })

  it('writes each step before it takes it', async () => {
    const world = await paying()
    await pay(world.site, withCard(world, 'visa'))
    const history = await world.site.payments.history(world.name.id)
    expect(history.map(({ revision, event }) => [revision, event.kind])).toEqual([
      [1, 'opened'], [2, 'authorised'], [3, 'all-sold'], [4, 'captured'],
    ])
    expect(world.rows.get(world.name.id)?.lookAtMs).toBeNull()
  })

  it('again changes nothing', async () => {
    const world = await paying()
    const first = await pay(world.site, withCard(world, 'visa'))
    const { guard, heard } = listening()
    expect(await pay(world.process(guard), withCard(world, 'visa'))).toEqual(first)
    expect(heard).toEqual(['find', 'holds', 'payments'])
  })

  it('is for those who know the reservation, in its own session', async () => {
    const world = await paying()
    for (const other of [{ session: 'other' as SessionId }, { id: 'other' as ReservationId }]) {
      expect(await pay(world.site, { ...withCard(world, 'visa'), ...other })).toEqual({ kind: 'not-found' })
    }
    expect(world.rows.size).toBe(0)
  })

  it('is possible once something is held', async () => {
    const world = await paying()
    await releaseReservation(world.site, world.name)
    expect(await pay(world.site, withCard(world, 'visa'))).toMatchObject({
      kind: 'not-payable', reservation: { state: 'released' },
    })
    expect(world.bank.provider.intents).toEqual([])
  })

  it('at once from two processes is one payment', async () => {
    const world = await paying()
    const both = await Promise.all([world.site, world.process()].map(desk => pay(desk, withCard(world, 'visa'))))
    expect(both.map(({ kind }) => kind)).toEqual(['paid', 'paid'])
    expect(intentStates(world)).toEqual([['captured', 3_000]])
    expectAgreement(world)
  })
})

describe('a card that is declined', () => {
  it('takes nothing, and the holds stay for another', async () => {
    const world = await paying()
    const declined = await pay(world.site, withCard(world, 'empty'))
    expect(declined).toMatchObject({ kind: 'declined', payment: { reason: 'declined' } })
    expect(holdStates(world)).toEqual(['held', 'held'])
    const paid = await pay(world.site, withCard(world, 'visa'))
    expect(paid).toMatchObject({ kind: 'paid', payment: { attempt: { number: 2 } } })
    expect(intentStates(world)).toEqual([['captured', 3_000]])
  })

  it('is not tried again by the same request, and is by another', async () => {
    const world = await paying()
    for (const key of ['a', 'a', null, null, 'b']) await pay(world.site, withCard(world, 'empty', key))
    expect(world.payment().attempt).toMatchObject({ number: 4, key: 'b' })
  })

  it('is tried so often and no more', async () => {
    const world = await paying()
    for (let tried = 0; tried < attemptsMax; tried++) await pay(world.site, withCard(world, 'empty'))
    expect(world.payment().attempt.number).toBe(attemptsMax)
    expect(await pay(world.site, withCard(world, 'visa'))).toEqual({ kind: 'too-many-attempts', max: attemptsMax })
    expect(intentStates(world)).toEqual([['open', 0]])
  })

  it('is not followed by another once the buyer has released', async () => {
    const world = await paying()
    await pay(world.site, withCard(world, 'empty'))
    await releaseReservation(world.site, world.name)
    expect(await pay(world.site, withCard(world, 'visa'))).toMatchObject({ kind: 'not-payable' })
  })
})

describe('what cannot be paid', () => {
  it('is a reservation that is not decided yet', async () => {
    const world = await paying()
    for (const key of world.store.whole.holds.keys()) world.store.whole.holds.delete(key)
    world.store.isStuck = true
    expect(await pay(world.site, withCard(world, 'visa'))).toEqual({ kind: 'undecided' })
  })

  it.each([
    ['mixed-currencies', (at: number) => (at === 0 ? { currency: 'USD' } : { currency: 'EUR' })],
    ['nothing-to-pay', () => ({ price: 0 })],
  ])('is %s', async (kind, changed) => {
    const world = await paying()
    for (const [id, record] of world.store.records) {
      world.store.records.set(id, { ...record, items: record.items.map((item, at) => ({ ...item, ...changed(at) })) })
    }
    expect(await pay(world.site, withCard(world, 'visa'))).toEqual({ kind })
    expect(world.rows.size).toBe(0)
  })
})
