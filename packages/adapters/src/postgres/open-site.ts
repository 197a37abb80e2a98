import type { Clock } from '@matchday/domain/ports/clock'
import type { Convergence } from '@matchday/domain/ports/convergence'
import type { DeadLetters } from '@matchday/domain/ports/dead-letters'
import type { Decisions } from '@matchday/domain/ports/decisions'
import type { Journal } from '@matchday/domain/ports/journal'
import type { Membership } from '@matchday/domain/ports/membership'
import type { Reservations } from '@matchday/domain/ports/reservations'
import type { SiteCopy } from '@matchday/domain/ports/site-copy'
import { openBulkPool } from './bulk-pool.ts'
import type { SiteCatalogue } from './catalogue.ts'
import { catalogueOn } from './catalogue.ts'
import { convergenceOn } from './convergence.ts'
import { deadLettersOn } from './dead-letters.ts'
import { decisionsOn } from './decisions.ts'
import { holdLookupOn } from './hold-lookup.ts'
import { journalOn } from './journal.ts'
import { membershipOn } from './membership.ts'
import { openOrdinaryPool } from './ordinary-pool.ts'
import { reservationsOn } from './reservations.ts'
import { siteCopyOn } from './site-copy.ts'
import { listenToSite } from './site-notifications.ts'
import type { SiteRecords } from './site-records.ts'
import { siteRecordsOn } from './site-records.ts'

/** One process's access to one site's database. */
export type Site = {
  readonly copy: SiteCopy
  readonly decisions: Decisions
  readonly reservations: Reservations
  readonly catalogue: SiteCatalogue
  readonly journal: Journal
  readonly deadLetters: DeadLetters
  readonly convergence: Convergence
  readonly membership: Membership
  readonly records: SiteRecords
  readonly close: () => Promise<void>
}

/**
 * Opens a site's migrated database. Nothing is connected before it is needed, but for the one connection that hears of
 * commits; while the database is away, calls fail with Unavailable, and work again when it is back.
 */
export function openSite(url: string, clock: Clock): Site {
  const bulk = openBulkPool(url)
  const ordinary = openOrdinaryPool(url)
  const notifications = listenToSite(url)
  const lookup = holdLookupOn(bulk)
  const decisions = decisionsOn(bulk, lookup, notifications)
  const catalogue = catalogueOn(bulk, notifications, clock)
  return {
    copy: siteCopyOn(bulk, decisions.committed),
    decisions,
    reservations: reservationsOn({ bulk, ordinary }, lookup),
    catalogue,
    journal: journalOn(ordinary),
    deadLetters: deadLettersOn(ordinary),
    convergence: convergenceOn(ordinary),
    membership: membershipOn(ordinary),
    records: siteRecordsOn(ordinary),
    close: async () => {
      decisions.close()
      await Promise.all([catalogue.close(), notifications.close(), lookup.close()])
      await Promise.all([bulk.close(), ordinary.close()])
    },
  }
}
