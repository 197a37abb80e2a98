import type { IntentId } from './ids.ts'
import type { Payment } from './payment.ts'
import { isIn } from './payment.ts'
import { authorise, awaitBuyer, capture, noticeMoney, rehold, sell } from './purchase-step.ts'
import { returnMoney, returnSeats } from './refund-step.ts'
import type { Seen } from './seen.ts'
import type { Scene, Step } from './step.ts'
import { undo } from './undo-step.ts'

/**
 * What is next for a payment, whoever takes it up: the buyer's request, a webhook, or recovery after one of them died.
 * Several may run this at once, each on what it has seen, stall for any time between seeing and doing, die anywhere.
 */
export function nextStep(seen: Seen, scene: Scene): Step {
  const { payment } = seen
  const intent = seen.heard === 'nothing-yet' ? askable(payment) : null
  if (intent !== null) return { kind: 'ask', intent }
  switch (payment.state) {
    case 'created':
      return authorise(payment, seen, scene)
    case 'requires-action':
      return awaitBuyer(payment, seen, scene)
    case 'failed':
      return noticeMoney(payment, seen)
    case 'authorised':
      return sell(payment, seen, scene)
    case 'reholding':
      return rehold(payment, seen, scene)
    case 'capturing':
      return capture(payment, seen)
    case 'undoing':
      return undo(payment, seen, scene.nowMs)
    case 'refunding':
      return returnMoney(payment, seen)
    case 'returning':
      return returnSeats(payment, seen, scene.nowMs)
    case 'voided':
    case 'captured':
    case 'partially-refunded':
    case 'refunded':
    case 'refund-owed':
      return { kind: 'rest' }
    default:
      return payment satisfies never
  }
}

/** The intent to ask about before going on from a row that somebody else may have left. */
const askable = (payment: Payment): IntentId | null =>
  isIn(payment, 'requires-action', 'failed', 'authorised', 'reholding', 'capturing', 'undoing') ? payment.intent : null
