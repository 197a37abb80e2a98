import { disagreement, isEnd } from './agreement.ts'
import type { Explored } from './explore.ts'
import { explore } from './explore.ts'
import { happenings } from './happenings.ts'
import { makingOf } from './making.ts'
import type { Rules } from './rules.ts'
import type { Start } from './start.ts'
import { begun, paidFor } from './start.ts'
import { workerMoves } from './worker.ts'
import type { Left, World } from './world.ts'

const statesMax = 2_000_000

const nothing: Left = { mishaps: 0, refusedCaptures: 0, cards: 0, deadlines: 0, refunds: 0, bounces: 0 }

/** Every run of one purchase of two holds, its handler and recovery at once. */
export const searchPurchases = (rules: Rules, left: Partial<Left>, start = begun): Explored<World> =>
  search(rules, start, { ...nothing, ...left }, ['handler'], 'handler')

/** Every run of refunds of what was paid for, two clicks and recovery at once. */
export const searchRefunds = (rules: Rules, left: Partial<Left>): Explored<World> =>
  search(rules, paidFor, { ...nothing, ...left }, ['first click', 'second click'], null)

function search(
  rules: Rules,
  start: Start,
  left: Left,
  handlers: readonly string[],
  atWork: string | null,
): Explored<World> {
  const making = makingOf(rules)
  const names = rules.recovery ? [...handlers, 'recovery'] : handlers
  return explore({
    starts: [making.start(start, left, names, atWork)],
    movesOf: world => [
      ...world.workers.flatMap(worker =>
        workerMoves(making, world, worker).map(move => ({ ...move, unsure: !worker.recovers }))),
      ...happenings(making, world),
    ],
    isEnd,
    judge: disagreement,
  }, statesMax)
}
