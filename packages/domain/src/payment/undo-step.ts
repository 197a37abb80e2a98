import { voidOrderOf } from './order.ts'
import type { Undoing } from './payment.ts'
import { releasesOf } from './record.ts'
import type { Seen } from './seen.ts'
import { truthIn } from './seen.ts'
import type { Step } from './step.ts'
import { write } from './step.ts'
import { allSeatsOf } from './terms.ts'

/**
 * First every seat back, until the log shows none held or sold; then the money let go of; then closed. A capture that
 * was refused may have happened after all: that money is returned.
 */
export function undo(payment: Undoing, { holds: rows, heard }: Seen, nowMs: number): Step {
  if (rows === null) return { kind: 'read-log' }
  const records = releasesOf(payment.terms, rows, nowMs)
  if (records.length > 0) return { kind: 'append', records }
  const truth = truthIn(heard)
  if (truth === null) return { kind: 'void', order: voidOrderOf(payment) }
  switch (truth.kind) {
    case 'authorised':
    case 'uncapturable':
    case 'requires-action':
    case 'declined':
      return { kind: 'void', order: voidOrderOf(payment) }
    case 'voided':
      return write({ kind: 'voided' })
    case 'captured':
      return write({ kind: 'refund-asked', number: 1, seats: allSeatsOf(payment.terms), by: 'undo' })
    default:
      return truth satisfies never
  }
}
