import type { Hold } from '../../inventory/hold.ts'
import { authoriseOrderOf, refundOrderOf } from '../../payment/order.ts'
import type { Payment } from '../../payment/payment.ts'
import type { Provider } from '../provider.ts'
import type { World } from './world.ts'

// What can change nothing any more, now or later, is as good as over, and need not be followed.

/** Whether all that a worker may still try, from a row that moved on, has come too late. */
export function isInVain({ log, provider }: World, outdated: Payment): boolean {
  switch (outdated.state) {
    case 'created':
      return authoriseOrderOf(outdated).key in provider.authorised
    case 'authorised':
    case 'reholding':
    case 'returning':
      return areOver(log, outdated)
    case 'capturing':
      return isMoneyOver(provider)
    case 'undoing':
      return areOver(log, outdated) && isMoneyOver(provider)
    case 'refunding':
      return refundOrderOf(outdated).key in provider.refunds
    case 'requires-action':
    case 'failed':
    case 'voided':
    case 'captured':
    case 'partially-refunded':
    case 'refunded':
    case 'refund-owed':
      return true
    default:
      return outdated satisfies never
  }
}

const isMoneyOver = ({ intents }: Provider): boolean =>
  intents.every(({ state }) => state === 'captured' || state === 'voided')

const areOver = (log: readonly Hold[], { terms }: Payment): boolean =>
  terms.holds.every(({ id }) => log.some(hold => hold.id === id && isOver(hold)))

const isOver = ({ state }: Hold): boolean => state !== 'held' && state !== 'sold'

/** Whether a record or a call that is on its way will change nothing. */
export function arrivesInVain({ log, provider }: World, delayed: NonNullable<World['delayed']>): boolean {
  if ('hold' in delayed) {
    const hold = log.find(({ id }) => id === delayed.hold)
    if (hold === undefined) return false
    if (delayed.kind === 'hold-requested' || isOver(hold)) return true
    return delayed.kind === 'sale-requested' && hold.state === 'sold'
  }
  if (delayed.kind === 'authorise') return delayed.order.key in provider.authorised
  if (delayed.kind === 'refund') return delayed.order.key in provider.refunds
  return isMoneyOver(provider)
}
