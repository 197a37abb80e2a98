import type { FeedEntry, FeedSaid } from '../feed/entry.ts'
import type { GameListing } from '../game/listing.ts'
import type { MasterListFeed, ToldGame } from '../ports/master-list-feed.ts'
import type { RawRecord } from '../ports/sales-log.ts'

/** A master-list topic of one partition, in memory. */
export function littleFeed(topic = 'master-list') {
  const entries: FeedEntry[] = []
  const told: ToldGame[] = []
  const rawOf = (offset: number): RawRecord => ({ key: null, value: null, headers: [], timestampMs: offset })
  const feed: MasterListFeed = {
    topic,
    partitions: 1,
    read: ({ offset }, max) => {
      const from = offset <= entries.length ? offset : 0
      const some = entries.slice(from, from + max)
      return Promise.resolve({ entries: some, rawOf, next: from + some.length, end: entries.length })
    },
    end: () => Promise.resolve(entries.length),
    publish: (site, games) => {
      told.push(...games)
      say(...games.map(({ game, version }): FeedSaid => ({ kind: 'game-told', site, game, version })))
      return Promise.resolve()
    },
    onPublished: () => () => {},
    close: () => Promise.resolve(),
  }
  const say = (...said: readonly FeedSaid[]): void => {
    for (const what of said) entries.push({ offset: entries.length, said: what })
  }
  return { feed, entries, told, say }
}

export const lists = (listing: GameListing): FeedSaid => ({ kind: 'game-listed', listing })
