import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import * as record from '../payment/record.ts'
import type { Buying } from '../testing/buying.ts'
import { agreement } from '../testing/buying.ts'
import type { Mishap } from '../testing/mishap.ts'
import type { Desk } from '../testing/paying.ts'
import { without } from '../testing/sabotage.ts'
import { pay } from './pay.ts'
import { recoverPayments } from './recover-payments.ts'
import { refund } from './refund.ts'

const buying: Buying = { pay, refund, recover: recoverPayments }

const load = async (): Promise<Buying> => ({
  pay: (await import('./pay.ts')).pay,
  refund: (await import('./refund.ts')).refund,
  recover: (await import('./recover-payments.ts')).recoverPayments,
})

const handed = (desk: (desk: Desk) => Desk) => (): Promise<Buying> => Promise.resolve({ ...buying, desk })
const nothingTaken = { taken: 0, finished: 0, failures: [], more: false }
let drawn = 0
const anew = <Order extends { readonly key: string }>(order: Order): Order => ({ ...order, key: `drawn ${drawn++}` })

const controls: readonly { readonly name: string; readonly broken: () => Promise<Buying> }[] = [
  {
    name: 'nobody recovers',
    broken: () => Promise.resolve({ ...buying, recover: () => Promise.resolve(nothingTaken) }),
  },
  {
    name: 'what others wrote is overwritten',
    broken: handed(desk => ({
      ...desk,
      payments: {
        ...desk.payments,
        advance: async (next, event, written) => {
          const now = await desk.payments.find(next.terms.reservation)
          return desk.payments.advance({ ...next, revision: (now?.revision ?? 0) + 1 }, event, written)
        },
      },
    })),
  },
  {
    name: 'each order has a key of its own',
    broken: handed(desk => ({
      ...desk,
      chargeCard: {
        ...desk.chargeCard,
        authorise: order => desk.chargeCard.authorise(anew(order)),
        refund: order => desk.chargeCard.refund(anew(order)),
      },
    })),
  },
  {
    name: 'no seat is given back',
    broken: () => without(record, '../payment/record.ts', () => ({ releasesOf: () => [] }), load),
  },
  {
    name: 'a hold that is gone is taken for sold',
    broken: () => without(record, '../payment/record.ts', real => ({
      fateOf: (...of) => (real.fateOf(...of) === 'gone' ? 'sold' : real.fateOf(...of)),
    }), load),
  },
]

/** The classes of other errors are not the same ones in modules that were loaded anew. */
const isDeath = (kind: Mishap['kind']): boolean => kind.startsWith('dies')

describe('whoever pays, dies, recovers and wants money back', () => {
  it('leaves money, tickets and seats in agreement', async () => {
    await fc.assert(agreement(buying), { numRuns: 500 })
  })

  it.each(controls)('would not, if $name', async ({ broken }) => {
    const property = agreement(await broken(), isDeath)
    expect((await fc.check(property, { numRuns: 3_000, endOnFailure: true })).failed).toBe(true)
  })
})
