import type { Payment } from '../payment/payment.ts'
import type { PaymentLine, Payments } from '../ports/payments.ts'
import type { ReservationId } from '../reservation/ids.ts'
import type { Guard } from './little-store.ts'
import { unguarded } from './little-store.ts'

type Row = { payment: Payment; lookAtMs: number | null; readonly lines: PaymentLine[] }

/** A site's payments, which its processes share. */
export type LittlePayments = Map<ReservationId, Row>

/** Access to payments for one process. */
export function littlePayments(rows: LittlePayments, guard: Guard = unguarded): Payments {
  const some = (isMeant: (row: Row) => boolean, max: number): Row[] => [...rows.values()].filter(isMeant).slice(0, max)
  return {
    open: (payment, { atMs, lookAtMs }) => guard('payments', () => {
      const before = rows.get(payment.terms.reservation)
      if (before !== undefined) return { exists: before.payment }
      const lines = [{ revision: payment.revision, atMs, event: { kind: 'opened' } } as const]
      rows.set(payment.terms.reservation, { payment, lookAtMs, lines: [...lines] })
      return 'opened'
    }),
    advance: (next, event, { atMs, lookAtMs }) => guard('payments', () => {
      const row = rows.get(next.terms.reservation)
      if (row?.payment.revision !== next.revision - 1) return 'stale'
      row.lines.push({ revision: next.revision, atMs, event })
      Object.assign(row, { payment: next, lookAtMs })
      return 'written'
    }),
    find: reservation => guard('payments', () => rows.get(reservation)?.payment ?? null),
    takeUp: (nowMs, againAtMs, max) => guard('payments', () => {
      const due = some(({ lookAtMs }) => lookAtMs !== null && lookAtMs <= nowMs, max)
      for (const row of due) row.lookAtMs = againAtMs
      return due.map(({ payment }) => payment)
    }),
    history: reservation => guard('payments', () => [...rows.get(reservation)?.lines ?? []]),
    owed: max => guard('payments', () => some(({ payment }) => payment.state === 'refund-owed', max)
      .map(({ payment }) => payment)),
  }
}
