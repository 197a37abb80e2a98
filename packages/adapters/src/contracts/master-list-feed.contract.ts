import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { FeedEntry } from '@matchday/domain/feed/entry'
import { homePartition } from '@matchday/domain/inventory/home-partition'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { MasterListFeed } from '@matchday/domain/ports/master-list-feed'
import type { RawRecord } from '@matchday/domain/ports/sales-log'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { bytesOf } from '../wire/testing/records.ts'
import { feedOf, gameText, told } from './feed-records.ts'
import { until } from './sales-log-records.ts'

/** One topic, and another beside it on the same server. */
export type FeedSubject = {
  /** Another connection to the topic, as another process has. */
  readonly open: () => Promise<MasterListFeed>
  readonly openOther: () => Promise<MasterListFeed>
  /** Any bytes, as any other program may send them. */
  readonly send: (partition: number, message: Omit<RawRecord, 'timestampMs'>) => Promise<void>
  /** Close and remove everything. */
  readonly remove: () => Promise<void>
}

const site = 'organiser' as SiteId

/** What every master-list topic must do, whatever keeps it. Offsets may have gaps. */
export function masterListFeedContract(make: () => Promise<FeedSubject>): void {
  let subject: FeedSubject
  let feed: MasterListFeed
  beforeEach(async () => {
    subject = await make()
    feed = await subject.open()
  })
  afterEach(() => subject.remove())

  const partitionsOf = (one: MasterListFeed): number[] => Array.from({ length: one.partitions }, (_, index) => index)
  const everything = async (one: MasterListFeed, max = 100): Promise<FeedEntry[]> =>
    (await Promise.all(partitionsOf(one).map(partition => feedOf(one, partition, max)))).flat()
  const bytesOrNull = (text: string | null): Uint8Array | null => (text === null ? null : bytesOf(text))
  const send = (value: string | null, key: string | null = null): Promise<void> =>
    subject.send(0, { key: bytesOrNull(key), value: bytesOrNull(value), headers: [] })

  describe('what another program sends', () => {
    it('is read in its order, garbage and all', async () => {
      for (const value of [gameText(2), 'not JSON', null, `[${gameText(3)}]`, gameText(2, { homeTeam: 'TBA' })]) {
        await send(value, '2')
      }
      await subject.send(0, { key: Uint8Array.of(0xff), value: Uint8Array.of(0xff), headers: [['x', null]] })
      const said = (await feedOf(feed, 0, 100)).map(entry => entry.said)
      expect(said).toMatchObject([
        { kind: 'game-listed', listing: { game: 2, home: 'Qatar' } },
        { kind: 'malformed', reason: 'not-json' },
        { kind: 'empty' },
        { kind: 'malformed', reason: 'not-one-game' },
        { kind: 'game-listed', listing: { game: 2, home: 'TBA' } },
        { kind: 'malformed', reason: 'not-json' },
      ])
    })

    it('has its bytes, and a chunk has no others', async () => {
      await send(gameText(1), '1')
      await send(gameText(2))
      const { entries: [first], rawOf } = await feed.read({ partition: 0, offset: 0 }, 1)
      expect(rawOf(first?.offset ?? -1)).toMatchObject({ key: bytesOf('1'), value: bytesOf(gameText(1)) })
      expect(() => rawOf((first?.offset ?? 0) + 1)).toThrow(RangeError)
    })
  })

  describe('what a site tells', () => {
    it('is read as its own, with the value that others read, under the key of the game', async () => {
      await feed.publish(site, [told(1), told(64, { version: 7, value: '{"any":"text"}' })])
      const said = (await everything(feed)).map(entry => entry.said)
      expect(said).toHaveLength(2)
      expect(said).toEqual(expect.arrayContaining([
        { kind: 'game-told', site, game: 1, version: 2 }, { kind: 'game-told', site, game: 64, version: 7 },
      ]))
      const home = homePartition(told(64).game, feed.partitions)
      const { entries, rawOf } = await feed.read({ partition: home, offset: 0 }, 100)
      const last = rawOf(entries.at(-1)?.offset ?? -1)
      expect(last).toMatchObject({ key: bytesOf('64'), value: bytesOf('{"any":"text"}') })
      expect(last.headers.every(([name]) => name.startsWith('matchday-'))).toBe(true)
    })

    it('keeps its order', async () => {
      const versions = Array.from({ length: 30 }, (_, index) => index + 1)
      await feed.publish(site, versions.slice(0, 20).map(version => told(1, { version })))
      await feed.publish(site, versions.slice(20).map(version => told(1, { version })))
      const said = (await everything(feed)).map(entry => entry.said)
      expect(said.map(one => (one.kind === 'game-told' ? one.version : one.kind))).toEqual(versions)
    })

    it('may be nothing', async () => {
      await feed.publish(site, [])
      expect(await everything(feed)).toEqual([])
    })

    it('is seen on every connection, and in no other topic', async () => {
      const [second, other] = [await subject.open(), await subject.openOther()]
      await feed.publish(site, [told(1)])
      expect(second.topic).toBe(feed.topic)
      expect(other.topic).not.toBe(feed.topic)
      expect(await everything(second)).toEqual(await everything(feed))
      expect(await everything(other)).toEqual([])
    })
  })

  describe('reading', () => {
    it('finds nothing in a new topic', async () => {
      for (const partition of partitionsOf(feed)) {
        const { entries, next, end } = await feed.read({ partition, offset: 0 }, 10)
        expect(entries).toEqual([])
        expect(next).toBe(end)
        expect(await feed.end(partition)).toBe(end)
      }
    })

    it('gives no more than was asked for, and always goes on', async () => {
      for (let number = 1; number <= 25; number++) await send(gameText(number))
      const all = await feedOf(feed, 0, 100)
      expect(all).toHaveLength(25)
      for (const max of [1, 7, 25]) {
        expect((await feed.read({ partition: 0, offset: 0 }, max)).entries.length).toBeLessThanOrEqual(max)
        expect(await feedOf(feed, 0, max)).toEqual(all)
      }
      const from = all[11]?.offset ?? 0
      expect((await feed.read({ partition: 0, offset: from }, 1)).entries).toEqual([all[11]])
    })

    it('begins anew where the topic has no such place', async () => {
      await send(gameText(1))
      const [first] = await feedOf(feed, 0, 10)
      for (const offset of [-1, 1_000_000]) {
        expect((await feed.read({ partition: 0, offset }, 1)).entries).toEqual([first])
      }
      await expect(feed.read({ partition: feed.partitions, offset: 0 }, 1)).rejects.toThrow(RangeError)
    })
  })

  describe('waking', () => {
    it('comes with what is published, until it is stopped', async () => {
      const another = await subject.open()
      let woken = 0
      const stop = feed.onPublished(() => { woken++ })
      await another.publish(site, [told(1)])
      await until(() => woken > 0)
      stop()
      const before = woken
      await another.publish(site, [told(2)])
      await new Promise(resolve => setTimeout(resolve, 50))
      expect(woken).toBe(before)
    })
  })

  describe('a closed connection', () => {
    it('refuses to work, and closes again', async () => {
      const one = await subject.open()
      await one.close()
      await one.close()
      await expect(one.read({ partition: 0, offset: 0 }, 1)).rejects.toThrow(Unavailable)
      await expect(one.publish(site, [told(1)])).rejects.toThrow(Unavailable)
    })
  })
}
