import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { FeedFault } from '@matchday/domain/feed/entry'
import type { KeptListing } from '@matchday/domain/feed/kept-listing'
import type { GameListing } from '@matchday/domain/game/listing'
import type { FeedCommit, FeedDeadLetter } from '@matchday/domain/ports/kept-feed'
import { tellTriesMax } from '@matchday/domain/ports/kept-feed'
import { listingOf } from '@matchday/domain/testing/listing'
import { game, listed } from '@matchday/domain/testing/world'
import { request, start } from './site-said.ts'
import type { OpenedSite, SiteSubject } from './site-subject.ts'
import { consume } from './site-subject.ts'

const part = { topic: 'master-list', partition: 0 }
const kept = (listing: GameListing, changed: Partial<KeptListing> = {}): KeptListing => ({
  listing, aside: false, opening: null, ...changed,
})
const letter = (offset: number, changed: Partial<FeedDeadLetter> = {}): FeedDeadLetter => ({
  offset, reason: 'not-one-game', detail: `message ${offset}`,
  raw: {
    key: null, value: Uint8Array.of(0, 255, offset), headers: [['x', null], ['x', Uint8Array.of(0)]],
    timestampMs: 1_000 + offset,
  },
  ...changed,
})

/** What every site must keep of the master-list topic, whatever it keeps it in. */
export function keptFeedContract(make: () => Promise<SiteSubject>): void {
  let subject: SiteSubject
  let here: OpenedSite
  let there: OpenedSite
  beforeAll(async () => {
    subject = await make()
    ;[here, there] = [subject.open(), subject.open()]
  }, 60_000)
  beforeEach(() => subject.clear())
  afterAll(() => subject.remove())

  const commit = (changed: Partial<FeedCommit> = {}, { keptFeed } = here): Promise<'committed' | 'stale'> =>
    keptFeed.commit({ ...part, expectedOffset: 0, nextOffset: 3, listings: [], seen: [], deadLetters: [], ...changed })

  describe('the place in the topic', () => {
    it('begins at 0, and is kept by topic and partition', async () => {
      expect(await here.keptFeed.position(part)).toBe(0)
      expect(await commit()).toBe('committed')
      expect(await there.keptFeed.position(part)).toBe(3)
      for (const other of [{ ...part, partition: 1 }, { ...part, topic: 'other' }]) {
        expect(await here.keptFeed.position(other)).toBe(0)
      }
    })

    it('moves only from where a chunk started, and nothing is kept where it does not', async () => {
      await commit({ listings: [kept(listingOf(1))] })
      const before = await subject.dump()
      const more = { listings: [kept(listingOf(1, { 1: 9 }))], deadLetters: [letter(1)] }
      for (const expectedOffset of [0, 2, 4]) expect(await commit({ ...more, expectedOffset })).toBe('stale')
      expect(await commit({ ...more, topic: 'never-read', expectedOffset: 3 })).toBe('stale')
      expect(await subject.dump()).toEqual(before)
    })

    it('is moved by one of two processes', async () => {
      for (let expectedOffset = 0; expectedOffset < 10; expectedOffset++) {
        const both = [here, there].map(site => commit({ expectedOffset, nextOffset: expectedOffset + 1 }, site))
        expect((await Promise.all(both)).toSorted()).toEqual(['committed', 'stale'])
      }
    })

    it('may stay, or go back in a topic that was made anew', async () => {
      await commit()
      expect(await commit({ expectedOffset: 3, nextOffset: 3 })).toBe('committed')
      expect(await commit({ expectedOffset: 3, nextOffset: 1 })).toBe('committed')
      expect(await here.keptFeed.position(part)).toBe(1)
    })
  })

  describe('what the topic lists', () => {
    it('is kept for each game, the last of it', async () => {
      const all = [kept(listingOf(1), { aside: true }), kept(listingOf(2), { opening: listingOf(2, { 1: 1 }) })]
      await commit({ listings: all })
      await commit({ expectedOffset: 3, nextOffset: 4, listings: [kept(listingOf(1, { 1: 9 }))] })
      const listings = await here.keptFeed.listings([game(1), game(2), game(3)])
      expect(listings).toEqual(new Map([[1, kept(listingOf(1, { 1: 9 }))], [2, all[1]]]))
      expect(await here.keptFeed.listings([])).toEqual(new Map())
    })

    it('may be any text', async () => {
      for (const venue of ['a "b" \\c {d},e', 'NULL', '\u0000', '\ud800', 'Лужники 🏟']) {
        await subject.clear()
        const listing = { ...listingOf(1), venue, home: venue, group: null }
        await commit({ listings: [kept(listing, { aside: true, opening: listing })] })
        expect(await here.feedDesk.asides()).toEqual([kept(listing, { aside: true, opening: listing })])
      }
    })

    it('and nobody decided on is what its operator sees, until it is dismissed', async () => {
      await commit({ listings: [3, 1, 2].map(of => kept(listingOf(of), { aside: of !== 2 })) })
      expect((await here.feedDesk.asides()).map(({ listing }) => listing.game)).toEqual([1, 3])
      await here.feedDesk.dismiss([game(1), game(9)])
      expect((await there.feedDesk.asides()).map(({ listing }) => listing.game)).toEqual([3])
      expect(await here.keptFeed.listings([game(1)])).toEqual(new Map([[1, kept(listingOf(1))]]))
    })
  })

  describe('a message that was not taken', () => {
    it('is kept whole, the newest first', async () => {
      const hostile = letter(2, { detail: 'a \u0000 and "half" \ud800' })
      await commit({ deadLetters: [letter(0, { reason: 'bad-signature' }), letter(1), hostile] })
      const all = [hostile, letter(1), letter(0, { reason: 'bad-signature' })].map(one => ({ ...part, ...one }))
      expect(await here.feedDesk.deadLetters(9)).toEqual(all)
      expect(await here.feedDesk.deadLetters(1)).toEqual(all.slice(0, 1))
    })

    it('may have any reason', async () => {
      const reasons: FeedFault[] = [
        'undecodable', 'not-json', 'not-one-game', 'wrong-shape', 'too-many-headers', 'repeated-header',
        'unknown-version', 'bad-signature', 'unknown-site',
      ]
      await commit({ deadLetters: reasons.map((reason, offset) => letter(offset, { reason })) })
      expect((await here.feedDesk.deadLetters(99)).map(({ reason }) => reason)).toEqual(reasons.toReversed())
    })

    it('takes the place of one at the same place of a topic that was made anew', async () => {
      await commit({ deadLetters: [letter(0)] })
      await commit({ expectedOffset: 3, nextOffset: 1, deadLetters: [letter(0, { detail: 'another' })] })
      expect(await here.feedDesk.deadLetters(9)).toMatchObject([{ detail: 'another' }])
    })
  })

  describe('games', () => {
    it('are those that are named, as the copy has them', async () => {
      await consume(here.copy, [...start, listed(1, { 1: 1 }, { number: 2 }), request(1)], 1_000)
      const games = await here.keptFeed.games([game(1), game(7)])
      expect([...games.keys()]).toEqual([1])
      expect(games.get(game(1))).toMatchObject({ list: { version: 1, listing: listingOf(1) } })
      expect([...(games.get(game(1))?.categories.values() ?? [])]).toMatchObject([{ held: 2 }, { held: 0 }])
    })
  })

  describe('what others are told', () => {
    const untold = async () => (await here.keptFeed.untold(9)).map(({ stock, opening }) => [
      stock.game, stock.list?.version, opening?.game ?? null,
    ])
    const tell = (of: number, version = 1) => ({ game: game(of), version, value: `{"game":${of}}` })
    const open = () => consume(here.copy, [...start, listed(1, { 1: 1 }, { number: 2 })], 1_000)

    it('is each version of a list, once', async () => {
      await open()
      await commit({ listings: [kept(listingOf(2), { opening: listingOf(2) })] })
      expect(await untold()).toEqual([[1, 1, null], [2, 1, 2]])
      expect((await here.keptFeed.untold(1)).map(({ stock }) => stock.game)).toEqual([1])
      expect(await here.keptFeed.take(tell(1), 1_000)).toBe(true)
      expect(await there.keptFeed.take(tell(1), 1_000)).toBe(false)
      expect(await here.keptFeed.take({ ...tell(2), value: null }, 1_000)).toBe(true)
      expect(await untold()).toEqual([])
      await consume(here.copy, [listed(2, { 1: 9, 2: 3 })], 1_001)
      expect(await untold()).toEqual([[1, 2, null]])
    })

    it('is not a game that was only announced', async () => {
      const line = { category: request(1).category, quantity: 1, price: 10 }
      const said = { kind: 'announced', action: 'pending', site: null, sentAtMs: null, game: game(5) } as const
      await consume(here.copy, [...start, { ...said, lines: [line] }], 1_000)
      expect(await untold()).toEqual([[1, 1, null]])
    })

    it('is taken by one of two processes', async () => {
      for (let version = 1; version < 10; version++) {
        const both = await Promise.all([here, there].map(({ keptFeed }) => keptFeed.take(tell(1, version), 1_000)))
        expect(both.filter(isTaken => isTaken)).toHaveLength(1)
      }
    })

    it('comes again when it is old and was not seen, a bounded number of times', async () => {
      await here.keptFeed.take(tell(1), 1_000)
      await here.keptFeed.take({ ...tell(2), value: null }, 1_000)
      expect(await here.keptFeed.retake({ nowMs: 2_000, againBeforeMs: 1_000 })).toEqual([])
      const again = { nowMs: 2_000, againBeforeMs: 1_001 }
      const both = await Promise.all([here, there].map(({ keptFeed }) => keptFeed.retake(again)))
      expect(both.flat()).toEqual([tell(1)])
      let tries = 2
      for (let nowMs = 3_000; nowMs < 9_000; nowMs += 1_000) {
        tries += (await here.keptFeed.retake({ nowMs, againBeforeMs: nowMs })).length
      }
      expect(tries).toBe(tellTriesMax)
    })

    it('that was left comes again at once, as if it had not been taken', async () => {
      await here.keptFeed.take(tell(1), 1_000)
      for (let time = 0; time < tellTriesMax + 2; time++) {
        await here.keptFeed.leave([tell(1), tell(1, 9), tell(7)])
        expect(await here.keptFeed.retake({ nowMs: 1_000, againBeforeMs: 0 })).toEqual([tell(1)])
      }
    })

    it('is settled by what is read in the topic, that version and no other', async () => {
      await here.keptFeed.take(tell(1, 2), 1_000)
      await here.keptFeed.take(tell(2), 1_000)
      await commit({ seen: [{ game: game(1), version: 1 }, { game: game(2), version: 1 }] })
      expect(await here.keptFeed.retake({ nowMs: 2_000, againBeforeMs: 2_000 })).toEqual([tell(1, 2)])
    })

    it('is counted until it was seen', async () => {
      await open()
      await here.keptFeed.take(tell(1), 1_000)
      await commit({ deadLetters: [letter(0)] })
      const positions = [{ ...part, nextOffset: 3 }]
      expect(await here.feedDesk.status()).toEqual({ positions, deadLetters: 1, untold: 2 })
      await commit({ expectedOffset: 3, nextOffset: 4, seen: [{ game: game(1), version: 1 }] })
      expect(await here.feedDesk.status()).toMatchObject({ untold: 1 })
    })
  })
}
