import { categoryKey } from '../inventory/ids.ts'
import { buyerKey, holdKey } from '../inventory/ids.ts'
import type { FoldState, PendingQueue } from '../inventory/state.ts'
import type { AnnouncedPending } from '../inventory/stock.ts'
import type { TouchedQueue, Touched } from '../inventory/touches.ts'
import type { WholePartition } from '../inventory/whole.ts'

/** One of the rules by which rows are chosen; a fold that needs them all fails without any one. */
export const loadingRules = [
  'games', 'games-of-holds', 'games-of-pendings', 'whole-partition',
  'holds', 'due', 'buyers', 'buyers-of-holds',
  'due-pendings', 'oldest-pendings', 'newest-pending',
] as const
export type LoadingRule = (typeof loadingRules)[number]

/**
 * Load no row but those that {@link Touched} and its documented additions name, as a database would: each a copy of
 * its own, in an order of no meaning. The opposite of `readWhole`, which hands over everything.
 */
export function narrowTo(whole: WholePartition, touched: Touched, without: LoadingRule | null = null): FoldState {
  const has = (rule: LoadingRule): boolean => rule !== without
  const isAll = touched.wholePartition && has('whole-partition')
  const due = [...whole.holds.values()]
    .filter(hold => hold.state === 'held')
    .filter(hold => has('due') && hold.expiresAtMs <= touched.horizonMs)
  const named = [...whole.holds].filter(([key]) => has('holds') && touched.holds.has(key)).map(([, hold]) => hold)
  const holds = new Map([...due, ...named].map(hold => [holdKey(hold), hold]))
  const ofHolds = [...holds.values()]
  const buyers = new Set([
    ...(has('buyers') ? touched.buyers.keys() : []),
    ...(has('buyers-of-holds') ? ofHolds.map(buyerKey) : []),
  ])
  const queues = [...whole.queues.values()]
    .map(queue => (isAll ? queue : partOf(whole, queue, touched, has)))
    .filter(queue => queue.pendings.length > 0)
  const returning = queues.filter(queue => !touched.queues.has(categoryKey(queue)))
  const games = new Set([
    ...(has('games') ? touched.games : []),
    ...(has('games-of-holds') ? ofHolds.map(hold => hold.game) : []),
    ...(has('games-of-pendings') ? returning.map(queue => queue.game) : []),
    ...(isAll ? whole.games.keys() : []),
  ])
  return structuredClone({
    partition: whole.partition,
    games: backwards([...whole.games].filter(([game]) => games.has(game)).map(([game, stock]) => [
      game, { ...stock, categories: backwards([...stock.categories]) },
    ])),
    holds: backwards([...holds]),
    due: structuredClone(due),
    buyers: backwards([...whole.buyers].filter(([key]) => buyers.has(key))),
    queues: backwards(queues.map(queue => [categoryKey(queue), queue])),
  })
}

const backwards = <Key, Row>(rows: [Key, Row][]): Map<Key, Row> => new Map(rows.reverse())

/** Of one queue: what returns by the horizon, then the oldest up to the seats that are taken, and the newest. */
function partOf(
  whole: WholePartition,
  queue: PendingQueue,
  touched: Touched,
  has: (rule: LoadingRule) => boolean,
): PendingQueue {
  const ttlMs = whole.partition.federation?.settings.announcedTtlMs ?? 0
  const isDue = ({ atMs }: AnnouncedPending): boolean => atMs + ttlMs <= touched.horizonMs
  const rest = queue.pendings.filter(pending => !isDue(pending))
  const of = touched.queues.get(categoryKey(queue))
  const kept = new Set(has('due-pendings') ? queue.pendings.filter(isDue) : [])
  if (of !== undefined && has('oldest-pendings')) for (const pending of oldest(rest, of)) kept.add(pending)
  const newest = rest.at(-1)
  if (of !== undefined && newest !== undefined && has('newest-pending')) kept.add(newest)
  return { ...queue, pendings: queue.pendings.filter(pending => kept.has(pending)) }
}

function oldest(pendings: readonly AnnouncedPending[], { takes }: TouchedQueue): AnnouncedPending[] {
  let missing = takes
  return pendings.filter(({ quantity }) => {
    const isNeeded = missing > 0
    missing -= quantity
    return isNeeded
  })
}
