import type { GameNumber } from '../game/ids.ts'
import { categoryKey } from './ids.ts'
import { listText } from './list-text.ts'
import type { FoldState, PendingQueue } from './state.ts'
import type { CategoryStock, GameStock } from './stock.ts'

/** All of a partition but its hold rows, for which each game's sum of hashes stands. */
export type CopyState = Pick<FoldState, 'partition' | 'games' | 'queues'>

/** One thing that two copies of a partition do not agree on. */
export type CopyDifference = {
  /** Null: of the partition as a whole. */
  readonly game: GameNumber | null
  readonly what: string
  readonly here: string
  readonly there: string
}

type Facts = ReadonlyMap<string, string>

/**
 * Everything on which two copies of one partition, taken at the same offset, differ; the same facts that a digest
 * hashes, by name.
 */
export function differencesBetween(here: CopyState, there: CopyState): CopyDifference[] {
  const games = new Set([...here.games.keys(), ...there.games.keys()])
  return [
    ...differences(null, partitionFacts(here), partitionFacts(there)),
    ...[...games]
      .sort((a, b) => a - b)
      .flatMap(game => differences(game, gameFacts(here, game), gameFacts(there, game))),
  ]
}

function differences(game: GameNumber | null, here: Facts, there: Facts): CopyDifference[] {
  return [...new Set([...here.keys(), ...there.keys()])].flatMap(what => {
    const [one, other] = [here.get(what) ?? 'none', there.get(what) ?? 'none']
    return one === other ? [] : [{ game, what, here: one, there: other }]
  })
}

const partitionFacts = ({ partition }: CopyState): Facts =>
  new Map([
    ['offset', String(partition.nextOffset)],
    ['log time', String(partition.logTimeMs)],
    ['federation', partition.federation?.sha256 ?? 'none'],
  ])

function gameFacts({ games, queues }: CopyState, number: GameNumber): Facts {
  const game = games.get(number)
  if (game === undefined) return new Map()
  return new Map([...listFacts(game), ...[...game.categories.values()].flatMap(stock => {
    const key = categoryKey({ game: number, category: stock.category })
    return categoryFacts(stock, queues.get(key))
  })])
}

const listFacts = ({ list, holdsSum }: GameStock): [string, string][] => [
  ['list', list === null ? 'none' : `version ${list.version}: ${listText(list)}`],
  ['hold rows', holdsSum.toString(16)],
]

function categoryFacts(stock: CategoryStock, queue: PendingQueue | undefined): [string, string][] {
  const { category, listed, capacity, price, held, heldBySite, sold, announcedSold, announcedPending } = stock
  const bySite = [...heldBySite].sort(([a], [b]) => (a < b ? -1 : 1))
  const facts = { listed, capacity, price, held, sold, announcedSold, announcedPending }
  return [
    ...Object.entries(facts).map(([name, value]): [string, string] => [`category ${category} ${name}`, String(value)]),
    [`category ${category} held by site`, JSON.stringify(bySite)],
    [`category ${category} queue`, JSON.stringify(queue?.pendings ?? [])],
  ]
}
