import type { GameNumber } from '@matchday/domain/game/ids'
import { homePartition } from '@matchday/domain/inventory/home-partition'
import type { KnownDigests } from '@matchday/domain/inventory/digest-standing'
import { noDigests } from '@matchday/domain/inventory/digest-standing'
import type { Hold } from '@matchday/domain/inventory/hold'
import type { BuyerHash, BuyerRef } from '@matchday/domain/inventory/ids'
import { buyerKey, holdKey } from '@matchday/domain/inventory/ids'
import type { PartitionState, PendingQueue } from '@matchday/domain/inventory/state'
import type { BuyerTally } from '@matchday/domain/inventory/stock'
import type { Touched } from '@matchday/domain/inventory/touches'
import type { Loaded } from '@matchday/domain/ports/site-copy'
import type { BulkPool, BulkRow } from './bulk-pool.ts'
import {
  loadBuyers, loadCategories, loadDigests, loadGames, loadHolds, loadPendings, loadStandings,
} from './load-queries.ts'
import { readDigests, readStandings } from './rows/digest-row.ts'
import { readGames } from './rows/game-row.ts'
import { readHold } from './rows/hold-row.ts'
import { readQueues } from './rows/pending-row.ts'
import { readTallies } from './rows/tally-row.ts'

const nothing = { games: new Map(), holds: new Map(), due: [], buyers: new Map(), queues: new Map() }

/**
 * The rows a batch needs, on one snapshot: what it names, in one round trip; then, where there is any, what the holds
 * and pendings found bring along of buyers and games. A partition before its first federation has no rows.
 */
export async function load(pool: BulkPool, partition: PartitionState, touched: Touched): Promise<Loaded> {
  const { federation } = partition
  if (federation === null) return { state: { ...nothing, partition }, buyerTotals: new Map(), digests: noDigests }
  const here = atHome(touched, partition.partition, federation.partitions)
  // A batch that names a federation may bring a limit into force that none had when it began.
  const wantsTotals = federation.settings.perBuyerTournament !== null || touched.wholePartition
  return pool.readTwice(
    run => Promise.all([
      run(loadHolds(partition, here)),
      run(loadPendings(partition, here, federation.settings.announcedTtlMs)),
      loadNamed(run, partition, here, wantsTotals),
      loadKnown(run, partition, here),
    ]),
    async (run, [holdRows, pendingRows, named, digests]) => {
      const holds = new Map(holdRows.map(readHold).map(hold => [holdKey(hold), hold]))
      const queues = readQueues(pendingRows)
      const brought = broughtBy(here, holds.values(), queues.values())
      const rest = await loadNamed(run, partition, brought, wantsTotals)
      const stocks = readGames([...named.games, ...rest.games], [...named.categories, ...rest.categories])
      const live = [...holds.values()].filter(hold => hold.state === 'held')
      const due = live.filter(hold => hold.expiresAtMs <= here.horizonMs)
      const tallies = readTallies([...named.buyers, ...rest.buyers])
      const isNamed = (key: string): boolean => here.buyers.has(key) || brought.buyers.has(key)
      const buyers = new Map(tallies.map(tally => [buyerKey(tally), tally] as const).filter(([key]) => isNamed(key)))
      const buyerTotals = wantsTotals ? totalsOf(tallies) : new Map<BuyerHash, number>()
      return { state: { partition, games: stocks, holds, due, buyers, queues }, buyerTotals, digests }
    },
  )
}

type Named = Pick<Touched, 'games' | 'buyers' | 'wholePartition'>
type NamedRows = Readonly<Record<'games' | 'categories' | 'buyers', readonly BulkRow[]>>

/** Rows of games and buyers by name; for none nothing is asked. */
async function loadNamed(
  run: BulkPool['run'],
  partition: PartitionState,
  { games: wanted, buyers: asked, wholePartition }: Named,
  wantsTotals: boolean,
): Promise<NamedRows> {
  const wantsGames = wholePartition || wanted.size > 0
  const [games, categories, buyers] = await Promise.all([
    wantsGames ? run(loadGames(partition, wanted, wholePartition)) : [],
    wantsGames ? run(loadCategories(partition, wanted, wholePartition)) : [],
    asked.size > 0 ? run(loadBuyers(asked, wantsTotals)) : [],
  ])
  return { games, categories, buyers }
}

/** What statements of digests are held against; for none nothing is asked. */
async function loadKnown(run: BulkPool['run'], partition: PartitionState, touched: Touched): Promise<KnownDigests> {
  if (touched.digests.size === 0) return noDigests
  const [own, standings] = await Promise.all([run(loadDigests(partition, touched)), run(loadStandings(partition))])
  return { own: readDigests(own), standings: readStandings(standings) }
}

/** Games and buyers of what was found, where the batch itself does not name them. */
function broughtBy(named: Touched, holds: Iterable<Hold>, queues: Iterable<PendingQueue>): Named {
  const games = new Set<GameNumber>()
  const buyers = new Map<string, BuyerRef>()
  const bring = (game: GameNumber): void => {
    if (!named.wholePartition && !named.games.has(game)) games.add(game)
  }
  for (const hold of holds) {
    bring(hold.game)
    if (!named.buyers.has(buyerKey(hold))) buyers.set(buyerKey(hold), hold)
  }
  for (const { game } of queues) bring(game)
  return { games, buyers, wholePartition: false }
}

/** What each buyer has over all games. */
function totalsOf(tallies: readonly BuyerTally[]): Map<BuyerHash, number> {
  const tallyOf = new Map(tallies.map(tally => [buyerKey(tally), tally]))
  const totals = new Map<BuyerHash, number>()
  for (const { buyer, held, sold } of tallyOf.values()) totals.set(buyer, (totals.get(buyer) ?? 0) + held + sold)
  return totals
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
