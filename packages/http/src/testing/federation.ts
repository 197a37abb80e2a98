import type { Federation } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'

const site = (id: string) => ({ id: id as SiteId, name: id, publicKey: null, waits: true })

/** Two sites that trust each other on one log. */
export const createTestFederation = (settings: Partial<Federation['settings']> = {}): Federation => ({
  sha256: 'f'.repeat(64),
  version: 1,
  tournament: 'test-cup',
  logId: 'test-log',
  partitions: 1,
  publisher: { id: 'north' as SiteId, publicKey: null },
  sites: [site('north'), site('south')],
  settings: {
    announcedMax: 1_000,
    announcedTtlMs: 600_000,
    clockStepMaxMs: 60_000,
    wireQuantityMax: 10,
    siteHeldMax: null,
    unsignedAnnouncements: true,
    perBuyerTournament: 60,
    ...settings,
  },
  listTerms: null,
})
