import type { KeptListing } from '../feed/kept-listing.ts'
import type { GameNumber } from '../game/ids.ts'
import type { FeedDeadLetter, FeedPart, KeptFeed } from '../ports/kept-feed.ts'
import { tellTriesMax } from '../ports/kept-feed.ts'
import type { ToldGame } from '../ports/master-list-feed.ts'
import type { LittleStore } from './little-store.ts'

type Told = { version: number; value: string | null; takenAtMs: number | null; tries: number; seen: boolean }

const keyOf = ({ topic, partition }: FeedPart): string => `${topic}|${partition}`

/** What a site keeps of the master-list topic, beside a little store. */
export function littleKeptFeed({ whole }: LittleStore) {
  const positions = new Map<string, number>()
  const listings = new Map<GameNumber, KeptListing>()
  const told = new Map<GameNumber, Told>()
  const deadLetters: FeedDeadLetter[] = []
  const telling = (game: GameNumber, { version, value }: Told): ToldGame => ({ game, version, value: value ?? '' })
  const pick = <Row>(rows: ReadonlyMap<GameNumber, Row>, numbers: readonly GameNumber[]) =>
    Promise.resolve(new Map([...rows].filter(([game]) => numbers.includes(game))))
  const kept: KeptFeed = {
    position: part => Promise.resolve(positions.get(keyOf(part)) ?? 0),
    games: numbers => pick(whole.games, numbers),
    listings: numbers => pick(listings, numbers),
    commit: batch => {
      if ((positions.get(keyOf(batch)) ?? 0) !== batch.expectedOffset) return Promise.resolve('stale')
      positions.set(keyOf(batch), batch.nextOffset)
      for (const one of batch.listings) listings.set(one.listing.game, one)
      for (const { game, version } of batch.seen) {
        const row = told.get(game)
        if (row?.version === version) row.seen = true
      }
      deadLetters.push(...batch.deadLetters)
      return Promise.resolve('committed')
    },
    untold: max => {
      const isUntold = ([game, { list }]: [GameNumber, { readonly list: { readonly version: number } | null }]) =>
        list !== null && list.version > (told.get(game)?.version ?? 0)
      const games = [...whole.games].filter(isUntold).slice(0, max)
      return Promise.resolve(games.map(([game, stock]) => ({ stock, opening: listings.get(game)?.opening ?? null })))
    },
    take: ({ game, version, value }, nowMs) => {
      if ((told.get(game)?.version ?? 0) >= version) return Promise.resolve(false)
      told.set(game, { version, value, takenAtMs: nowMs, tries: 1, seen: value === null })
      return Promise.resolve(true)
    },
    retake: ({ nowMs, againBeforeMs }) => {
      const open = [...told].filter(([, { seen, takenAtMs, tries }]) =>
        !seen && (takenAtMs === null || takenAtMs < againBeforeMs) && tries < tellTriesMax)
      for (const [, row] of open) Object.assign(row, { takenAtMs: nowMs, tries: row.tries + 1 })
      return Promise.resolve(open.map(([game, row]) => telling(game, row)))
    },
    leave: left => {
      for (const { game, version } of left) {
        const row = told.get(game)
        if (row?.version === version) Object.assign(row, { takenAtMs: null, tries: row.tries - 1 })
      }
      return Promise.resolve()
    },
  }
  return { kept, positions, listings, told, deadLetters }
}
