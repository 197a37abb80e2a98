import type { GameNumber } from '@matchday/domain/game/ids'
import { homePartition } from '@matchday/domain/inventory/home-partition'
import type { BuyerHash, BuyerRef } from '@matchday/domain/inventory/ids'
import { buyerKey, holdKey } from '@matchday/domain/inventory/ids'
import type { PartitionState } from '@matchday/domain/inventory/state'
import type { Touched } from '@matchday/domain/inventory/touches'
import type { Loaded } from '@matchday/domain/ports/site-copy'
import type { BulkPool } from './bulk-pool.ts'
import { loadBuyers, loadCategories, loadGames, loadHolds, loadPendings } from './load-queries.ts'
import { readGames } from './rows/game-row.ts'
import { readHold } from './rows/hold-row.ts'
import { readQueues } from './rows/pending-row.ts'
import { readTallies } from './rows/tally-row.ts'

const nothing = { games: new Map(), holds: new Map(), due: [], buyers: new Map(), queues: new Map() }

/**
 * The rows a batch needs, in two round trips on one snapshot: first the holds and pendings, then what these and the
 * batch name of games and buyers. A partition before its first federation has no rows.
 */
export async function load(pool: BulkPool, partition: PartitionState, touched: Touched): Promise<Loaded> {
  const { federation } = partition
  if (federation === null) return { state: { ...nothing, partition }, buyerTotals: new Map() }
  const here = atHome(touched, partition.partition, federation.partitions)
  // A batch that names a federation may bring a limit into force that none had when it began.
  const wantsTotals = federation.settings.perBuyerTournament !== null || touched.wholePartition
  return pool.readTwice(
    async run => {
      const [holdRows, pendingRows] = await Promise.all([
        run(loadHolds(partition, here)),
        run(loadPendings(partition, here, federation.settings.announcedTtlMs)),
      ])
      const holds = new Map(holdRows.map(readHold).map(hold => [holdKey(hold), hold]))
      return { holds, queues: readQueues(pendingRows) }
    },
    async (run, { holds, queues }) => {
      const games = new Set<GameNumber>(here.games)
      const buyers = new Map<string, BuyerRef>(here.buyers)
      for (const hold of holds.values()) {
        games.add(hold.game)
        buyers.set(buyerKey(hold), hold)
      }
      for (const { game } of queues.values()) games.add(game)
      const [gameRows, categoryRows, buyerRows] = await Promise.all([
        run(loadGames(partition, games, here.wholePartition)),
        run(loadCategories(partition, games, here.wholePartition)),
        run(loadBuyers(buyers, wantsTotals)),
      ])
      const live = [...holds.values()].filter(hold => hold.state === 'held')
      const due = live.filter(hold => hold.expiresAtMs <= here.horizonMs)
      const tallies = readTallies(buyerRows)
      const found = new Map(tallies.filter(tally => buyers.has(buyerKey(tally))).map(tally => [buyerKey(tally), tally]))
      const buyerTotals = new Map<BuyerHash, number>()
      for (const { buyer, held, sold } of wantsTotals ? tallies : []) {
        buyerTotals.set(buyer, (buyerTotals.get(buyer) ?? 0) + held + sold)
      }
      const stocks = readGames(gameRows, categoryRows)
      return { state: { partition, games: stocks, holds, due, buyers: found, queues }, buyerTotals }
    },
  )
}

/** What is touched in the partition's own games: records of others are dead letters and read nothing. */
function atHome(touched: Touched, partition: number, partitions: number): Touched {
  if (partitions === 1) return touched
  const home = new Map<GameNumber, boolean>()
  const isHome = ({ game }: { readonly game: GameNumber }): boolean => {
    const known = home.get(game) ?? homePartition(game, partitions) === partition
    home.set(game, known)
    return known
  }
  const own = <Key, Row extends { readonly game: GameNumber }>(rows: ReadonlyMap<Key, Row>) =>
    new Map([...rows].filter(([, row]) => isHome(row)))
  return {
    ...touched,
    games: new Set([...touched.games].filter(game => isHome({ game }))),
    holds: own(touched.holds),
    buyers: own(touched.buyers),
    queues: own(touched.queues),
  }
}
