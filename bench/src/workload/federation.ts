import type { Federation } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { limits, perBuyerTournament } from './listing.ts'

export const publisher = 'organiser' as SiteId
/** The one that sells. */
export const site = 'site-1' as SiteId
/** The one whose copy follows. */
export const otherSite = 'site-2' as SiteId

/** The public key of whoever signs; null where the log's writers trust each other. */
export type PublicKeyOf = (signer: SiteId) => string | null

export const nobodySigns: PublicKeyOf = () => null

/** Two sites, set up as `matchday up` sets its sites up. It becomes a federation with its file's hash. */
export const federationFile = (logId: string, publicKeyOf: PublicKeyOf): Omit<Federation, 'sha256'> => ({
  version: 1,
  tournament: 'bench',
  logId,
  partitions: 1,
  publisher: { id: publisher, publicKey: publicKeyOf(publisher) },
  sites: [site, otherSite].map(id => ({ id, publicKey: publicKeyOf(id), name: id, waits: true })),
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
