import type { MasterList } from '@matchday/domain/game/master-list'
import { saleLimits } from '@matchday/domain/game/master-list'
import type { Federation, RosterSite, Signer } from '@matchday/domain/inventory/federation'

/** What nobody can guess of a federation. */
export type FederationTerms = {
  readonly logId: string
  readonly partitions: number
  readonly publisher: Signer
  readonly sites: readonly RosterSite[]
  /** Largest quantity of one hold: 2 where sites read along that take no more. */
  readonly wireQuantityMax: number
}

/** The first version of a federation that sells a list, with settings that a file may then change. */
export const draftFederation = (
  { tournament, currency, limits }: MasterList,
  { logId, partitions, publisher, sites, wireQuantityMax }: FederationTerms,
): Omit<Federation, 'sha256'> => ({
  version: 1,
  tournament: tournament.id,
  logId,
  partitions,
  publisher,
  sites,
  settings: {
    announcedMax: 1_000_000,
    announcedTtlMs: limits.holdMaxMs,
    clockStepMaxMs: 60_000,
    wireQuantityMax,
    siteHeldMax: null,
    unsignedAnnouncements: true,
    perBuyerTournament: limits.perBuyerAndTournament,
  },
  listTerms: { currency, limits: saleLimits(limits) },
})

export const federationText = (draft: Omit<Federation, 'sha256'>): string => `${JSON.stringify(draft, null, 2)}\n`
