import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { gameNumber } from '@matchday/domain/game/ids'
import { holdKey } from '@matchday/domain/inventory/ids'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { noNotices } from '@matchday/domain/inventory/notices'
import { emptyPartition } from '@matchday/domain/inventory/state'
import { touches } from '@matchday/domain/inventory/touches'
import { federationOf } from '@matchday/domain/testing/world'
import { until } from '../contracts/sales-log-records.ts'
import { refOf, request, reservation, session, start } from '../contracts/site-said.ts'
import type { OpenedSite } from '../contracts/site-subject.ts'
import { consume } from '../contracts/site-subject.ts'
import type { CuttingProxy } from '../testing/cutting-proxy.ts'
import { startCuttingProxy } from '../testing/cutting-proxy.ts'
import type { BulkPool } from './bulk-pool.ts'
import { openBulkPool } from './bulk-pool.ts'
import { catalogueOn } from './catalogue.ts'
import { decisionsOn, lookEveryMs } from './decisions.ts'
import { holdLookupOn } from './hold-lookup.ts'
import type { Site } from './open-site.ts'
import type { SiteNotifications } from './site-notifications.ts'
import { listenToSite } from './site-notifications.ts'
import type { PostgresSubject } from './testing/site-subject.ts'
import { postgresSubject } from './testing/site-subject.ts'

const at = (offset: number) => ({ partition: 0, offset })

describe('where connections are lost', () => {
  let subject: PostgresSubject
  let consumer: OpenedSite
  let proxy: CuttingProxy
  let reader: Site
  beforeEach(async () => {
    subject = await postgresSubject()
    consumer = subject.open()
    proxy = await startCuttingProxy(subject.url)
    reader = subject.openAt(proxy.url)
    await consume(consumer.copy, start, 1_000)
    await until(() => reader.catalogue.view().games.size === 1)
  }, 60_000)
  afterEach(async () => {
    await subject.remove()
    await proxy.shut()
  })

  const heldNow = () => [...reader.catalogue.view().games.values()][0]?.categories.values().next().value?.held

  it('a listener that is killed listens again, and what was said meanwhile is not missed', async () => {
    for (let number = 1; number <= 3; number++) {
      const asked = reader.decisions.after([at(1 + number)], [refOf(number)], 10_000)
      await subject.terminate("query LIKE 'LISTEN%'")
      await consume(consumer.copy, [request(number, { by: number })], 1_000)
      expect(await asked).toMatchObject(new Map([[holdKey(refOf(number)), { hold: { state: 'held' } }]]))
      await until(() => heldNow() === 2 * number)
    }
  })

  it('a listener says that it listens, again each time', async () => {
    let connected = 0
    const notifications = listenToSite(subject.url)
    notifications.follow({ notified: () => {}, connected: () => connected++ })
    try {
      for (let time = 1; time <= 3; time++) {
        await until(() => connected === time)
        await subject.terminate("query LIKE 'LISTEN%'")
      }
    } finally {
      await notifications.close()
    }
  })

  it('everything is unavailable while the database is away, and works again when it is back', async () => {
    const waiting = expect(reader.decisions.after([at(2)], [refOf(1)], 10_000)).rejects.toThrow(Unavailable)
    await proxy.shut()
    await waiting
    const partition = { ...emptyPartition(0), federation: federationOf(1) }
    const calls = [
      () => reader.copy.partition(0),
      () => reader.copy.load(partition, touches([], 0)),
      () => reader.copy.commit({
        expectedOffset: 2, deadLetters: [], giveBacks: [], notices: noNotices, standings: [], caughtUp: false,
        changes: {
          partition, games: [], holds: [], buyers: [], pendings: [], journal: [], deadLetters: [], digests: [],
          stop: null,
        },
      }),
      () => reader.copy.reportCaughtUp(0),
      () => reader.copy.nextDueMs(0),
      () => reader.copy.pendingGiveBacks(1),
      () => reader.reservations.open(reservation(1), 1),
      () => reader.reservations.find(reservation(1).id),
      () => reader.reservations.ofSession(session(1), 1),
      () => reader.reservations.holds([refOf(1)]),
      () => reader.reservations.unheard(1, 1),
      () => reader.reservations.abandon([], 1),
      () => reader.journal.at(at(0)),
      () => reader.journal.since(0, { offset: 0, step: 0 }, 1),
      () => reader.deadLetters.counts(),
      () => reader.convergence.standings(),
      () => reader.records.status(),
    ]
    for (const call of calls) await expect(call()).rejects.toThrow(Unavailable)
    await consume(consumer.copy, [request(1)], 1_000)
    await proxy.open()
    await until(() => heldNow() === 2)
    expect(await reader.decisions.after([at(2)], [refOf(1)], 10_000)).toMatchObject(new Map([[holdKey(refOf(1)), {}]]))
    expect(await reader.reservations.open(reservation(1), null)).toEqual({ kind: 'opened' })
  }, 30_000)

  it('a site opens while its database is away', async () => {
    await proxy.shut()
    const late = subject.openAt(proxy.url)
    await expect(late.reservations.find(reservation(1).id)).rejects.toThrow(Unavailable)
    await proxy.open()
    await late.catalogue.loaded
    expect(late.catalogue.view().games.size).toBe(1)
    expect(await late.reservations.find(reservation(1).id)).toBeNull()
  })
})

