import type { EmbeddedPostgres } from '@matchday/adapters/embedded/start'
import { migrate } from '@matchday/adapters/postgres/migrate'
import type { SiteId } from '@matchday/domain/inventory/ids'

/** Connection strings, by site. */
export type Databases = (site: SiteId) => string

const nameOf = (site: SiteId): string => `matchday_${site.replaceAll('-', '_')}`

/** One database a site, made where it is missing and brought up to this version's tables. */
export async function prepareDatabases(postgres: EmbeddedPostgres, sites: readonly SiteId[]): Promise<Databases> {
  const databaseOf = (site: SiteId): string => postgres.url(nameOf(site))
  await Promise.all(sites.map(async site => {
    await postgres.createDatabase(nameOf(site))
    await migrate(databaseOf(site), 'site')
  }))
  return databaseOf
}
