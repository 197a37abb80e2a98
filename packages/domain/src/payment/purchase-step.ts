import { replacementIdOf } from '../reservation/derive-ids.ts'
import { isReheld } from './evolve.ts'
import { authoriseOrderOf, captureOrderOf } from './order.ts'
import type { Authorised, Capturing, Created, Failed, Reholding, RequiresAction } from './payment.ts'
import { fateOf, requestOf, saleOf } from './record.ts'
import type { Seen } from './seen.ts'
import { truthIn } from './seen.ts'
import type { Scene, Step } from './step.ts'
import { giveUp, write } from './step.ts'

/** Only the answer to this attempt's own order tells what came of it: the intent may still speak of the card before. */
export function authorise(payment: Created, { heard }: Seen, { nowMs }: Scene): Step {
  if (heard === null || heard === 'nothing-yet' || heard.to !== 'authorise') {
    return { kind: 'authorise', order: authoriseOrderOf(payment) }
  }
  const { truth } = heard
  switch (truth.kind) {
    case 'declined':
      return write({ kind: 'declined', intent: truth.intent, reason: truth.reason })
    case 'requires-action':
      return write({ kind: 'action-required', intent: truth.intent, action: truth.action })
    case 'authorised':
    case 'uncapturable':
    case 'captured':
      // A buyer who was told nothing for so long is not surprised with tickets.
      if (nowMs > payment.attempt.deadlineMs) return giveUp(truth.intent, 'too-late')
      return write({ kind: 'authorised', intent: truth.intent })
    case 'voided':
      return giveUp(truth.intent, 'authorisation-lost')
    default:
      return truth satisfies never
  }
}

/** What the buyer's bank said. Seats that went meanwhile are no reason to stop waiting: others may be free. */
export function awaitBuyer(payment: RequiresAction, { heard }: Seen, { nowMs }: Scene): Step {
  const truth = truthIn(heard)
  if (truth === null) return { kind: 'await-buyer', action: payment.action }
  switch (truth.kind) {
    case 'requires-action':
      if (nowMs > payment.attempt.deadlineMs) return giveUp(payment.intent, 'too-late')
      return { kind: 'await-buyer', action: truth.action }
    case 'declined':
      return write({ kind: 'declined', intent: payment.intent, reason: truth.reason })
    case 'authorised':
    case 'uncapturable':
    case 'captured':
      return write({ kind: 'authorised', intent: payment.intent })
    case 'voided':
      return giveUp(payment.intent, 'authorisation-lost')
    default:
      return truth satisfies never
  }
}

/** Money that was reserved although the card was declined before: the buyer's bank may have changed its mind. */
export function noticeMoney({ intent }: Failed, { heard }: Seen): Step {
  const kind = truthIn(heard)?.kind
  const isReserved = kind === 'authorised' || kind === 'captured'
  return isReserved && intent !== null ? write({ kind: 'authorised', intent }) : { kind: 'rest' }
}

/** First the log, then the money: sell each hold; for one that expired ask for another, once; if one is gone, undo. */
export function sell({ terms, intent }: Authorised, { holds: rows, heard }: Seen, { nowMs, keyedHash }: Scene): Step {
  if (truthIn(heard)?.kind === 'voided') return giveUp(intent, 'authorisation-lost')
  if (rows === null) return { kind: 'read-log' }
  const inState = (fate: ReturnType<typeof fateOf>) => terms.holds.filter(hold => fateOf(rows, terms, hold) === fate)
  const expired = inState('expired')
  const held = inState('held')
  if (expired.length + held.length + inState('sold').length < terms.holds.length) return giveUp(intent, 'seats-gone')
  if (expired.length > 0) {
    if (isReheld(terms.holds)) return giveUp(intent, 'seats-gone')
    const instead = expired.map(({ id }) => ({ expired: id, by: replacementIdOf(keyedHash, terms.reservation, id) }))
    return write({ kind: 'reholding', instead })
  }
  if (held.length === 0) return write({ kind: 'all-sold' })
  return { kind: 'append', records: held.map(hold => saleOf(terms, hold, nowMs)) }
}

/** Ask for the new holds, and sell none before it is written that all of them were granted. */
export function rehold({ terms, intent }: Reholding, { holds: rows, heard }: Seen, { nowMs }: Scene): Step {
  if (truthIn(heard)?.kind === 'voided') return giveUp(intent, 'authorisation-lost')
  if (rows === null) return { kind: 'read-log' }
  const fresh = terms.holds.filter(({ insteadOf }) => insteadOf !== null)
  const fates = new Map(fresh.map(hold => [hold, fateOf(rows, terms, hold)]))
  const unheard = fresh.filter(hold => fates.get(hold) === 'unheard')
  if ([...fates.values()].some(fate => fate === 'gone' || fate === 'expired')) return giveUp(intent, 'seats-gone')
  if (unheard.length === 0) return write({ kind: 'reheld' })
  return { kind: 'append', records: unheard.map(hold => requestOf(terms, hold, nowMs)) }
}

export function capture(payment: Capturing, { heard }: Seen): Step {
  const truth = truthIn(heard)
  if (truth === null) return { kind: 'capture', order: captureOrderOf(payment) }
  switch (truth.kind) {
    case 'captured':
      return write({ kind: 'captured' })
    case 'authorised':
      return { kind: 'capture', order: captureOrderOf(payment) }
    case 'voided':
      return giveUp(payment.intent, 'authorisation-lost')
    case 'uncapturable':
    case 'declined':
    case 'requires-action':
      return giveUp(payment.intent, 'capture-refused')
    default:
      return truth satisfies never
  }
}
