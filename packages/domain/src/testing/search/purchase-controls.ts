import { decideSale } from '../../inventory/decide-sale.ts'
import { evolve } from '../../payment/evolve.ts'
import { nextStep } from '../../payment/next-step.ts'
import { isIn } from '../../payment/payment.ts'
import { fateOf, saleOf } from '../../payment/record.ts'
import { afterReading, truthIn } from '../../payment/seen.ts'
import { write } from '../../payment/step.ts'
import { succeed } from '../../result.ts'
import type { Control } from './control.ts'
import { instead, stepping } from './control.ts'
import type { Rules } from './rules.ts'
import { capturing } from './start.ts'

/** The rules of a purchase, each taken away alone. */
export const purchaseControls: readonly Control[] = [
  {
    rule: 'the money is taken only when the log shows every hold sold',
    broken: stepping((step, { payment }) =>
      step.kind === 'append' && payment.state === 'authorised' ? write({ kind: 'all-sold' }) : step),
    finds: 'a ticket stands for a seat that is not sold',
  },
  {
    rule: 'one hold that is gone undoes them all',
    broken: instead('undoing', ({ payment, holds }) =>
      payment.state === 'authorised' && [...holds?.values() ?? []].some(({ hold }) => hold.state === 'sold')
        ? write({ kind: 'all-sold' }) : null),
    finds: 'a ticket stands for a seat that is not sold',
  },
  {
    rule: 'what is tried is written by compare-and-set first',
    broken: { compareAndSet: false },
    finds: 'a seat is sold without a ticket',
  },
  {
    rule: 'undoing returns holds that live, for a sale may be on its way',
    broken: releasingOnly('sold'),
    finds: 'a seat is sold without a ticket',
  },
  {
    rule: 'undoing returns holds that were sold',
    broken: releasingOnly('held'),
    finds: 'a seat is sold without a ticket',
  },
  {
    rule: 'undoing appends again until the log shows none held or sold',
    broken: {
      afterReading: (seen, rows) =>
        afterReading(seen, isIn(seen.payment, 'undoing') && seen.holds !== null ? new Map() : rows),
    },
    left: { mishaps: 1 },
    finds: 'a seat is sold without a ticket',
  },
  {
    rule: 'a hold that ended is never sold',
    broken: {
      decideSale: (hold, sale) =>
        hold?.state === 'released'
          ? { kind: 'sold', hold: { ...hold, state: 'sold', returnedSeats: [] } }
          : decideSale(hold, sale),
    },
    finds: 'a seat is sold without a ticket',
  },
  {
    rule: 'undoing lets go of the money before it is closed',
    broken: stepping(step => (step.kind === 'void' ? write({ kind: 'voided' }) : step)),
    finds: 'money stays reserved',
  },
  {
    rule: 'undoing is written before a seat is given back',
    broken: instead('undoing', (seen, scene) => {
      const { payment } = seen
      if (payment.state !== 'capturing') return null
      const undone = nextStep({ ...seen, payment: { ...payment, state: 'undoing', why: 'capture-refused' } }, scene)
      return undone.kind === 'append' || undone.kind === 'read-log' ? undone : null
    }),
    left: { refusedCaptures: 1 },
    start: capturing,
    finds: 'a ticket stands for a seat that is not sold',
  },
  {
    rule: 'a capture that turns out impossible is undone',
    broken: instead('undoing', ({ payment }) => (payment.state === 'capturing' ? { kind: 'rest' } : null)),
    start: capturing,
    finds: 'no end can be reached any more',
  },
  {
    rule: 'money that was taken after all is returned',
    broken: instead('refund-asked', () => write({ kind: 'voided' })),
    left: { mishaps: 1, refusedCaptures: 1 },
    start: capturing,
    finds: 'money is taken without tickets',
  },
  {
    rule: 'there is no way back from undoing to tickets',
    broken: {
      ...instead('refund-asked', () => write({ kind: 'captured' })),
      evolve: (row, event) =>
        event.kind === 'captured' && isIn(row, 'undoing')
          ? succeed({ ...row, state: 'captured', refunds: [] })
          : evolve(row, event),
    },
    left: { mishaps: 1, refusedCaptures: 1 },
    start: capturing,
    finds: 'a ticket stands for a seat that is not sold',
  },
  {
    rule: 'no new hold is sold before it is written that all were granted',
    broken: instead('reheld', ({ payment: { terms }, holds }, { nowMs }) => {
      const held = terms.holds.filter(hold => holds !== null && fateOf(holds, terms, hold) === 'held')
      return held.length > 0 ? { kind: 'append', records: held.map(hold => saleOf(terms, hold, nowMs)) } : null
    }),
    finds: 'a seat is sold without a ticket',
  },
  {
    rule: 'tickets come with the money, not before',
    broken: {
      evolve: (row, event) =>
        event.kind === 'all-sold' && isIn(row, 'authorised')
          ? succeed({ ...row, state: 'captured', refunds: [] })
          : evolve(row, event),
    },
    finds: 'tickets stand without their money',
  },
  {
    rule: 'a reservation has one intent, whoever asks for it',
    broken: { idempotent: false },
    finds: 'money stays reserved',
  },
  {
    rule: 'what came of a card is told by the answer to its own order',
    broken: {
      nextStep: (seen, scene) => {
        const { payment, heard } = seen
        if (!isIn(payment, 'created') || payment.intent === null) return nextStep(seen, scene)
        const truth = truthIn(heard)
        if (heard === 'nothing-yet') return { kind: 'ask', intent: payment.intent }
        return nextStep(truth === null ? seen : { ...seen, heard: { to: 'authorise', truth } }, scene)
      },
    },
    left: { cards: 1 },
    finds: 'money stays reserved',
  },
  {
    rule: 'recovery takes up what a handler left',
    broken: { recovery: false },
    finds: 'no end can be reached any more',
  },
]

/** Undoing that takes holds in one state for all there are. */
function releasingOnly(state: 'held' | 'sold'): Partial<Rules> {
  return stepping((step, seen, scene) => {
    if (step.kind !== 'append' || !isIn(seen.payment, 'undoing')) return step
    const meant = [...seen.holds?.values() ?? []].filter(({ hold }) => hold.state === state)
    const records = step.records.filter(record => meant.some(({ hold }) => hold.id === record.hold))
    return records.length > 0 ? { kind: 'append', records } : nextStep({ ...seen, holds: new Map() }, scene)
  })
}
