import { systemClock } from '@matchday/adapters/config/clock'
import type { Site } from '@matchday/adapters/postgres/open-site'
import { openSite } from '@matchday/adapters/postgres/open-site'
import { openSalesLog } from '@matchday/adapters/sales-log/open-sales-log'
import type { FederationFiles } from '@matchday/adapters/federation/federation-file'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import type { HttpConfig } from '@matchday/http/config'

/** One site's connections, for everybody in this process. What is opened here `close` closes, and nobody else does. */
export type SharedParts = {
  /** @throws Unavailable; then it may be tried again */
  readonly openLog: (config: unknown, federation: FederationFiles) => Promise<SalesLog>
  readonly openSite: () => Site
  readonly close: () => Promise<void>
}

/**
 * HTTP and consumer in one process work on the same site and the same log: a request that HTTP appends wakes the
 * consumer at once, and what the consumer commits answers the request, neither by way of the database.
 */
export function shareParts({ databaseUrl, salesLog, site: siteId }: HttpConfig): SharedParts {
  const site = openSite(databaseUrl, systemClock)
  let opening: Promise<SalesLog> | undefined
  const open = async (federation: FederationFiles): Promise<SalesLog> => {
    const current = (opening ??= openSalesLog(salesLog, federation, siteId))
    try {
      return await current
    } catch (error) {
      if (opening === current) opening = undefined
      throw error
    }
  }
  return {
    openLog: async (_config, federation) => borrowed(await open(federation)),
    openSite: () => borrowed(site),
    close: async () => {
      await Promise.all([site.close(), opening?.then(log => log.close(), () => {})])
    },
  }
}

const borrowed = <Part extends { readonly close: () => Promise<void> }>(part: Part): Part => ({
  ...part,
  close: () => Promise.resolve(),
})
