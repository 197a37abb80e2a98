import type { Hold } from '../../inventory/hold.ts'
import { standingSeats } from '../../inventory/hold.ts'
import { refundOrderOf } from '../../payment/order.ts'
import type { Payment } from '../../payment/payment.ts'
import { balanceOf, standingSeatsOf } from '../../payment/standing.ts'
import { lookAtMs } from '../../payment/watch.ts'
import { bouncedReason } from '../provider.ts'
import type { World } from './world.ts'

/** Whether nobody looks at a payment any more by itself. */
export const isAtRest = (row: Payment): boolean => lookAtMs(row, 0) === null

/**
 * Whether nothing goes on, if those who are still at work are dead and what was delayed is lost, unless somebody wants
 * something of the site.
 */
export function isEnd(world: World): boolean {
  const { row, workers, provider } = world
  if (workers.some(({ seen, recovers }) => recovers && seen !== null)) return false
  if (row.state === 'requires-action') return provider.intents.some(({ state }) => state === 'requires-action')
  return isAtRest(row) && bouncedRefund(world) === null
}

/** Where money, tickets and seats disagree. No ticket stands without its money and its seat, not even for a while. */
export function disagreement({ row, log, provider: { intents } }: World, ended: boolean): string | null {
  const tickets = new Set(standingSeatsOf(row).map(({ hold, seat }) => `${hold}/${seat}`))
  const sold = new Set(soldIn(log))
  const taken = intents.reduce((sum, { captured, returned }) => sum + captured - returned, 0)
  const { standing, owed } = balanceOf(row)
  if ([...tickets].some(seat => !sold.has(seat))) return 'a ticket stands for a seat that is not sold'
  if (standing.minor > taken) return 'tickets stand without their money'
  if (!ended) return null
  if ([...sold].some(seat => !tickets.has(seat))) return 'a seat is sold without a ticket'
  if (taken !== standing.minor + owed.minor) return 'money is taken without tickets'
  if (intents.some(({ state }) => state === 'authorised')) return 'money stays reserved'
  return null
}

const soldIn = (log: readonly Hold[]): string[] =>
  log.flatMap(hold => (hold.state === 'sold' ? standingSeats(hold).map(seat => `${hold.id}/${seat}`) : []))

/** A refund that came back, and of which the site believes that it did not. */
export function bouncedRefund({ row, provider }: World): number | null {
  if (!('refunds' in row)) return null
  const running = row.state === 'returning' && row.failed === null ? [row.refund] : []
  const believed = [...row.refunds.filter(({ outcome }) => outcome === 'returned'), ...running]
  const bounced = believed.find(refund => {
    const said = provider.refunds[refundOrderOf({ ...row, refund }).key]
    return said?.kind === 'refused' && said.reason === bouncedReason
  })
  return bounced?.number ?? null
}
