import type { Catalogue } from '@matchday/domain/ports/catalogue'
import type { Clock } from '@matchday/domain/ports/clock'
import type { Decisions } from '@matchday/domain/ports/decisions'
import type { Journal } from '@matchday/domain/ports/journal'
import type { Payments } from '@matchday/domain/ports/payments'
import type { Reservations } from '@matchday/domain/ports/reservations'
import type { SiteCopy } from '@matchday/domain/ports/site-copy'
import { memoryCatalogue } from './catalogue.ts'
import { memoryDecisions } from './decisions.ts'
import { memoryJournal } from './journal.ts'
import { memoryPayments } from './payments.ts'
import { memoryReservations } from './reservations.ts'
import { memorySiteCopy } from './site-copy.ts'
import type { MemorySiteStore } from './site-store.ts'

export type MemorySite = {
  readonly copy: SiteCopy
  readonly decisions: Decisions
  readonly reservations: Reservations
  readonly payments: Payments
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly close: () => Promise<void>
}

/** One process's access to a site's store in memory. It keeps what it is given by reference, and copies nothing. */
export function openMemorySite(store: MemorySiteStore, clock: Clock): MemorySite {
  const catalogue = memoryCatalogue(store, clock)
  return {
    copy: memorySiteCopy(store),
    decisions: memoryDecisions(store),
    reservations: memoryReservations(store),
    payments: memoryPayments(store),
    catalogue,
    journal: memoryJournal(store),
    close: () => {
      catalogue.close()
      return Promise.resolve()
    },
  }
}
