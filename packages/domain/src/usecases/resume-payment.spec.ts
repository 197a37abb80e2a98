import { describe, expect, it } from '@jest/globals'
import { attemptMaxMs } from '../payment/payment.ts'
import type { ReservationId } from '../reservation/ids.ts'
import { expectAgreement } from '../testing/agree.ts'
import { authenticate, holdStates, intentStates, paying, withCard } from '../testing/paying.ts'
import { pay } from './pay.ts'
import { recoverPayments } from './recover-payments.ts'
import { resumePayment } from './resume-payment.ts'

describe('a bank that wants something of the buyer', () => {
  it('is waited for', async () => {
    const world = await paying()
    const first = await pay(world.site, withCard(world, '3ds'))
    expect(first).toMatchObject({ kind: 'action-required', payment: { action: { url: 'https://bank.example/pi_1' } } })
    expect(await pay(world.site, withCard(world, '3ds'))).toEqual(first)
    expect(await resumePayment(world.site, world.name.id)).toEqual(first)
    expect(holdStates(world)).toEqual(['held', 'held'])
  })

  it.each([[true, 'paid'], [false, 'declined']])('and gets it: %s', async (succeeds, kind) => {
    const world = await paying()
    await pay(world.site, withCard(world, '3ds'))
    authenticate(world, succeeds)
    expect(await resumePayment(world.site, world.name.id)).toMatchObject({ kind })
    const again = await pay(world.site, withCard(world, '3ds', 'same'))
    expect(again).toMatchObject({ kind: succeeds ? 'paid' : 'action-required' })
  })

  it('may be turned away from, by another card', async () => {
    const world = await paying()
    await pay(world.site, withCard(world, '3ds'))
    expect(await pay(world.site, withCard(world, 'visa'))).toMatchObject({ kind: 'paid' })
    expect(intentStates(world)).toEqual([['captured', 3_000]])
  })

  it('is noticed by recovery where nobody tells', async () => {
    const world = await paying()
    await pay(world.site, withCard(world, '3ds'))
    authenticate(world, true)
    world.log.nowMs += 90
    expect(await recoverPayments(world.site)).toMatchObject({ taken: 0 })
    world.log.nowMs += 60_000
    expect(await recoverPayments(world.site)).toEqual({ taken: 1, finished: 1, failures: [], more: false })
    expectAgreement(world)
    expect(world.payment()).toMatchObject({ state: 'captured' })
  })

  it('is not waited for for ever', async () => {
    const world = await paying()
    await pay(world.site, withCard(world, '3ds'))
    world.log.nowMs += attemptMaxMs + 1
    await recoverPayments(world.site)
    expect(world.payment()).toMatchObject({ state: 'voided', why: 'too-late' })
    authenticate(world, true)
    expectAgreement(world)
  })
})

it('there is nothing to resume where nobody paid', async () => {
  const world = await paying()
  expect(await resumePayment(world.site, world.name.id)).toBeNull()
  expect(await resumePayment(world.site, 'other' as ReservationId)).toBeNull()
})
