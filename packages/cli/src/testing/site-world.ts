import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { scratchFolder } from '@matchday/adapters/testing/embedded'
import type { TestPostgres } from '@matchday/adapters/testing/postgres'
import { startTestPostgres } from '@matchday/adapters/testing/postgres'
import { runConsumer } from '@matchday/consumer/run-consumer'
import { createLogger } from '@matchday/http/logger'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { Registry } from 'prom-client'

export const logId = '6b1f6a6e-7c5f-4b0e-9b52-5a3f0a6a9d10'

/** One site as the environment describes it, on databases of its own, for commands to work on. */
export type SiteWorld = {
  readonly folder: string
  readonly databaseUrl: string
  /** A consumer of the site, in this process. */
  readonly startConsumer: () => Promise<{ close: () => Promise<void> }>
  readonly close: () => Promise<void>
}

/** Sets the environment variables of the site in this process until it is closed. */
export async function createSiteWorld(): Promise<SiteWorld> {
  const postgres: TestPostgres = await startTestPostgres()
  const folder = await scratchFolder()
  const [databaseUrl, salesLogUrl] = [await postgres.freshDatabase(), await postgres.freshDatabase()]
  const federationFile = join(folder, 'federation.json')
  await writeFile(federationFile, JSON.stringify(federation))
  const variables = {
    DATABASE_URL: databaseUrl,
    SALES_LOG_URL: salesLogUrl,
    MATCHDAY_SITE: 'north',
    MATCHDAY_SECRET: 's'.repeat(32),
    MATCHDAY_BUYER_SECRET: 'b'.repeat(32),
    MATCHDAY_FEDERATION: federationFile,
  }
  Object.assign(process.env, variables)
  return {
    folder,
    databaseUrl,
    startConsumer: () => {
      const salesLog = { kind: 'postgres', url: salesLogUrl } as const
      const config = { site: 'north' as SiteId, databaseUrl, salesLog, federationFile }
      return runConsumer(config, { log: createLogger('north', 'silent'), registry: new Registry() })
    },
    close: async () => {
      for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name)
      await rm(folder, { recursive: true, force: true })
      await postgres.stop()
    },
  }
}

const federation = {
  version: 1,
  tournament: 'small-cup',
  logId,
  partitions: 1,
  publisher: { id: 'organiser', publicKey: null },
  sites: [{ id: 'north', publicKey: null, name: 'North', waits: true }],
  settings: {
    announcedMax: 1_000,
    announcedTtlMs: 600_000,
    clockStepMaxMs: 60_000,
    wireQuantityMax: 2,
    siteHeldMax: null,
    unsignedAnnouncements: true,
    perBuyerTournament: 8,
  },
}
