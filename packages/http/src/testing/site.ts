import { createMemoryLog, createMemoryLogStore } from '@matchday/adapters/memory/sales-log'
import type { MemoryLogStore } from '@matchday/adapters/memory/sales-log'
import { openMemorySite } from '@matchday/adapters/memory/open-site'
import { createMemorySiteStore } from '@matchday/adapters/memory/site-store'
import type { MemorySiteStore } from '@matchday/adapters/memory/site-store'
import { systemClock } from '@matchday/adapters/config/clock'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import type { HttpConfig } from '../config.ts'
import type { Outside, SiteAccess } from '../outside.ts'
import type { RunningHttp } from '../start.ts'
import { startHttp } from '../start.ts'
import type { TestConsumer } from './consumer.ts'
import { openFederation, startTestConsumer } from './consumer.ts'
import { createTestFederation } from './federation.ts'
import type { GameParts } from './games.ts'
import { listingOf, todayMs } from './games.ts'

export type TestSite = RunningHttp & {
  readonly consumer: TestConsumer
  /** What is in this site's database, and in the log. */
  readonly store: MemorySiteStore
  readonly logStore: MemoryLogStore
}

export type TestSites = {
  readonly north: TestSite
  readonly south: TestSite
  readonly close: () => Promise<void>
}

export type SitesOptions = {
  readonly games?: Readonly<Record<number, GameParts>>
  readonly settings?: Partial<Federation['settings']>
  readonly config?: Partial<HttpConfig>
  /** Stands in for parts of what a site uses, such as a log that fails. */
  readonly over?: { readonly salesLog?: (log: SalesLog) => SalesLog; readonly site?: (site: SiteAccess) => SiteAccess }
}

export const configOf = (site: string, over: Partial<HttpConfig> = {}): HttpConfig => ({
  site: site as SiteId,
  databaseUrl: 'postgres://unused',
  salesLog: { kind: 'postgres', url: 'postgres://unused' },
  secret: `the secret of ${site}, which is long enough`,
  buyerSecret: 'the secret of the federation, long enough',
  federationFile: 'unused',
  todayMs,
  services: ['shop', 'reservations'],
  host: '127.0.0.1',
  port: 0,
  decisionTimeoutMs: 2_000,
  logLevel: 'silent',
  ...over,
})

/** Two sites on one log, all in memory, each with its consumer and its HTTP services on a free port. */
export async function startSites(options: SitesOptions = {}): Promise<TestSites> {
  const { games = { 1: {}, 2: {} }, settings, config, over } = options
  const federation = createTestFederation(settings)
  const logStore = createMemoryLogStore({ logId: federation.logId, partitions: 1, clock: systemClock })
  const publisher = createMemoryLog(logStore)
  await openFederation(publisher, federation, Object.entries(games).map(([number, parts]) => ({
    listing: listingOf(Number(number), parts),
    limits: { perBuyer: parts.perBuyer ?? 6, holdMaxMs: parts.holdMaxMs ?? 600_000 },
    currency: parts.currency ?? 'USD',
  })))
  const start = async (name: string): Promise<TestSite> => {
    const store = createMemorySiteStore()
    const copy = openMemorySite(store, systemClock).copy
    const salesLog = createMemoryLog(logStore)
    const consumer = await startTestConsumer({ site: name as SiteId, copy, federation, salesLog })
    const outside: Outside = {
      federation: () => Promise.resolve({ current: federation, versions: [federation] }),
      openLog: () => {
        const log = createMemoryLog(logStore)
        return Promise.resolve(over?.salesLog?.(log) ?? log)
      },
      openSite: (_config, clock) => {
        const site = openMemorySite(store, clock)
        return over?.site?.(site) ?? site
      },
    }
    const http = await startHttp(configOf(name, config), { outside })
    consumer.reportCaughtUp()
    return { ...http, consumer, store, logStore }
  }
  const [north, south] = [await start('north'), await start('south')]
  return {
    north,
    south,
    close: async () => {
      for (const { close, consumer } of [north, south]) {
        await close()
        await consumer.close()
      }
    },
  }
}

/** Seats held in a site's copy, over all games. */
export const heldSeatsAt = ({ store }: TestSite): number =>
  [...store.partitions.values()]
    .flatMap(({ whole }) => [...whole.games.values()])
    .flatMap(({ categories }) => [...categories.values()])
    .reduce((sum, { held }) => sum + held, 0)
