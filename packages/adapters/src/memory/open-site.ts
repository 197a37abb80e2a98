import type { Catalogue } from '@matchday/domain/ports/catalogue'
import type { Clock } from '@matchday/domain/ports/clock'
import type { Convergence } from '@matchday/domain/ports/convergence'
import type { DeadLetters } from '@matchday/domain/ports/dead-letters'
import type { Decisions } from '@matchday/domain/ports/decisions'
import type { Journal } from '@matchday/domain/ports/journal'
import type { Membership } from '@matchday/domain/ports/membership'
import type { Reservations } from '@matchday/domain/ports/reservations'
import type { SiteCopy } from '@matchday/domain/ports/site-copy'
import { memoryCatalogue } from './catalogue.ts'
import { memoryConvergence } from './convergence.ts'
import { memoryDeadLetters } from './dead-letters.ts'
import { memoryDecisions } from './decisions.ts'
import { memoryJournal } from './journal.ts'
import { memoryMembership } from './membership.ts'
import { memoryReservations } from './reservations.ts'
import { memorySiteCopy } from './site-copy.ts'
import type { MemorySiteStore } from './site-store.ts'

export type MemorySite = {
  readonly copy: SiteCopy
  readonly decisions: Decisions
  readonly reservations: Reservations
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly deadLetters: DeadLetters
  readonly convergence: Convergence
  readonly membership: Membership
  readonly close: () => Promise<void>
}

/** One process's access to a site's store in memory. It keeps what it is given by reference, and copies nothing. */
export function openMemorySite(store: MemorySiteStore, clock: Clock): MemorySite {
  const catalogue = memoryCatalogue(store, clock)
  return {
    copy: memorySiteCopy(store),
    decisions: memoryDecisions(store),
    reservations: memoryReservations(store),
    catalogue,
    journal: memoryJournal(store),
    deadLetters: memoryDeadLetters(store),
    convergence: memoryConvergence(store),
    membership: memoryMembership(store, clock),
    close: () => {
      catalogue.close()
      return Promise.resolve()
    },
  }
}
