import type { FeedEntry } from '@matchday/domain/feed/entry'
import { gameNumber } from '@matchday/domain/game/ids'
import type { MasterListFeed, ToldGame } from '@matchday/domain/ports/master-list-feed'

/** A game as whoever runs the tournament sends it: WIRE.md's own example, under another number. */
export const gameValue = (matchNumber: number, changed: object = {}): Readonly<Record<string, unknown>> => ({
  matchNumber,
  roundNumber: 1,
  dateUtc: '2022-11-20T16:00:00Z',
  location: 'Al Bayt Stadium',
  availability: {
    category1: { available: 20, pending: 0, price: 75 },
    category2: { available: 20, pending: 0, price: 125 },
    category3: { available: 20, pending: 0, price: 195 },
  },
  homeTeam: 'Qatar',
  awayTeam: 'Ecuador',
  group: 'A',
  ...changed,
})

export const gameText = (matchNumber: number, changed: object = {}): string =>
  JSON.stringify(gameValue(matchNumber, changed))

export const told = (game: number, { version = 2, value = gameText(game) } = {}): ToldGame => ({
  game: gameNumber(game), version, value,
})

/** A whole partition of a topic, read in pieces of up to `max`. */
export async function feedOf(feed: MasterListFeed, partition: number, max: number): Promise<FeedEntry[]> {
  const all: FeedEntry[] = []
  for (let offset = 0; ;) {
    const { entries, next, end } = await feed.read({ partition, offset }, max)
    all.push(...entries)
    if (next >= end) return all
    if (next <= offset) throw new Error(`reading stands still at ${offset}, before the end at ${end}`)
    offset = next
  }
}
