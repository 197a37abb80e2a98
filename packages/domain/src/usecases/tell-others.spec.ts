import { describe, expect, it } from '@jest/globals'
import type { FeedSaid } from '../feed/entry.ts'
import type { JournalEntry } from '../inventory/journal.ts'
import { AppendOutcomeUnknown, Unavailable } from '../ports/unavailable.ts'
import { listingOf } from '../testing/listing.ts'
import { littleFeed, lists } from '../testing/little-feed.ts'
import { littleKeptFeed } from '../testing/little-kept-feed.ts'
import { say } from '../testing/little-site.ts'
import { asks } from '../testing/say.ts'
import { selling } from '../testing/selling.ts'
import { federationOf, listed } from '../testing/world.ts'
import { takeFeed } from './take-feed.ts'
import type { TellOthersPorts } from './tell-others.ts'
import { tellAgainMs, tellOthers, tellStallMs } from './tell-others.ts'

/** Games 1 and 2 were opened by hand; the topic says what it says. */
async function worldOf(...said: readonly FeedSaid[]) {
  const opened = await selling()
  const topic = littleFeed()
  topic.say(...said)
  const keeping = littleKeptFeed(opened.store)
  const { kept } = keeping
  const journal = {
    at: ({ offset }: { readonly offset: number }) =>
      Promise.resolve(opened.store.journal.filter(line => line.offset === offset)),
    since: () => Promise.resolve([] as JournalEntry[]),
  }
  const ports = { ...opened.site, journal, feed: topic.feed, kept, isMessageSignedBy: () => true }
  const terms = { currency: 'USD', limits: { perBuyer: 6, holdMaxMs: 100 } }
  return {
    ...opened, ...keeping, topic, ports,
    /** Read the topic to its end. */
    take: () => takeFeed(ports, federationOf(1), terms, 0),
    tellOnce: (changed: Partial<TellOthersPorts> = {}) => tellOthers({ ...ports, ...changed }),
    publish: async (what: Parameters<typeof say>[1]) => {
      say(opened.log, what)
      await opened.site.consume()
    },
    /** The games that others were told of, in order. */
    told: () => topic.told.map(({ value }) => JSON.parse(value) as { matchNumber: number; availability: object }),
  }
}

const numbers = (told: readonly { readonly matchNumber: number }[]) => told.map(({ matchNumber }) => matchNumber)

describe('a change of a list', () => {
  it('is told once, as the game stands', async () => {
    const { tellOnce, told, publish } = await worldOf()
    await tellOnce()
    await publish(asks())
    await publish(listed(2, { 1: 9, 2: 3 }))
    expect(await tellOnce()).toMatchObject({ told: [{ game: 1, version: 2 }], more: false })
    await tellOnce()
    expect(numbers(told())).toEqual([1, 2, 1])
    expect(told()[2]?.availability).toMatchObject({ category1: { available: 9, pending: 2, price: 10 } })
  })

  it('is told of games that were opened by hand, and not of those that the topic opened', async () => {
    const { tellOnce, told, take } = await worldOf(lists(listingOf(3)))
    await take()
    await tellOnce()
    expect(numbers(told())).toEqual([1, 2])
  })

  it('of a game that the topic opened is told', async () => {
    const { tellOnce, told, take, publish } = await worldOf(lists(listingOf(3)))
    await take()
    await publish(listed(2, { 1: 8, 2: 4 }, { number: 3 }))
    await tellOnce()
    expect(numbers(told())).toEqual([1, 2, 3])
  })

  it('is told once by two processes', async () => {
    const { tellOnce, told } = await worldOf()
    await Promise.all([tellOnce(), tellOnce()])
    expect(numbers(told()).toSorted((a, b) => a - b)).toEqual([1, 2])
  })

  it('that the fold refuses is told to nobody', async () => {
    const { tellOnce, told, publish } = await worldOf()
    await tellOnce()
    await publish(listed(2, { 1: 9 }))
    await tellOnce()
    expect(numbers(told())).toEqual([1, 2])
  })
})

describe('a message that may have been lost', () => {
  const dies = () => Promise.reject(new AppendOutcomeUnknown())

  it('is published again, the same, when the topic was read to its end without it', async () => {
    const { tellOnce, told, log, take, topic } = await worldOf()
    await expect(tellOnce({ feed: { ...topic.feed, publish: dies } })).rejects.toThrow(AppendOutcomeUnknown)
    await tellOnce()
    expect(told()).toEqual([])
    log.nowMs += tellAgainMs + 1
    await take()
    await tellOnce()
    expect(numbers(told())).toEqual([1, 2])
    await tellOnce()
    expect(told()).toHaveLength(2)
  })

  it('is not published again when it did come, though nobody heard so', async () => {
    const { tellOnce, told, log, take, topic } = await worldOf()
    const publish: typeof topic.feed.publish = async (site, games) => {
      await topic.feed.publish(site, games)
      throw new AppendOutcomeUnknown()
    }
    await expect(tellOnce({ feed: { ...topic.feed, publish } })).rejects.toThrow(AppendOutcomeUnknown)
    log.nowMs += tellAgainMs + 1
    await tellOnce()
    expect(told()).toHaveLength(2)
    await take()
    await tellOnce()
    expect(told()).toHaveLength(2)
  })

  it('is published at once where it surely was not', async () => {
    const { tellOnce, told, topic, log } = await worldOf()
    const publish = () => Promise.reject(new Unavailable('master-list-feed'))
    for (let outage = 0; outage < 9; outage++) {
      await expect(tellOnce({ feed: { ...topic.feed, publish } })).rejects.toThrow(Unavailable)
      log.nowMs += 1
    }
    await tellOnce()
    expect(numbers(told())).toEqual([1, 2])
  })

  it('is not published in the place of a newer one', async () => {
    const { tellOnce, told, topic, publish: change, log } = await worldOf()
    await expect(tellOnce({ feed: { ...topic.feed, publish: dies } })).rejects.toThrow(AppendOutcomeUnknown)
    await change(listed(2, { 1: 9, 2: 3 }))
    log.nowMs += tellAgainMs + 1
    await tellOnce()
    expect(numbers(told()).toSorted((a, b) => a - b)).toEqual([1, 2])
    expect(told().find(({ matchNumber }) => matchNumber === 1)?.availability).toMatchObject({
      category1: { available: 9 },
    })
  })

  it('is left to others by whoever got to it too late', async () => {
    const { tellOnce, told, log, kept } = await worldOf()
    const untold = (max: number) => {
      log.nowMs += tellStallMs + 1
      return kept.untold(max)
    }
    const slow = { ...kept, untold }
    expect(await tellOnce({ kept: slow })).toEqual({ told: [], more: true })
    expect(told()).toEqual([])
  })
})
