import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { EmbeddedPostgres } from '@matchday/adapters/embedded/start'
import { migrate } from '@matchday/adapters/postgres/migrate'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { BenchChild } from '../servers/child.ts'
import { startChild } from '../servers/child.ts'
import { site } from '../workload/federation.ts'
import type { BenchLog } from './bench-log.ts'

const siteEntry = pathToFileURL(createRequire(import.meta.url).resolve('@matchday/cli/site/main'))

/** One site's database, on some log. */
export type BenchSite = { readonly id: SiteId; readonly databaseUrl: string; readonly log: BenchLog }

export async function createSite(
  { postgres }: { readonly postgres: EmbeddedPostgres },
  log: BenchLog,
  name: string,
  id: SiteId = site,
): Promise<BenchSite> {
  await postgres.createDatabase(name)
  const databaseUrl = postgres.url(name)
  await migrate(databaseUrl, 'site')
  return { id, databaseUrl, log }
}

/**
 * Runs a site as `matchday up` does: HTTP and consumer in one process.
 * @param spawned hears the process's id at once
 */
export const startSite = ({ id, databaseUrl, log }: BenchSite, spawned?: (pid: number) => void): Promise<BenchChild> =>
  startChild(siteEntry, {
    ...(spawned !== undefined && { spawned }),
    environment: {
      DATABASE_URL: databaseUrl,
      MATCHDAY_SITE: id,
      MATCHDAY_SECRET: 'a secret of the bench, known to all',
      MATCHDAY_BUYER_SECRET: 'another secret of the bench, known to all',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...log.environmentOf(id),
    },
  })
