import { evolve } from '../../payment/evolve.ts'
import { nextStep } from '../../payment/next-step.ts'
import { isIn } from '../../payment/payment.ts'
import { write } from '../../payment/step.ts'
import { succeed } from '../../result.ts'
import type { Control } from './control.ts'
import { instead, stepping } from './control.ts'

const left = { refunds: 2, mishaps: 1 }

/** The rules of a refund, each taken away alone. */
export const refundControls: readonly Control[] = [
  {
    rule: 'the tickets are revoked, and that is written, before the money',
    broken: { writesRefundsFirst: false },
    left,
    finds: 'tickets stand without their money',
  },
  {
    rule: 'the money is returned before the seats',
    broken: stepping((step, seen, scene) => {
      if (!isIn(seen.payment, 'refunding')) return step
      const returning = nextStep({ ...seen, payment: { ...seen.payment, state: 'returning', failed: null } }, scene)
      return returning.kind === 'write' ? step : returning
    }),
    left,
    finds: 'a ticket stands for a seat that is not sold',
  },
  {
    rule: 'the seats are returned until the log shows none of them sold',
    broken: stepping((step, { payment }) =>
      isIn(payment, 'returning') ? write({ kind: 'seats-returned', number: payment.refund.number }) : step),
    left,
    finds: 'a seat is sold without a ticket',
  },
  {
    rule: 'money that is refused lets the tickets stand again',
    broken: instead('money-refused', ({ payment }) =>
      isIn(payment, 'refunding') ? write({ kind: 'money-returned', number: payment.refund.number }) : null),
    left,
    finds: 'money is taken without tickets',
  },
  {
    rule: 'only a definite refusal does: no answer says nothing',
    broken: stepping((step, { payment, heard }) =>
      isIn(payment, 'refunding') && heard === 'nothing-yet'
        ? write({ kind: 'money-refused', number: payment.refund.number, reason: 'no answer' }) : step),
    left,
    finds: 'tickets stand without their money',
  },
  {
    rule: 'a refund is made once, whoever asks for it',
    broken: { idempotent: false },
    left,
    finds: 'tickets stand without their money',
  },
  {
    rule: 'what is tried is written by compare-and-set first',
    broken: { compareAndSet: false },
    left,
    finds: 'tickets stand without their money',
  },
  {
    rule: 'money that comes back when the seats are gone is owed',
    broken: {
      evolve: (row, event) => {
        if (event.kind !== 'refund-failed' || !isIn(row, 'partially-refunded', 'refunded')) return evolve(row, event)
        const refused = { outcome: 'refused' } as const
        const refunds = row.refunds.map(one => (one.number === event.number ? { ...one, ...refused } : one))
        return succeed({ ...row, state: 'captured', refunds })
      },
    },
    left: { refunds: 1, bounces: 1 },
    finds: 'a ticket stands for a seat that is not sold',
  },
]
