import type { GameNumber } from '../game/ids.ts'
import { horizonOf } from './clock.ts'
import type { LogEntry } from './entry.ts'
import { refOf } from './entry.ts'
import type { BuyerRef, CategoryRef, HoldRef } from './ids.ts'
import { buyerKey, categoryKey, holdKey } from './ids.ts'

/** The batch takes up to `takes` seats from the queue's oldest pendings, and may add to its newest one. */
export type TouchedQueue = CategoryRef & { readonly takes: number }

/**
 * The rows a batch may read. On top of the rows named, whoever loads adds: live holds that expire by `horizonMs`, the
 * buyers and games of every hold loaded, and pendings (with their games) that return by `horizonMs`.
 * Of a touched queue it needs, of what is not due by then, the oldest pendings up to `takes` seats, and the newest.
 */
export type Touched = {
  readonly horizonMs: number
  readonly games: ReadonlySet<GameNumber>
  readonly holds: ReadonlyMap<string, HoldRef>
  readonly buyers: ReadonlyMap<string, BuyerRef>
  readonly queues: ReadonlyMap<string, TouchedQueue>
  /** The batch reads all games and all queues: it has a digest to compute or settings to change. */
  readonly wholePartition: boolean
  /** Offsets of which it states digests. */
  readonly digests: ReadonlySet<number>
}

/** What {@link foldBatch} needs to know of the partition before it folds `entries`. */
export function touches(entries: readonly LogEntry[], logTimeMs: number): Touched {
  const games = new Set<GameNumber>()
  const holds = new Map<string, HoldRef>()
  const buyers = new Map<string, BuyerRef>()
  const queues = new Map<string, TouchedQueue>()
  const digests = new Set<number>()
  let wholePartition = false
  for (const { said } of entries) {
    switch (said.kind) {
      case 'hold-requested':
        buyers.set(buyerKey(said), { game: said.game, buyer: said.buyer })
        holds.set(holdKey(refOf(said)), refOf(said))
        games.add(said.game)
        break
      case 'sale-requested':
      case 'release-requested':
        holds.set(holdKey(refOf(said)), refOf(said))
        games.add(said.game)
        break
      case 'announced':
        games.add(said.game)
        for (const { category, quantity } of said.lines) {
          const key = categoryKey({ game: said.game, category })
          const takes = (queues.get(key)?.takes ?? 0) + (said.action === 'pending' ? 0 : quantity)
          queues.set(key, { game: said.game, category, takes })
        }
        break
      case 'list-published':
        games.add(said.listing.game)
        break
      case 'digest-stated':
        if (said.at !== null) digests.add(said.at)
        wholePartition = true
        break
      case 'federation-published':
        wholePartition = true
        break
      case 'ticked':
      case 'empty':
      case 'malformed':
        break
      default:
        said satisfies never
    }
  }
  return { horizonMs: horizonOf(entries, logTimeMs), games, holds, buyers, queues, wholePartition, digests }
}
