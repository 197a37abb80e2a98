import { describe, expect, it } from '@jest/globals'
import type { FeedSaid } from '../feed/entry.ts'
import type { GameListing } from '../game/listing.ts'
import type { JournalEntry } from '../inventory/journal.ts'
import type { KeptFeed } from '../ports/kept-feed.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { listingOf } from '../testing/listing.ts'
import { littleFeed, lists } from '../testing/little-feed.ts'
import { littleKeptFeed } from '../testing/little-kept-feed.ts'
import { say } from '../testing/little-site.ts'
import { announces } from '../testing/say.ts'
import { selling } from '../testing/selling.ts'
import { federationOf, game, listed, site } from '../testing/world.ts'
import type { TakeFeedPorts } from './take-feed.ts'
import { feedMax, takeFeed } from './take-feed.ts'

const federation = federationOf(1)
const terms = { currency: 'EUR', limits: { perBuyer: 4, holdMaxMs: 50 } }

/** Games 1 and 2 are on sale, and a topic brings what it says. */
async function worldOf(...said: readonly FeedSaid[]) {
  const opened = await selling()
  const topic = littleFeed()
  topic.say(...said)
  const keeping = littleKeptFeed(opened.store)
  const journal = {
    at: ({ offset }: { readonly offset: number }) =>
      Promise.resolve(opened.store.journal.filter(line => line.offset === offset)),
    since: () => Promise.resolve([] as JournalEntry[]),
  }
  const ports: TakeFeedPorts = {
    ...opened.site, journal, feed: topic.feed, kept: keeping.kept, isMessageSignedBy: () => true,
  }
  const take = (changed: Partial<TakeFeedPorts> = {}, as = federation) =>
    takeFeed({ ...ports, ...changed }, as, terms, 0)
  const lines = () => opened.store.journal.filter(({ kind }) => kind.startsWith('list-')).slice(2)
  const listOf = (number: number) => opened.store.whole.games.get(game(number))?.list
  return { ...opened, ...keeping, topic, take, ports, lines, listOf }
}

describe('a game that is not open yet', () => {
  it('is opened by version 1 of its list, on the terms of the federation', async () => {
    const { take, listOf, lines, listings } = await worldOf(lists(listingOf(3)), lists(listingOf(4, { 1: 1 })))
    expect(await take()).toEqual({
      kind: 'taken', aside: [], deadLetters: [], more: false,
      opened: [3, 4].map(number => ({ kind: 'applied', game: number, version: 1 })),
    })
    expect(listOf(3)).toEqual({ version: 1, ...terms, listing: listingOf(3) })
    expect(lines()).toMatchObject([{ kind: 'list-applied', site: 'publisher' }, { kind: 'list-applied' }])
    expect([...listings.values()].map(({ aside }) => aside)).toEqual([false, false])
  })

  it('is opened though seats of it were announced before', async () => {
    const { take, listOf, log, site: here } = await worldOf(lists(listingOf(3)))
    say(log, announces('reserved', 9, { game: game(3) }))
    await here.consume()
    await take()
    expect(listOf(3)).toMatchObject({ version: 1 })
  })

  it('is opened by the first of two lists, and the second waits', async () => {
    const { take, listOf, listings } = await worldOf(lists(listingOf(3)), lists(listingOf(3, { 1: 9 })))
    expect(await take()).toMatchObject({ opened: [{ game: 3, version: 1 }], aside: [3] })
    expect(listOf(3)?.listing).toEqual(listingOf(3))
    expect(listings.get(game(3))).toMatchObject({ listing: listingOf(3, { 1: 9 }), aside: true })
  })

  it('waits for the operator where the log does not let it open', async () => {
    const { take, listOf, listings } = await worldOf(lists(listingOf(3)))
    const another = { ...federation, publisher: { id: site('b'), publicKey: 'key-b' } }
    expect(await take({}, another)).toMatchObject({
      opened: [{ kind: 'refused', game: 3, detail: { reason: 'dead-letter' } }], aside: [3],
    })
    expect(listOf(3)).toBeUndefined()
    expect(listings.get(game(3))).toMatchObject({ aside: true })
  })

  it('that somebody opens at the same moment by another list keeps that', async () => {
    const { take, listOf, log, listings, ports } = await worldOf(lists(listingOf(3)))
    const salesLog = {
      ...ports.salesLog,
      append: (...said: Parameters<typeof ports.salesLog.append>) => {
        say(log, listed(1, { 1: 5 }, { number: 3 }))
        return ports.salesLog.append(...said)
      },
    }
    expect(await take({ salesLog })).toMatchObject({
      opened: [{ kind: 'refused', detail: { reason: 'stale-version' } }], aside: [3],
    })
    expect(listOf(3)?.listing).toEqual(listingOf(3, { 1: 5 }))
    expect(listings.get(game(3))).toMatchObject({ listing: listingOf(3), aside: true })
  })
})

