import type { EmbeddedPostgres } from '@matchday/adapters/embedded/start'
import { migrate } from '@matchday/adapters/postgres/migrate'
import { createPostgresLog } from '@matchday/adapters/postgres-log/create-log'
import type { SiteId } from '@matchday/domain/inventory/ids'

/** Connection strings, by site, and of the log that they share. */
export type Databases = { readonly log: string; readonly siteOf: (site: SiteId) => string }

const logName = 'matchday_log'
const nameOf = (site: SiteId): string => `matchday_${site.replaceAll('-', '_')}`

/** One database a site and one for the log, made where they are missing and brought up to this version's tables. */
export async function prepareDatabases(
  postgres: EmbeddedPostgres,
  sites: readonly SiteId[],
  logId: string,
): Promise<Databases> {
  const siteOf = (site: SiteId): string => postgres.url(nameOf(site))
  const log = postgres.url(logName)
  await Promise.all([
    postgres.createDatabase(logName).then(() => createPostgresLog(log, { logId })),
    ...sites.map(async site => {
      await postgres.createDatabase(nameOf(site))
      await migrate(siteOf(site), 'site')
    }),
  ])
  return { log, siteOf }
}
