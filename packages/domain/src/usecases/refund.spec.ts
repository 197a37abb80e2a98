import { describe, expect, it } from '@jest/globals'
import type { Seat } from '../payment/terms.ts'
import { ticketsOf } from '../payment/ticket.ts'
import type { SessionId } from '../reservation/ids.ts'
import { expectAgreement } from '../testing/agree.ts'
import type { Guard } from '../testing/little-store.ts'
import { Died, mishaps } from '../testing/mishap.ts'
import type { Paying } from '../testing/paying.ts'
import { holdStates, intentStates, paying, withCard } from '../testing/paying.ts'
import { pay } from './pay.ts'
import { recoverPayments } from './recover-payments.ts'
import type { RefundCommand } from './refund.ts'
import { refund } from './refund.ts'

/** Three tickets that are paid for. */
async function paid(): Promise<Paying> {
  const world = await paying()
  expect(await pay(world.site, withCard(world, 'visa'))).toMatchObject({ kind: 'paid' })
  return world
}

const byBuyer = ({ name }: Paying, seats: RefundCommand['seats']): RefundCommand => ({
  id: name.id, seats, by: { kind: 'buyer', session: name.session },
})
const byAdmin = ({ name }: Paying, seats: RefundCommand['seats'] = 'all'): RefundCommand => ({
  id: name.id, seats, by: { kind: 'admin' },
})
const seatIn = ({ holds }: Paying, hold: number, seat: number): Seat => {
  const found = holds()[hold]
  if (found === undefined) throw new Error(`there is no hold ${hold}`)
  return { hold: found.id, seat }
}
const standing = (world: Paying) => ticketsOf(world.payment()).filter(({ stands }) => stands).length

describe('a refund', () => {
  it('of the whole returns money and seats', async () => {
    const world = await paid()
    expect(await refund(world.site, byBuyer(world, 'all'))).toMatchObject({
      kind: 'refunded', payment: { state: 'refunded' },
    })
    expect(intentStates(world)).toEqual([['captured', 0]])
    expect(holdStates(world)).toEqual(['refunded', 'refunded'])
    expect(standing(world)).toBe(0)
    expectAgreement(world)
  })

  it('of one seat leaves the others', async () => {
    const world = await paid()
    expect(await refund(world.site, byBuyer(world, [seatIn(world, 0, 2)]))).toMatchObject({
      kind: 'refunded', payment: { state: 'partially-refunded' },
    })
    expect(intentStates(world)).toEqual([['captured', 2_000]])
    expect(world.holds()).toMatchObject([{ state: 'sold', returnedSeats: [2] }, { state: 'sold', returnedSeats: [] }])
    expect(standing(world)).toBe(2)
    expectAgreement(world)
    expect(await refund(world.site, byBuyer(world, 'all'))).toMatchObject({ payment: { state: 'refunded' } })
    expect(intentStates(world)).toEqual([['captured', 0]])
    expectAgreement(world)
  })

  it('a second time does nothing, and says the same', async () => {
    const world = await paid()
    const one = byBuyer(world, [seatIn(world, 1, 1)])
    const first = await refund(world.site, one)
    expect(await refund(world.site, one)).toEqual(first)
    const both = await Promise.all([world.site, world.process()].map(desk => refund(desk, byBuyer(world, 'all'))))
    expect(both.map(({ kind }) => kind)).toEqual(['refunded', 'refunded'])
    expect(intentStates(world)).toEqual([['captured', 0]])
    expectAgreement(world)
  })

  it('revokes the tickets, then returns the money, then the seats', async () => {
    const world = await paid()
    const seen: string[] = []
    const guard: Guard = async (name, operation) => {
      await Promise.resolve()
      if (name === 'provider' || name === 'append') {
        seen.push(`${name}: ${standing(world)} tickets, ${intentStates(world).join()}, ${holdStates(world).join()}`)
      }
      return operation()
    }
    await refund(world.process(guard), byBuyer(world, [seatIn(world, 1, 1)]))
    expect(seen).toEqual([
      'provider: 2 tickets, captured,3000, sold,sold', 'append: 2 tickets, captured,2000, sold,sold',
    ])
  })
})

