import type { FeedVerdict } from '../feed/judge-message.ts'
import { judgeMessage } from '../feed/judge-message.ts'
import type { KeptListing } from '../feed/kept-listing.ts'
import { isPending, keepListing } from '../feed/kept-listing.ts'
import type { GameNumber } from '../game/ids.ts'
import type { GameListing, ListTerms } from '../game/listing.ts'
import type { Federation, Signer } from '../inventory/federation.ts'
import type { GameStock } from '../inventory/stock.ts'
import type { FeedCommit, FeedDeadLetter, KeptFeed } from '../ports/kept-feed.ts'
import type { FeedChunk, MasterListFeed } from '../ports/master-list-feed.ts'
import type { RawRecord } from '../ports/sales-log.ts'
import type { PublishedGame, PublishPorts } from './publish-list.ts'
import { planPublication, publishList } from './publish-list.ts'

/** The most messages of one unit of work: a tournament's list, and more. */
export const feedMax = 500

export type TakeFeedPorts = PublishPorts & {
  readonly feed: Pick<MasterListFeed, 'topic' | 'read'>
  readonly kept: Pick<KeptFeed, 'position' | 'games' | 'listings' | 'commit'>
  /** Whether a message is signed by a key; in a federation whose sites trust each other, always. */
  readonly isMessageSignedBy: (record: RawRecord, signer: Signer) => boolean
}

export type TakenFeed =
  | {
      readonly kind: 'taken'
      /** Games that this opened, or tried to. */
      readonly opened: readonly PublishedGame[]
      /** Games that the topic lists differently from what they are sold by, and that wait for the operator. */
      readonly aside: readonly GameNumber[]
      readonly deadLetters: readonly FeedDeadLetter[]
      /** Whether the chunk ended before the end of the topic. */
      readonly more: boolean
    }
  /** The log has not decided on these games in time. Nothing was kept: the same messages are read again. */
  | { readonly kind: 'undecided'; readonly games: readonly GameNumber[] }
  /** Another process of this site read on meanwhile. */
  | { readonly kind: 'stale' }

/**
 * Take what the master-list topic brings in one of its partitions, at the site of the federation's publisher. A game
 * that is not open yet is opened by version 1 of its list; a list that differs from what an open game is sold by is
 * kept aside; what is not one game is a dead letter. Reading the same messages again does no harm: a version applies
 * once, and the place is kept in the same transaction as what was made of what came before it.
 * @param terms what the games it opens are sold on
 * @throws Unavailable
 */
export async function takeFeed(
  ports: TakeFeedPorts,
  federation: Federation,
  terms: ListTerms,
  partition: number,
): Promise<TakenFeed> {
  const { feed, kept } = ports
  const { topic } = feed
  const from = await kept.position({ topic, partition })
  const chunk = await feed.read({ partition, offset: from }, feedMax)
  const judged = judgeChunk(ports, federation, chunk)
  const listed = judged.flatMap(({ verdict }) => (verdict.kind === 'listed' ? [verdict.listing] : []))
  const place = { topic, partition, expectedOffset: from, nextOffset: chunk.next }
  const closed = await closedGames(kept, listed)
  if (closed.length > 0 && (await noteClosed(kept, { ...place, nextOffset: from }, closed)) === 'stale') {
    return { kind: 'stale' }
  }
  const opened = await openGames(ports, federation, terms, closed)
  const undecided = opened.filter(({ kind }) => kind === 'undecided').map(({ game }) => game)
  if (undecided.length > 0) return { kind: 'undecided', games: undecided }
  const { listings, aside } = await keepListings(kept, listed)
  const deadLetters = deadLettersOf(judged, chunk)
  const seen = judged.flatMap(({ verdict }) => (verdict.kind === 'told' ? [verdict.told] : []))
  const taken = { kind: 'taken', opened, aside, deadLetters, more: chunk.next < chunk.end } as const
  if (chunk.next === from && chunk.entries.length === 0) return taken
  return (await kept.commit({ ...place, listings, seen, deadLetters })) === 'stale' ? { kind: 'stale' } : taken
}

type Judged = { readonly offset: number; readonly verdict: FeedVerdict }

const judgeChunk = (
  { isMessageSignedBy }: TakeFeedPorts,
  federation: Federation,
  { entries, rawOf }: FeedChunk,
): Judged[] =>
  entries.map(({ offset, said }) => ({
    offset, verdict: judgeMessage(said, federation, signer => isMessageSignedBy(rawOf(offset), signer)),
  }))

const deadLettersOf = (judged: readonly Judged[], { rawOf }: FeedChunk): FeedDeadLetter[] =>
  judged.flatMap(({ offset, verdict }) =>
    verdict.kind === 'not-taken'
      ? [{ offset, reason: verdict.reason, detail: verdict.detail, raw: rawOf(offset) }]
      : [],
  )

/** The first list of each game that is not on sale yet. */
async function closedGames(
  kept: TakeFeedPorts['kept'],
  listed: readonly GameListing[],
): Promise<readonly GameListing[]> {
  if (listed.length === 0) return []
  const games = await kept.games(numbersOf(listed))
  const firsts = new Map<GameNumber, GameListing>()
  for (const listing of listed) {
    if (listOf(games, listing.game) === null && !firsts.has(listing.game)) firsts.set(listing.game, listing)
  }
  return [...firsts.values()]
}

/**
 * Keep what is to open games before it does: whoever sees one open knows whether the topic opened it. Until
 * the log has decided it is an aside like any other.
 */
const noteClosed = (
  kept: TakeFeedPorts['kept'],
  place: Pick<FeedCommit, 'topic' | 'partition' | 'expectedOffset' | 'nextOffset'>,
  closed: readonly GameListing[],
): Promise<'committed' | 'stale'> =>
  kept.commit({
    ...place, listings: closed.map(listing => ({ listing, aside: true, opening: listing })), seen: [], deadLetters: [],
  })

/** Open games by version 1 of their lists, and wait until the log has decided. */
const openGames = (
  ports: TakeFeedPorts,
  { publisher }: Federation,
  terms: ListTerms,
  closed: readonly GameListing[],
): Promise<readonly PublishedGame[]> =>
  publishList(ports, planPublication(publisher.id, new Map(), closed, () => terms))

/** What to keep of each game, by what the log made of it by now. */
async function keepListings(
  kept: TakeFeedPorts['kept'],
  listed: readonly GameListing[],
): Promise<{ readonly listings: readonly KeptListing[]; readonly aside: readonly GameNumber[] }> {
  if (listed.length === 0) return { listings: [], aside: [] }
  const numbers = numbersOf(listed)
  const [games, before] = await Promise.all([kept.games(numbers), kept.listings(numbers)])
  const now = new Map(before)
  for (const listing of listed) {
    const { game } = listing
    now.set(game, keepListing(now.get(game), listOf(games, game), listing))
  }
  const listings = [...now.values()]
  const pending = listings.filter(one => isPending(one, listOf(games, one.listing.game)))
  return { listings, aside: pending.map(({ listing }) => listing.game) }
}

const numbersOf = (listed: readonly GameListing[]): GameNumber[] => [...new Set(listed.map(({ game }) => game))]

const listOf = (games: ReadonlyMap<GameNumber, GameStock>, game: GameNumber): GameStock['list'] =>
  games.get(game)?.list ?? null
