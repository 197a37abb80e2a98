import type { Hold } from '@matchday/domain/inventory/hold'
import { buyerKey, holdKey } from '@matchday/domain/inventory/ids'
import type { Changes, FoldState, PartitionState } from '@matchday/domain/inventory/state'
import { emptyPartition } from '@matchday/domain/inventory/state'
import type { BuyerTally, GameStock } from '@matchday/domain/inventory/stock'
import type { Touched } from '@matchday/domain/inventory/touches'

/** The rows of one partition in memory, handed out as a site's database would: those that a batch touches, no more. */
export type MemoryCopy = {
  readonly partition: () => PartitionState
  readonly games: () => ReadonlyMap<number, GameStock>
  readonly load: (touched: Touched) => FoldState
  readonly apply: (changes: Changes) => void
  /** Counters that are not the sum of their holds, one line each. */
  readonly brokenCounters: () => string[]
}

/** Holds that are bought or given back change no more in the bench's workload: they are counted and forgotten. */
export function createMemoryCopy(): MemoryCopy {
  let partition = emptyPartition(0)
  const games = new Map<GameStock['game'], GameStock>()
  const live = new Map<string, Hold>()
  const buyers = new Map<string, BuyerTally>()
  const sold = new Map<string, number>()
  return {
    partition: () => partition,
    games: () => games,
    load: touched => ({
      partition,
      games: picked(games, touched.games),
      holds: picked(live, touched.holds.keys()),
      due: [],
      buyers: picked(buyers, buyersOf(touched, live)),
      queues: new Map(),
    }),
    apply: changes => {
      partition = changes.partition
      for (const stock of changes.games) games.set(stock.game, stock)
      for (const tally of changes.buyers) buyers.set(buyerKey(tally), tally)
      for (const hold of changes.holds) {
        if (hold.state === 'held') live.set(holdKey(hold), hold)
        else live.delete(holdKey(hold))
        if (hold.state === 'sold') sold.set(keyOf(hold), (sold.get(keyOf(hold)) ?? 0) + hold.quantity)
      }
    },
    brokenCounters: () => {
      const held = new Map<string, number>()
      for (const hold of live.values()) held.set(keyOf(hold), (held.get(keyOf(hold)) ?? 0) + hold.quantity)
      return [...games.values()].flatMap(({ game, categories }) =>
        [...categories.values()].flatMap(stock => {
          const key = keyOf({ game, category: stock.category })
          const sums = { held: held.get(key) ?? 0, sold: sold.get(key) ?? 0 }
          if (stock.held === sums.held && stock.sold === sums.sold) return []
          return [`${key} counts ${stock.held} held, ${stock.sold} sold; its holds are ${sums.held}, ${sums.sold}`]
        }),
      )
    },
  }
}

const keyOf = ({ game, category }: { readonly game: number; readonly category: number }): string =>
  `game ${game}, category ${category}`

function picked<Key, Value>(rows: ReadonlyMap<Key, Value>, keys: Iterable<Key>): Map<Key, Value> {
  const found = new Map<Key, Value>()
  for (const key of keys) {
    const row = rows.get(key)
    if (row !== undefined) found.set(key, row)
  }
  return found
}

/** Those who ask, and those whose holds are touched. */
function* buyersOf({ buyers, holds }: Touched, live: ReadonlyMap<string, Hold>): Generator<string> {
  yield* buyers.keys()
  for (const key of holds.keys()) {
    const hold = live.get(key)
    if (hold !== undefined) yield buyerKey(hold)
  }
}