describe('what is refused', () => {
  it('is to whoever does not know the reservation', async () => {
    const world = await paid()
    const stranger = { kind: 'buyer' as const, session: 'other' as SessionId }
    expect(await refund(world.site, { ...byBuyer(world, 'all'), by: stranger })).toEqual({ kind: 'not-found' })
    expect(await refund(world.site, { ...byAdmin(world), id: 'other' as never })).toEqual({ kind: 'not-found' })
  })

  it('is what nobody paid for', async () => {
    const world = await paying()
    expect(await refund(world.site, byBuyer(world, 'all'))).toEqual({ kind: 'not-paid' })
    await pay(world.site, withCard(world, 'empty'))
    expect(await refund(world.site, byBuyer(world, 'all'))).toEqual({ kind: 'not-paid' })
  })

  it('is more than stands', async () => {
    const world = await paid()
    await refund(world.site, byBuyer(world, [seatIn(world, 0, 1)]))
    const asked = [seatIn(world, 0, 1), seatIn(world, 0, 2)]
    expect(await refund(world.site, byBuyer(world, asked))).toEqual({
      kind: 'more-than-stands', standing: [seatIn(world, 0, 2)],
    })
    expect(await refund(world.site, byBuyer(world, [seatIn(world, 0, 3)]))).toMatchObject({ kind: 'unknown-seat' })
    expect(intentStates(world)).toEqual([['captured', 2_000]])
  })

  it('is what a buyer asks for when the game is near', async () => {
    const world = await paid()
    const asking = (atMs: number) =>
      refund({ ...world.site, calendar: () => atMs }, byBuyer(world, [seatIn(world, 1, 1)]))
    for (const atMs of [50, -100]) expect(await asking(atMs)).toEqual({ kind: 'too-late', game: 2, untilMs: -100 })
    expect(standing(world)).toBe(3)
    expect(await asking(-101)).toMatchObject({ kind: 'refunded' })
  })

  it('is nothing that an operator asks for, however late', async () => {
    const world = await paid()
    const desk = { ...world.site, calendar: () => 50 }
    expect(await refund(desk, byAdmin(world))).toMatchObject({ kind: 'refunded' })
    expect(await refund(desk, byBuyer(world, 'all'))).toMatchObject({ kind: 'refunded' })
  })

  it('is by the provider a reason for the tickets to stand again', async () => {
    const world = await paid()
    world.bank.refunds = false
    expect(await refund(world.site, byBuyer(world, 'all'))).toMatchObject({ kind: 'money-refused', reason: 'refused' })
    expect(standing(world)).toBe(3)
    expectAgreement(world)
    world.bank.refunds = true
    expect(await refund(world.site, byBuyer(world, 'all'))).toMatchObject({ kind: 'refunded' })
    expectAgreement(world)
  })
})

describe('a refund that is not answered', () => {
  it('goes on by itself, and others wait for it', async () => {
    const world = await paid()
    const silent = world.process(async (name, operation) =>
      (name === 'provider' ? 'unknown' as never : Promise.resolve(operation())))
    expect(await refund(silent, byBuyer(world, [seatIn(world, 0, 1)]))).toMatchObject({ kind: 'in-progress' })
    expect(standing(world)).toBe(2)
    expect(await refund(silent, byBuyer(world, [seatIn(world, 0, 1)]))).toMatchObject({ kind: 'in-progress' })
    expect(await refund(silent, byBuyer(world, 'all'))).toEqual({ kind: 'under-way' })
    world.log.nowMs += 60_000
    expect(await recoverPayments(world.site)).toMatchObject({ taken: 1, finished: 1 })
    expect(intentStates(world)).toEqual([['captured', 2_000]])
    expectAgreement(world)
  })

  /** What a refund of two holds does, one after the other. */
  const steps = [
    'finding the reservation', 'finding the payment', 'revoking', 'returning money', 'writing that', 'reading the end',
    'reading the holds', 'returning seats', 'returning more', 'reading what came of it', 'closing',
  ]

  it.each(steps.flatMap((step, operation) => [
    { step, operation, kind: 'dies-before' as const }, { step, operation, kind: 'dies-after' as const },
  ]))('or whose process dies ($step: $kind) is finished by recovery', async ({ operation, kind }) => {
    const world = await paid()
    const desk = world.process(mishaps(world.log, [{ operation, kind }]))
    await expect(refund(desk, byAdmin(world))).rejects.toThrow(Died)
    world.log.nowMs += 60_000
    await recoverPayments(world.process())
    expectAgreement(world)
    const isAsked = operation > 2 || (operation === 2 && kind === 'dies-after')
    expect(world.payment().state).toBe(isAsked ? 'refunded' : 'captured')
    expect(await refund(world.process(), byAdmin(world))).toMatchObject({ kind: 'refunded' })
    expect(intentStates(world)).toEqual([['captured', 0]])
  })
})