describe('where a notification is lost', () => {
  let subject: PostgresSubject
  let consumer: OpenedSite
  let pool: BulkPool
  const opened: { readonly close: () => Promise<void> }[] = []
  beforeEach(async () => {
    subject = await postgresSubject()
    consumer = subject.open()
    await consume(consumer.copy, start, 1_000)
    pool = openBulkPool(subject.url)
    opened.push(pool)
  }, 60_000)
  afterEach(async () => {
    for (const one of opened.splice(0).toReversed()) await one.close()
    await subject.remove()
  })

  /** Notifications, but for those that are lost on the way. */
  const losing = (isLost: () => boolean, onConnected: () => void = () => {}): SiteNotifications => {
    const notifications = listenToSite(subject.url)
    opened.push(notifications)
    return {
      ...notifications,
      follow: ({ connected, notified }) =>
        notifications.follow({
          connected: () => {
            onConnected()
            connected()
          },
          notified: told => (isLost() ? undefined : notified(told)),
        }),
    }
  }

  it('decisions are told all the same, a moment later', async () => {
    const decisions = decisionsOn(pool, holdLookupOn(pool), losing(() => true))
    const asked = decisions.after([at(2)], [refOf(1)], 10_000)
    await consume(consumer.copy, [request(1)], 1_000)
    const committedAt = performance.now()
    expect(await asked).toMatchObject(new Map([[holdKey(refOf(1)), {}]]))
    expect(performance.now() - committedAt).toBeLessThan(4 * lookEveryMs)
  })

  it('the catalogue sees it by the next one, and reads everything', async () => {
    let isLost = false
    let before = Infinity
    const catalogue = catalogueOn(pool, losing(() => isLost, () => { before = catalogue.view().revision }), () => 0)
    opened.push(catalogue)
    const heldOf = (of: number) => catalogue.view().games.get(gameNumber(of))?.categories.values().next().value?.held
    // What is read when the connection is there must be read before anything is lost.
    await until(() => catalogue.view().revision > before && heldOf(1) === 0)
    isLost = true
    await consume(consumer.copy, [request(1)], 1_000)
    await new Promise(resolve => setTimeout(resolve, 100))
    expect(heldOf(1)).toBe(0)
    isLost = false
    await consumer.copy.reportCaughtUp(0)
    await until(() => heldOf(1) === 2)
  })

  it('decisions of one commit are looked up together', async () => {
    const names: string[] = []
    const watched: BulkPool = { ...pool, run: query => (names.push(query.name), pool.run(query)) }
    const decisions = decisionsOn(watched, holdLookupOn(watched), losing(() => false))
    const numbers = Array.from({ length: 100 }, (_, index) => index + 1)
    const asked = numbers.map(number => decisions.after([at(1 + number)], [refOf(number)], 10_000))
    await consume(consumer.copy, numbers.map(number => request(number, { by: number })), 1_000)
    await Promise.all(asked)
    expect(names.filter(name => name === 'decided')).toHaveLength(1)
  })
})
