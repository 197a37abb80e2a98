import { describe, expect, it } from '@jest/globals'
import { recoverAfterMs } from '../payment/watch.ts'
import type { ChargeCard } from '../ports/charge-card.ts'
import { Unavailable } from '../ports/unavailable.ts'
import type { ReservationId } from '../reservation/ids.ts'
import { mishaps } from '../testing/mishap.ts'
import { paying, withCard } from '../testing/paying.ts'
import { opened, terms } from '../testing/payments.ts'
import { pay } from './pay.ts'
import { recoverMax, recoverPayments } from './recover-payments.ts'

describe('recovery', () => {
  it('leaves payments alone for a while: their handlers may be at work', async () => {
    const world = await paying()
    await pay(world.process(mishaps(world.log, [{ operation: 4, kind: 'dies-before' }])), withCard(world, 'visa'))
      .catch(() => {})
    world.log.nowMs += recoverAfterMs - 1
    expect(await recoverPayments(world.site)).toEqual({ taken: 0, finished: 0, failures: [], more: false })
    world.log.nowMs += 1
    expect(await recoverPayments(world.site)).toEqual({ taken: 1, finished: 1, failures: [], more: false })
    expect(await recoverPayments(world.site)).toMatchObject({ taken: 0 })
  })

  it('looks again later at what is not answered', async () => {
    const world = await paying()
    const silent = world.process(mishaps(world.log, [{ operation: 3, kind: 'outcome-unknown-lost' }]))
    expect(await pay(silent, withCard(world, 'visa'))).toMatchObject({ kind: 'in-progress' })
    world.log.nowMs += recoverAfterMs
    const stillSilent = world.process(mishaps(world.log, [{ operation: 1, kind: 'outcome-unknown-kept' }]))
    expect(await recoverPayments(stillSilent)).toMatchObject({ taken: 1, finished: 0 })
    expect(await recoverPayments(world.site)).toMatchObject({ taken: 0 })
    world.log.nowMs += 60_000
    expect(await recoverPayments(world.site)).toMatchObject({ taken: 1, finished: 1 })
  })

  it('takes so many at a time, and one that fails keeps nobody from the others', async () => {
    const world = await paying()
    for (let number = 0; number < recoverMax + 1; number++) {
      const reservation = `r${number}` as ReservationId
      world.rows.set(reservation, { payment: { ...opened, terms: { ...terms, reservation } }, lookAtMs: 0, lines: [] })
    }
    const { chargeCard } = world.site
    const authorise: ChargeCard['authorise'] = order =>
      order.reservation === 'r3' ? Promise.reject(new Unavailable('database')) : chargeCard.authorise(order)
    const failing = { ...world.site, chargeCard: { ...chargeCard, authorise } }
    expect(await recoverPayments(failing)).toEqual({
      taken: recoverMax, finished: recoverMax - 1, failures: [new Unavailable('database')], more: true,
    })
    expect(await recoverPayments(failing)).toMatchObject({ taken: 1, more: false })
  })
})
