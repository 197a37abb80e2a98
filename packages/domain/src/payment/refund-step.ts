import { refundOrderOf } from './order.ts'
import type { Refunding, Returning } from './payment.ts'
import { releasesOf } from './record.ts'
import type { Seen } from './seen.ts'
import type { Step } from './step.ts'
import { write } from './step.ts'
import { isSameSeat } from './terms.ts'

/** The tickets are revoked already: the state says so. Now the money; only a definite refusal lets them stand again. */
export function returnMoney(payment: Refunding, { heard }: Seen): Step {
  if (heard === null || heard === 'nothing-yet' || heard.to !== 'refund') {
    return { kind: 'refund', order: refundOrderOf(payment) }
  }
  const { number } = payment.refund
  const { truth } = heard
  switch (truth.kind) {
    case 'returned':
      return write({ kind: 'money-returned', number })
    case 'refused':
      return write({ kind: 'money-refused', number, reason: truth.reason })
    default:
      return truth satisfies never
  }
}

/** Then the seats, until the log shows none of them sold. */
export function returnSeats({ terms, refund }: Returning, { holds: rows }: Seen, nowMs: number): Step {
  if (rows === null) return { kind: 'read-log' }
  const records = releasesOf(terms, rows, nowMs, ({ id }, seat) =>
    refund.seats.some(other => isSameSeat(other, { hold: id, seat })),
  )
  return records.length > 0 ? { kind: 'append', records } : write({ kind: 'seats-returned', number: refund.number })
}
