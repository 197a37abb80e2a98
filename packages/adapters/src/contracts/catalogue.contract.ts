import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { homePartition } from '@matchday/domain/inventory/home-partition'
import type { CatalogueChange } from '@matchday/domain/ports/catalogue'
import { category, federationOf, game, listed, opening, toolsFor } from '@matchday/domain/testing/world'
import { request, saleOf, start } from './site-said.ts'
import type { OpenedSite, SiteSubject } from './site-subject.ts'
import { consume } from './site-subject.ts'
import { until } from './sales-log-records.ts'

/** What readers of a site's copy must see, whatever keeps it. */
export function catalogueContract(make: () => Promise<SiteSubject>): void {
  let subject: SiteSubject
  let consumer: OpenedSite
  let reader: OpenedSite
  let nowMs = 0
  beforeAll(async () => {
    subject = await make()
  }, 60_000)
  beforeEach(async () => {
    nowMs = 5_000
    await subject.restart()
    ;[consumer, reader] = [subject.open(), subject.open(() => nowMs)]
  })
  afterAll(() => subject.remove())

  const heldNow = () => reader.catalogue.view().games.get(game(1))?.categories.get(category(1))?.held

  describe('a view', () => {
    it('is empty, and never was at the end of the log, before anything is folded', () => {
      const { games, federation, caughtUpAtMs, nextDueMs } = reader.catalogue.view()
      expect({ games, federation, caughtUpAtMs, nextDueMs }).toEqual({
        games: new Map(), federation: null, caughtUpAtMs: 0, nextDueMs: null,
      })
    })

    it('follows the commits of another process', async () => {
      await consume(consumer.copy, start, 1_000)
      await until(() => reader.catalogue.view().federation !== null)
      expect(reader.catalogue.view()).toMatchObject({ federation: federationOf(1), nextDueMs: null })
      await consume(consumer.copy, [request(1, { ttlMs: 40 })], 1_001)
      await until(() => heldNow() === 2)
      expect(reader.catalogue.view().nextDueMs).toBe(1_041)
      await consume(consumer.copy, [saleOf(1)], 1_002)
      await until(() => heldNow() === 0)
      expect(reader.catalogue.view().nextDueMs).toBeNull()
    })

    it('starts with what was folded before it opened', async () => {
      await consume(consumer.copy, [...start, request(1)], 1_000)
      const late = subject.open()
      await until(() => late.catalogue.view().games.size === 1)
      expect(late.catalogue.view()).toMatchObject({ federation: federationOf(1), nextDueMs: 1_100 })
    })

    it('stays what it was for whoever still holds it, and a newer one has a higher revision', async () => {
      await consume(consumer.copy, start, 1_000)
      await until(() => reader.catalogue.view().games.size === 1)
      const before = reader.catalogue.view()
      const copy = structuredClone(before)
      await consume(consumer.copy, [request(1), listed(1, { 1: 5 }, { number: 2 })], 1_001)
      await until(() => heldNow() === 2)
      expect(before).toEqual(copy)
      expect(reader.catalogue.view().revision).toBeGreaterThan(before.revision)
      expect(reader.catalogue.view().games.size).toBe(2)
    })

    it('has the newest federation, also where nothing else changed', async () => {
      await consume(consumer.copy, start, 1_000)
      await until(() => reader.catalogue.view().federation !== null)
      await consumer.copy.reportCaughtUp(0)
      await until(() => reader.catalogue.view().caughtUpAtMs > 0)
      await consume(consumer.copy, [opening(2)], 1_001)
      await until(() => reader.catalogue.view().federation?.version === 2)
    })

    it('goes through many commits without losing the last', async () => {
      await consume(consumer.copy, start, 1_000)
      for (let number = 1; number <= 4; number++) await consume(consumer.copy, [request(number, { by: number })], 1_000)
      await until(() => heldNow() === 8)
    })
  })

  describe('being at the end of the log', () => {
    const two = toolsFor({ ...federationOf(1), partitions: 2 })

    it('counts from when it was heard of, by this site\'s clock', async () => {
      await consume(consumer.copy, start, 1_000)
      await until(() => reader.catalogue.view().games.size === 1)
      expect(reader.catalogue.view().caughtUpAtMs).toBe(0)
      nowMs = 6_000
      await consume(consumer.copy, [request(1)], 1_001, { caughtUp: true })
      await until(() => reader.catalogue.view().caughtUpAtMs === 6_000)
      expect(heldNow()).toBe(2)
      nowMs = 7_000
      const { revision } = reader.catalogue.view()
      await consumer.copy.reportCaughtUp(0)
      await until(() => reader.catalogue.view().caughtUpAtMs === 7_000)
      expect(reader.catalogue.view().revision).toBe(revision)
    })

    it('is as old as the partition that was there longest ago', async () => {
      await consume(consumer.copy, [opening()], 1_000, { tools: two })
      await until(() => reader.catalogue.view().federation !== null)
      await consumer.copy.reportCaughtUp(0)
      await consumer.copy.reportCaughtUp(1)
      await until(() => reader.catalogue.view().caughtUpAtMs === 5_000)
      nowMs = 6_000
      const own = Array.from({ length: 60 }, (_, at) => at + 1).find(of => homePartition(game(of), 2) === 0) ?? 0
      const list = listed(1, { 1: 5 }, { number: own })
      await consume(consumer.copy, [list], 1_001, { tools: two, caughtUp: true })
      await until(() => reader.catalogue.view().games.size === 1)
      expect(reader.catalogue.view().caughtUpAtMs).toBe(5_000)
      nowMs = 7_000
      await consumer.copy.reportCaughtUp(1)
      await until(() => reader.catalogue.view().caughtUpAtMs === 6_000)
    })
  })

  describe('a follower', () => {
    it('is told of the games that changed, until it stops', async () => {
      await consume(consumer.copy, start, 1_000)
      await until(() => reader.catalogue.view().games.size === 1)
      const changes: CatalogueChange[] = []
      const stop = reader.catalogue.follow(change => changes.push(change))
      await consume(consumer.copy, [request(1)], 1_001)
      await until(() => changes.length > 0)
      expect(changes[0]).toEqual({
        revision: reader.catalogue.view().revision, games: [reader.catalogue.view().games.get(game(1))],
      })
      stop()
      await consume(consumer.copy, [request(2)], 1_002)
      await until(() => heldNow() === 4)
      expect(changes).toHaveLength(1)
    })
  })
}
