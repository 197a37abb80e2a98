import type { GameNumber } from '../game/ids.ts'
import type { Hold } from './hold.ts'
import { buyerKey, categoryKey, holdKey } from './ids.ts'
import type { Changes, FoldState, PartitionState, PendingQueue } from './state.ts'
import { emptyPartition } from './state.ts'
import type { Touched } from './touches.ts'
import type { BuyerTally, GameStock } from './stock.ts'

/** All rows of one partition, in memory. */
export type WholePartition = Omit<FoldState, 'due'> & {
  partition: PartitionState
  readonly games: Map<GameNumber, GameStock>
  readonly holds: Map<string, Hold>
  readonly buyers: Map<string, BuyerTally>
  readonly queues: Map<string, PendingQueue>
}

export const emptyWhole = (partition: number): WholePartition => ({
  partition: emptyPartition(partition),
  games: new Map(),
  holds: new Map(),
  buyers: new Map(),
  queues: new Map(),
})

/** All rows, as what a batch may read. */
export const readWhole = (whole: WholePartition, { horizonMs }: Touched): FoldState => ({
  ...whole,
  due: [...whole.holds.values()].filter(hold => hold.state === 'held').filter(hold => hold.expiresAtMs <= horizonMs),
})

/** Write a batch's changes into `whole`, in place. */
export function applyChanges(whole: WholePartition, changes: Changes): void {
  whole.partition = changes.partition
  for (const game of changes.games) whole.games.set(game.game, game)
  for (const hold of changes.holds) whole.holds.set(holdKey(hold), hold)
  for (const tally of changes.buyers) whole.buyers.set(buyerKey(tally), tally)
  for (const { game, category, atMs, quantity } of changes.pendings) {
    const key = categoryKey({ game, category })
    const others = (whole.queues.get(key)?.pendings ?? []).filter(pending => pending.atMs !== atMs)
    const pendings = quantity === 0 ? others : [...others, { atMs, quantity }].sort((a, b) => a.atMs - b.atMs)
    if (pendings.length === 0) whole.queues.delete(key)
    else whole.queues.set(key, { game, category, pendings })
  }
}
