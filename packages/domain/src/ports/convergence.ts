import type { DigestStanding } from '../inventory/digest-standing.ts'
import type { SiteId } from '../inventory/ids.ts'
import type { Digest } from '../inventory/state.ts'

export type PartitionStanding = DigestStanding & { readonly partition: number }

/** What a site has yet to state of its copy of a partition. */
export type DigestPlace = {
  /** Offset of the first record that is not folded yet. */
  readonly nextOffset: number
  /** The site's own digest at the last digest record of anybody; null: there was none yet. */
  readonly latest: Digest | null
  /** The offset of which the site stated its digest last; null: of none. */
  readonly statedAt: number | null
  /** Digest records, of anybody, that were folded after that offset. */
  readonly digestsSince: number
}

/** Whether the sites' copies are still the same, as far as this one has heard. */
export type Convergence = {
  /** By partition, then site; a site that stated nothing yet is absent. @throws Unavailable */
  readonly standings: () => Promise<readonly PartitionStanding[]>
  /** @throws Unavailable */
  readonly place: (partition: number, site: SiteId) => Promise<DigestPlace>
}
