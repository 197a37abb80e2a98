import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@matchday/adapters/config/clock'
import { readFederationFile } from '@matchday/adapters/federation/federation-file'
import { migrate } from '@matchday/adapters/postgres/migrate'
import { openSite } from '@matchday/adapters/postgres/open-site'
import { createPostgresLog } from '@matchday/adapters/postgres-log/create-log'
import { openPostgresLog } from '@matchday/adapters/postgres-log/postgres-log'
import { rowsOf } from '@matchday/adapters/testing/embedded'
import { startTestPostgres } from '@matchday/adapters/testing/postgres'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { HttpConfig } from '../config.ts'
import { openFederation, startTestConsumer } from './consumer.ts'
import { createTestFederation } from './federation.ts'
import type { GameParts } from './games.ts'
import { listingOf } from './games.ts'
import { configOf } from './site.ts'

export type PostgresWorld = {
  /** How an HTTP process of a site is told where everything is. */
  readonly configOf: (site: 'north' | 'south', over?: Partial<HttpConfig>) => HttpConfig
  /** Rows of a table in a site's database, or of the log's. */
  readonly count: (where: 'north' | 'south' | 'log', table: string) => Promise<number>
  readonly close: () => Promise<void>
}

/** Two sites' databases, the log they share and their federation's file; each site has its consumer running. */
export async function startPostgresWorld(games: Readonly<Record<number, GameParts>>): Promise<PostgresWorld> {
  const postgres = await startTestPostgres()
  const [north, south, log] = [
    await postgres.freshDatabase(), await postgres.freshDatabase(), await postgres.freshDatabase(),
  ]
  const urls = { north, south, log }
  await Promise.all([migrate(north, 'site'), migrate(south, 'site')])
  await createPostgresLog(log, { logId: 'test-log' })

  const folder = await mkdtemp(join(tmpdir(), 'matchday-http-'))
  const federationFile = join(folder, 'federation.json')
  const { sha256: _, ...content } = createTestFederation()
  await writeFile(federationFile, JSON.stringify(content))
  const read = await readFederationFile(federationFile)
  if (!read.ok) throw new Error('the test federation is not one')
  const federation = read.value

  const publisher = await openPostgresLog(log)
  await openFederation(publisher, federation, Object.entries(games).map(([number, parts]) => ({
    listing: listingOf(Number(number), parts),
    limits: { perBuyer: parts.perBuyer ?? 6, holdMaxMs: parts.holdMaxMs ?? 600_000 },
    currency: 'USD',
  })))
  await publisher.close()

  const closing = await Promise.all((['north', 'south'] as const).map(async name => {
    const site = openSite(urls[name], systemClock)
    const salesLog = await openPostgresLog(log)
    const consumer = await startTestConsumer({ site: name as SiteId, copy: site.copy, federation, salesLog })
    return async () => {
      await consumer.close()
      await site.close()
    }
  }))
  return {
    configOf: (site, over) =>
      configOf(site, {
        databaseUrl: urls[site],
        salesLog: { kind: 'postgres', url: log },
        federationFile,
        decisionTimeoutMs: 5_000,
        ...over,
      }),
    count: async (where, table) => {
      const [row] = (await rowsOf(urls[where], `SELECT count(*)::int AS rows FROM ${table}`)) as { rows: number }[]
      return row?.rows ?? 0
    },
    close: async () => {
      for (const close of closing) await close()
      await postgres.stop()
      await rm(folder, { recursive: true })
    },
  }
}
