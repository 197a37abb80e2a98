import { describe, expect, it } from '@jest/globals'
import type { ReservationId } from '../reservation/ids.ts'
import { expectAgreement } from '../testing/agree.ts'
import type { Paying } from '../testing/paying.ts'
import { paying, withCard } from '../testing/paying.ts'
import { bounce } from '../testing/provider.ts'
import { reportRefundFailed, settleOwedRefund } from './amend-refund.ts'
import { pay } from './pay.ts'
import { refund } from './refund.ts'

async function refunded(): Promise<Paying> {
  const world = await paying()
  await pay(world.site, withCard(world, 'visa'))
  await refund(world.site, { id: world.name.id, seats: 'all', by: { kind: 'admin' } })
  return world
}

const failed = { number: 1, reason: 'the account is closed' }

describe('a refund that comes back days later', () => {
  it('is owed, and on the operator\'s list, until it is settled', async () => {
    const world = await refunded()
    world.bank.provider = bounce(world.bank.provider, `${world.name.id}:refund:1`)
    expect(await reportRefundFailed(world.site, world.name.id, failed)).toMatchObject({
      kind: 'amended', payment: { state: 'refund-owed', refunds: [{ outcome: 'owed', note: failed.reason }] },
    })
    expectAgreement(world)
    expect(await world.site.payments.owed(9)).toEqual([world.payment()])
    const settled = await settleOwedRefund(world.site, world.name.id, { number: 1, note: 'by transfer' })
    expect(settled).toMatchObject({ kind: 'amended', payment: { state: 'refunded' } })
    expect(await world.site.payments.owed(9)).toEqual([])
  })

  it('told again changes nothing', async () => {
    const world = await refunded()
    await reportRefundFailed(world.site, world.name.id, failed)
    expect(await reportRefundFailed(world.site, world.name.id, failed)).toEqual({ kind: 'no-such-refund' })
    expect(world.payment().revision).toBe(8)
  })

  it.each([
    ['reported of a refund that there is not', reportRefundFailed, { ...failed, number: 2 }],
    ['settled where nothing is owed', settleOwedRefund, { number: 1, note: '' }],
  ] as const)('is not %s', async (_, amend, of) => {
    const world = await refunded()
    expect(await amend(world.site, world.name.id, of as never)).toEqual({ kind: 'no-such-refund' })
    expect(await amend(world.site, 'other' as ReservationId, of as never)).toEqual({ kind: 'no-such-refund' })
  })

  it('is told again where others write at the same moment', async () => {
    const world = await refunded()
    const { payments } = world.site
    let stale = 3
    const busy = { ...world.site, payments: {
      ...payments,
      advance: (...of: Parameters<typeof payments.advance>) =>
        (stale-- > 0 ? Promise.resolve('stale' as const) : payments.advance(...of)),
    } }
    expect(await reportRefundFailed(busy, world.name.id, failed)).toMatchObject({ kind: 'amended' })
    stale = Infinity
    expect(await settleOwedRefund(busy, world.name.id, { number: 1, note: '' })).toEqual({ kind: 'under-way' })
  })
})
