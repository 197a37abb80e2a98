import type { Federation } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { limits, perBuyerTournament } from './listing.ts'

export const publisher = { id: 'organiser' as SiteId, publicKey: null }
export const site = 'site-1' as SiteId

/** One site, set up as `matchday up` sets its sites up. It becomes a federation with its file's hash. */
export const federationFile = (logId: string): Omit<Federation, 'sha256'> => ({
  version: 1,
  tournament: 'bench',
  logId,
  partitions: 1,
  publisher,
  sites: [{ id: site, publicKey: null, name: 'Site 1', waits: true }],
  settings: {
    announcedMax: 1_000_000,
    announcedTtlMs: limits.holdMaxMs,
    clockStepMaxMs: 60_000,
    wireQuantityMax: limits.perBuyer,
    siteHeldMax: null,
    unsignedAnnouncements: true,
    perBuyerTournament,
  },
  listTerms: null,
})
