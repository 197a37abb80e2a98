import type { GameNumber } from '@matchday/domain/game/ids'
import type { BuyerRef } from '@matchday/domain/inventory/ids'
import type { PartitionState } from '@matchday/domain/inventory/state'
import type { Touched, TouchedQueue } from '@matchday/domain/inventory/touches'
import { arrayOf } from './array-literal.ts'
import type { BulkQuery } from './bulk-pool.ts'
import type { Columns } from './columns.ts'
import { arraysOf, namesOf, unnestOf } from './columns.ts'
import { standingWritten } from './rows/digest-row.ts'
import { categoryColumns, gameColumns } from './rows/game-row.ts'
import { holdColumns, refWritten } from './rows/hold-row.ts'
import { pendingColumns } from './rows/pending-row.ts'
import { countsFor, tallyColumns } from './rows/tally-row.ts'

/** A batch may end every live hold of a site that slept: that many rows take their time. */
export const batchMaxMs = 15 * 60_000

const holdsText = `
  SELECT ${holdColumns('h')}
  FROM ${unnestOf(refWritten, 3)} AS named(${namesOf(refWritten)}) JOIN hold h USING (game, site, id)
  UNION ALL
  SELECT ${holdColumns('h')}
  FROM hold h
  WHERE h.partition = $1 AND h.state = 'held' AND h.expires_at_ms <= $2
    AND h.expires_at_ms >= (SELECT due_from_ms FROM partition_state WHERE partition = $1)`

/** The holds named, and the live ones that end by the horizon; one may come twice. */
export const loadHolds = ({ partition }: PartitionState, { holds, horizonMs }: Touched): BulkQuery => ({
  name: 'load-holds',
  text: holdsText,
  values: [partition, horizonMs, ...arraysOf(refWritten, [...holds.values()])],
  maxMs: batchMaxMs,
})

const touchedQueues: Columns<TouchedQueue> = [
  ['game', 'smallint', queue => queue.game],
  ['category', 'smallint', queue => queue.category],
  ['takes', 'bigint', queue => queue.takes],
]

// A pending has a seat at least, so `takes` seats are in the oldest `takes` pendings: a long queue is not read whole.
const pendingsText = `
  SELECT ${pendingColumns} FROM announced_pending a WHERE a.partition = $1 AND a.at_ms <= $2
  UNION ALL
  SELECT ${pendingColumns}
  FROM ${unnestOf(touchedQueues, 3)} AS q(${namesOf(touchedQueues)})
  CROSS JOIN LATERAL (
    SELECT *, sum(quantity) OVER (ORDER BY at_ms) - quantity AS before
    FROM (
      SELECT game, category, at_ms, quantity FROM announced_pending
      WHERE game = q.game AND category = q.category AND at_ms > $2
      ORDER BY at_ms LIMIT q.takes
    ) AS oldest
  ) AS a
  WHERE a.before < q.takes
  UNION ALL
  SELECT ${pendingColumns}
  FROM ${unnestOf(touchedQueues, 3)} AS q(${namesOf(touchedQueues)})
  CROSS JOIN LATERAL (
    SELECT game, category, at_ms, quantity FROM announced_pending
    WHERE game = q.game AND category = q.category
    ORDER BY at_ms DESC LIMIT 1
  ) AS a`

/** Pendings that return by the horizon, or all; of touched queues also those taken first, and the newest. */
export const loadPendings = (
  { partition }: PartitionState,
  { queues, horizonMs, wholePartition }: Touched,
  ttlMs: number,
): BulkQuery => ({
  name: 'load-pendings',
  text: pendingsText,
  values: [
    partition,
    wholePartition ? Number.MAX_SAFE_INTEGER : horizonMs - ttlMs,
    ...arraysOf(touchedQueues, [...queues.values()]),
  ],
  maxMs: batchMaxMs,
})

const gameQuery = (
  name: string,
  text: string,
  partition: PartitionState,
  games: ReadonlySet<GameNumber>,
  all: boolean,
): BulkQuery => ({ name, text, values: [partition.partition, all, arrayOf([...games], game => game)] })

const isWanted = 'g.partition = $1 AND ($2 OR g.game = ANY ($3::smallint[]))'

export const loadGames = (partition: PartitionState, games: ReadonlySet<GameNumber>, all: boolean): BulkQuery =>
  gameQuery('load-games', `SELECT ${gameColumns} FROM game g WHERE ${isWanted}`, partition, games, all)

export const loadCategories = (partition: PartitionState, games: ReadonlySet<GameNumber>, all: boolean): BulkQuery =>
  gameQuery(
    'load-categories',
    `SELECT ${categoryColumns} FROM game g JOIN category_stock c ON c.game = g.game WHERE ${isWanted}`,
    partition, games, all,
  )

const buyerRefs: Columns<BuyerRef> = [
  ['game', 'smallint', ref => ref.game],
  ['buyer', 'text', ref => ref.buyer],
]

const talliesText = `
  SELECT named.game, named.buyer, tally.*
  FROM ${unnestOf(buyerRefs, 1)} AS named(${namesOf(buyerRefs)})
  CROSS JOIN LATERAL (
    SELECT ${tallyColumns} FROM hold h
    WHERE ${countsFor('named.buyer')} AND h.game = named.game
    HAVING count(*) > 0
  ) AS tally`

const totalsText = `
  SELECT tally.game, named.buyer, tally.held, tally.sold
  FROM (SELECT DISTINCT buyer FROM ${unnestOf(buyerRefs, 1)} AS one(${namesOf(buyerRefs)})) AS named
  CROSS JOIN LATERAL (
    SELECT h.game, ${tallyColumns} FROM hold h
    WHERE ${countsFor('named.buyer')}
    GROUP BY h.game
  ) AS tally`

/** What the buyers have of the games named or, for their totals, of every game. */
export const loadBuyers = (buyers: ReadonlyMap<string, BuyerRef>, ofEveryGame: boolean): BulkQuery => ({
  name: ofEveryGame ? 'load-buyers-of-every-game' : 'load-buyers',
  text: ofEveryGame ? totalsText : talliesText,
  values: arraysOf(buyerRefs, [...buyers.values()]),
  maxMs: batchMaxMs,
})

/** This site's own digests at the offsets named. */
export const loadDigests = ({ partition }: PartitionState, { digests }: Touched): BulkQuery => ({
  name: 'load-digests',
  text: 'SELECT d.log_offset, d.state FROM digest d WHERE d.partition = $1 AND d.log_offset = ANY ($2::bigint[])',
  values: [partition, arrayOf([...digests], offset => offset)],
})

/** How sites stand. */
export const loadStandings = ({ partition }: PartitionState): BulkQuery => ({
  name: 'load-standings',
  text: `SELECT ${namesOf(standingWritten)} FROM digest_standing WHERE partition = $1`,
  values: [partition],
})
