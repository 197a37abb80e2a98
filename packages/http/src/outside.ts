import { Misconfigured } from '@matchday/adapters/config/misconfigured'
import type { FederationFiles } from '@matchday/adapters/federation/federation-file'
import { readFederationFiles } from '@matchday/adapters/federation/federation-file'
import { describeRefusal } from '@matchday/adapters/files/read-json-file'
import { openSite } from '@matchday/adapters/postgres/open-site'
import { openSalesLog } from '@matchday/adapters/sales-log/open-sales-log'
import type { Catalogue } from '@matchday/domain/ports/catalogue'
import type { Clock } from '@matchday/domain/ports/clock'
import type { Convergence } from '@matchday/domain/ports/convergence'
import type { Decisions } from '@matchday/domain/ports/decisions'
import type { Reservations } from '@matchday/domain/ports/reservations'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import type { HttpConfig } from './config.ts'

/** The part of a site's database that this package uses. */
export type SiteAccess = {
  readonly catalogue: Catalogue
  readonly decisions: Decisions
  readonly reservations: Reservations
  readonly convergence: Pick<Convergence, 'standings'>
  readonly close: () => Promise<void>
}

/** How this process gets at what is not its own. What it opens it closes. */
export type Outside = {
  /** @throws Misconfigured */
  readonly federation: (config: HttpConfig) => Promise<FederationFiles>
  /** @throws Unavailable, Misconfigured, Error when what is there is not a log */
  readonly openLog: (config: HttpConfig, federation: FederationFiles) => Promise<SalesLog>
  /** While the database is away, its calls fail with Unavailable. */
  readonly openSite: (config: HttpConfig, clock: Clock) => SiteAccess
}

/** The site's database in Postgres, the sales log where the process is told, the federation in its file. */
export const postgres: Outside = {
  federation: async ({ federationFile }) => {
    const read = await readFederationFiles(federationFile)
    if (read.ok) return read.value
    throw new Misconfigured(describeRefusal(read.refusal))
  },
  openLog: ({ salesLog, site }, federation) => openSalesLog(salesLog, federation, site),
  openSite: ({ databaseUrl }, clock) => openSite(databaseUrl, clock),
}
