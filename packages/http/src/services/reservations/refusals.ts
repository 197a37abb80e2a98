import { utcText } from '@matchday/domain/game/utc-time'
import type { BasketFault } from '@matchday/domain/reservation/basket'
import type { ItemRefusal, RefusedItem } from '@matchday/domain/reservation/reservation'
import type { Answer } from '../../edge/answer.ts'
import { problem } from '../../edge/answer.ts'
import type { ProblemKind } from '../../problems.ts'
import { problems, problemType } from '../../problems.ts'
import type { FieldFault } from '../../schemas/problem.ts'

type Reason = { readonly kind: ProblemKind; readonly field: string; readonly reason: string }

/** Where a line of the request stands, so that a refusal can point at it. */
export type AskedItem = { readonly game: number; readonly category: number }

/** A basket that cannot be asked for: every fault, each at the line it concerns. */
export const refuseBasket = (faults: readonly BasketFault[]): Answer =>
  refuseFor(faults.map(reasonOfFault))

/** A basket of which the log, or this site's copy, refused some lines: nothing is held. */
export function refuseItems(refused: readonly RefusedItem[], asked: readonly AskedItem[]): Answer {
  const reasons = refused.map(({ game, category, refusal }): Reason => {
    const line = asked.findIndex(item => item.game === game && item.category === category)
    return { kind: refusal.kind, field: line < 0 ? '/items' : `/items/${line}`, reason: reasonOf(refusal) }
  })
  return refuseFor(reasons)
}

/** One kind of reason is the answer's own type; of several the type says whether asking again may ever help. */
function refuseFor(reasons: readonly Reason[]): Answer {
  const errors = reasons.map(({ kind, field, reason }): FieldFault => ({ field, reason, type: problemType(kind) }))
  const [first, ...others] = reasons
  if (first === undefined || others.some(({ kind }) => kind !== first.kind)) {
    const isConflict = reasons.every(({ kind }) => problems[kind].status === 409)
    return problem(isConflict ? 'not-reserved' : 'invalid-basket', { errors })
  }
  const { advice } = problems[first.kind]
  return problem(first.kind, { errors, detail: others.length === 0 ? `${sentence(first.reason)} ${advice}` : advice })
}

const sentence = (reason: string): string => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`

/** A refused line inside a reservation. */
export const explainRefusal = ({ game, category, refusal }: RefusedItem) => ({
  game,
  category,
  type: problemType(refusal.kind),
  reason: reasonOf(refusal),
})

function reasonOf(refusal: ItemRefusal): string {
  switch (refusal.kind) {
    case 'not-on-sale':
      return 'this game is not on sale'
    case 'unknown-category':
      return 'this game has no such category'
    case 'price-changed':
      return `the price is ${refusal.price} now`
    case 'bad-quantity':
      return `the quantity must be 1 to ${refusal.max}`
    case 'over-limit':
      return `one buyer may have ${count(refusal.limit, 'ticket')} of this game; you have ${refusal.has}`
    case 'site-over-share':
      return `this site may hold ${count(refusal.limit, 'seat')} of this category at a time and holds ${refusal.has}`
    case 'sold-out':
      return refusal.sellable === 0 ? 'no seat is left' : `only ${count(refusal.sellable, 'seat')} left`
    case 'over-tournament-limit':
      return 'this is more than one buyer may have of the tournament'
    default:
      return refusal satisfies never
  }
}

function reasonOfFault(fault: BasketFault): Reason {
  const { kind } = fault
  switch (kind) {
    case 'empty-basket':
      return { kind, field: '/items', reason: 'must have an item' }
    case 'too-many-lines':
      return { kind, field: '/items', reason: `must have ${count(fault.max, 'item')} or fewer` }
    case 'bad-quantity':
      return { kind, field: `/items/${fault.line}/quantity`, reason: 'must be a whole number from 1' }
    case 'unknown-game':
      return { kind, field: `/items/${fault.line}/game`, reason: `there is no game ${fault.game}` }
    case 'unknown-category': {
      const reason = `game ${fault.game} has no category ${fault.category}`
      return { kind, field: `/items/${fault.line}/category`, reason }
    }
    case 'game-started': {
      const reason = `game ${fault.game} started at ${utcText(fault.kickOffMs)}`
      return { kind, field: `/items/${fault.line}/game`, reason }
    }
    case 'over-limit': {
      const reason = `one buyer may have ${count(fault.limit, 'ticket')} of this game; you ask for ${fault.asked}`
      return { kind, field: `/items/${fault.line}/quantity`, reason }
    }
    case 'over-tournament-limit': {
      const reason = `one buyer may have ${count(fault.limit, 'ticket')} of the tournament; you ask for ${fault.asked}`
      return { kind, field: '/items', reason }
    }
    default:
      return fault satisfies never
  }
}

export const count = (amount: number, what: string): string => `${amount} ${what}${amount === 1 ? '' : 's'}`
