import type { Payments } from '@matchday/domain/ports/payments'
import type { MemorySiteStore, StoredPayment } from './site-store.ts'

/** This site's payments, in memory. */
export function memoryPayments({ payments }: Pick<MemorySiteStore, 'payments'>): Payments {
  const rows = (): StoredPayment[] => [...payments.values()]
  return {
    open: (payment, { atMs, lookAtMs }) => {
      const { reservation } = payment.terms
      const before = payments.get(reservation)
      if (before !== undefined) return Promise.resolve({ exists: before.payment })
      const lines = [{ revision: payment.revision, atMs, event: { kind: 'opened' } } as const]
      payments.set(reservation, { payment, lookAtMs, lines })
      return Promise.resolve('opened')
    },
    advance: (next, event, { atMs, lookAtMs }) => {
      const { reservation } = next.terms
      const before = payments.get(reservation)
      if (before?.payment.revision !== next.revision - 1) return Promise.resolve('stale')
      const lines = [...before.lines, { revision: next.revision, atMs, event }]
      payments.set(reservation, { payment: next, lookAtMs, lines })
      return Promise.resolve('written')
    },
    find: reservation => Promise.resolve(payments.get(reservation)?.payment ?? null),
    takeUp: (nowMs, againAtMs, max) => {
      const dueAt = ({ lookAtMs }: StoredPayment): number => lookAtMs ?? Infinity
      const due = rows().filter(row => dueAt(row) <= nowMs).sort((a, b) => dueAt(a) - dueAt(b)).slice(0, max)
      for (const row of due) payments.set(row.payment.terms.reservation, { ...row, lookAtMs: againAtMs })
      return Promise.resolve(due.map(({ payment }) => payment))
    },
    history: reservation => Promise.resolve(payments.get(reservation)?.lines ?? []),
    owed: max => {
      const owed = rows().map(({ payment }) => payment).filter(({ state }) => state === 'refund-owed')
      return Promise.resolve(owed.slice(0, max))
    },
  }
}