describe('a game that is open', () => {
  it('changes by nothing that the topic says', async () => {
    const { take, lines, listings } = await worldOf(lists(listingOf(1)), lists(listingOf(2, { 1: 9, 2: 3 })))
    expect(await take()).toMatchObject({ opened: [], aside: [2] })
    expect(lines()).toEqual([])
    expect(listings.get(game(1))).toMatchObject({ aside: false })
    expect(listings.get(game(2))).toMatchObject({ aside: true })
  })

  it('is no longer aside when the topic says again what it is sold by', async () => {
    const { take, topic, listings } = await worldOf(lists(listingOf(1, { 1: 9, 2: 3 })))
    await take()
    topic.say(lists(listingOf(1)))
    expect(await take()).toMatchObject({ aside: [] })
    expect(listings.get(game(1))).toMatchObject({ aside: false })
  })
})

describe('what is no list', () => {
  const told = { kind: 'game-told', site: site('a'), game: game(1), version: 1 } as const

  it('is kept with its reason and bytes, and the topic goes on', async () => {
    const array = { kind: 'malformed', reason: 'not-one-game', detail: 'an array of 2; expected one' } as const
    const { take, deadLetters, listOf } = await worldOf({ kind: 'empty' }, array, lists(listingOf(3)))
    await take()
    expect(deadLetters).toMatchObject([{ offset: 1, reason: 'not-one-game', detail: array.detail }])
    expect(deadLetters[0]?.raw.timestampMs).toBe(1)
    expect(listOf(3)).toMatchObject({ version: 1 })
  })

  it('is what a site of the federation told itself, unless it is forged', async () => {
    const { take, deadLetters, listings } = await worldOf(told)
    expect(await take({ isMessageSignedBy: () => false })).toMatchObject({ deadLetters: [{ reason: 'bad-signature' }] })
    expect(deadLetters).toHaveLength(1)
    expect(listings.size).toBe(0)
    const other = await worldOf(told)
    expect(await other.take()).toMatchObject({ deadLetters: [] })
  })
})

describe('the place in the topic', () => {
  it('moves with what was kept, so that nothing is taken twice', async () => {
    const { take, positions, lines } = await worldOf(lists(listingOf(3)))
    await take()
    expect([...positions.values()]).toEqual([1])
    await take()
    expect(lines()).toHaveLength(1)
  })

  it('stays while the log has not decided, and the game is opened once all the same', async () => {
    const { take, store, positions, lines, listings } = await worldOf(lists(listingOf(3)))
    store.isStuck = true
    expect(await take()).toEqual({ kind: 'undecided', games: [3] })
    expect([...positions.values()]).toEqual([0])
    store.isStuck = false
    await take()
    expect(lines().filter(({ kind }) => kind === 'list-applied')).toHaveLength(1)
    expect(listings.get(game(3))).toMatchObject({ aside: false })
  })

  it('stays where the log is away', async () => {
    const { take, ports, positions } = await worldOf(lists(listingOf(3)))
    const append = () => Promise.reject(new Unavailable('sales-log'))
    await expect(take({ salesLog: { ...ports.salesLog, append } })).rejects.toThrow(Unavailable)
    expect([...positions.values()]).toEqual([0])
  })

  it('is one process\'s to move', async () => {
    const { take, positions, kept } = await worldOf(lists(listingOf(1)))
    const late: KeptFeed = {
      ...kept,
      commit: async batch => {
        positions.set('master-list|0', 1)
        return kept.commit(batch)
      },
    }
    expect(await take({ kept: late })).toEqual({ kind: 'stale' })
  })

  it('goes on by a bounded number of messages', async () => {
    const many = Array.from({ length: feedMax + 1 }, () => lists(listingOf(1)))
    const { take, positions } = await worldOf(...many)
    expect(await take()).toMatchObject({ more: true })
    expect(await take()).toMatchObject({ more: false })
    expect([...positions.values()]).toEqual([feedMax + 1])
  })

  it('of a topic made anew is its beginning, and nothing is doubled', async () => {
    const { take, topic, lines, positions } = await worldOf(lists(listingOf(3)), lists(listingOf(4)))
    await take()
    topic.entries.splice(1)
    await take()
    expect([...positions.values()]).toEqual([1])
    expect(lines()).toHaveLength(2)
  })

  it('is not written while nothing comes', async () => {
    const { take, positions } = await worldOf()
    await take()
    expect(positions.size).toBe(0)
  })
})

describe('a whole list again and again', () => {
  it('opens each game once', async () => {
    const games: GameListing[] = Array.from({ length: 64 }, (_, index) => listingOf(index + 1))
    const { take, lines, topic } = await worldOf(...games.map(lists))
    await take()
    topic.say(...games.map(lists), ...games.map(lists))
    expect(await take()).toMatchObject({ opened: [], aside: [] })
    expect(lines()).toHaveLength(62)
  })
})
