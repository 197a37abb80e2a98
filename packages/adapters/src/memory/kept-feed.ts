import type { GameNumber } from '@matchday/domain/game/ids'
import type { GameStock } from '@matchday/domain/inventory/stock'
import type { FeedDesk, FeedPart, KeptFeed, Untold } from '@matchday/domain/ports/kept-feed'
import { tellTriesMax } from '@matchday/domain/ports/kept-feed'
import type { ToldGame } from '@matchday/domain/ports/master-list-feed'
import type { MemorySiteStore } from './site-store.ts'

const placeOf = ({ topic, partition }: FeedPart): string => `${topic}|${partition}`

const gamesOf = ({ partitions }: MemorySiteStore): Map<GameNumber, GameStock> =>
  new Map([...partitions.values()].flatMap(({ whole }) => [...whole.games]))

const pick = <Row>(rows: ReadonlyMap<GameNumber, Row>, numbers: readonly GameNumber[]): Map<GameNumber, Row> =>
  new Map([...rows].filter(([game]) => numbers.includes(game)))

/** What the publisher's site keeps of the master-list topic, in memory. */
export function memoryKeptFeed(store: MemorySiteStore): KeptFeed {
  const { positions, listings, tellings, deadLetters } = store.feed
  return {
    position: part => Promise.resolve(positions.get(placeOf(part))?.nextOffset ?? 0),
    games: numbers => Promise.resolve(pick(gamesOf(store), numbers)),
    listings: numbers => Promise.resolve(pick(listings, numbers)),
    commit: batch => {
      const { topic, partition, expectedOffset, nextOffset } = batch
      const place = placeOf(batch)
      if ((positions.get(place)?.nextOffset ?? 0) !== expectedOffset) return Promise.resolve('stale')
      positions.set(place, { topic, partition, nextOffset })
      for (const kept of batch.listings) listings.set(kept.listing.game, kept)
      for (const { game, version } of batch.seen) {
        const telling = tellings.get(game)
        if (telling?.version === version) tellings.set(game, { ...telling, seen: true })
      }
      for (const letter of batch.deadLetters) {
        deadLetters.set(`${place}|${letter.offset}`, { topic, partition, ...letter })
      }
      return Promise.resolve('committed')
    },
    untold: max => Promise.resolve(untoldOf(store).slice(0, max)),
    take: ({ game, version, value }, nowMs) => {
      if ((tellings.get(game)?.version ?? 0) >= version) return Promise.resolve(false)
      tellings.set(game, { version, value, seen: value === null, takenAtMs: nowMs, tries: 1 })
      return Promise.resolve(true)
    },
    retake: ({ nowMs, againBeforeMs }) => {
      const again: ToldGame[] = []
      for (const [game, telling] of tellings) {
        const { version, value, seen, takenAtMs, tries } = telling
        const isDue = takenAtMs === null || takenAtMs < againBeforeMs
        if (seen || value === null || !isDue || tries >= tellTriesMax) continue
        tellings.set(game, { ...telling, takenAtMs: nowMs, tries: tries + 1 })
        again.push({ game, version, value })
      }
      return Promise.resolve(again)
    },
    leave: told => {
      for (const { game, version } of told) {
        const telling = tellings.get(game)
        if (telling?.version !== version) continue
        tellings.set(game, { ...telling, takenAtMs: null, tries: telling.tries - 1 })
      }
      return Promise.resolve()
    },
  }
}

function untoldOf(store: MemorySiteStore): Untold[] {
  const { tellings, listings } = store.feed
  return [...gamesOf(store).values()]
    .filter(({ game, list }) => list !== null && list.version > (tellings.get(game)?.version ?? 0))
    .sort((a, b) => a.game - b.game)
    .map(stock => ({ stock, opening: listings.get(stock.game)?.opening ?? null }))
}

/** What its operator looks at and decides, in memory. */
export function memoryFeedDesk(store: MemorySiteStore): FeedDesk {
  const { positions, listings, tellings, deadLetters } = store.feed
  const unseen = (): number => [...tellings.values()].filter(({ seen }) => !seen).length
  return {
    status: () =>
      Promise.resolve({
        positions: [...positions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, position]) => position),
        deadLetters: deadLetters.size,
        untold: untoldOf(store).length + unseen(),
      }),
    asides: () => {
      const asides = [...listings.values()].filter(({ aside }) => aside)
      return Promise.resolve(asides.sort((a, b) => a.listing.game - b.listing.game))
    },
    dismiss: games => {
      for (const game of games) {
        const kept = listings.get(game)
        if (kept !== undefined) listings.set(game, { ...kept, aside: false })
      }
      return Promise.resolve()
    },
    deadLetters: max => {
      const newestFirst = [...deadLetters.values()].sort((a, b) =>
        b.raw.timestampMs - a.raw.timestampMs || b.offset - a.offset)
      return Promise.resolve(newestFirst.slice(0, max))
    },
  }
}
