import type { LogEntry } from './entry.ts'
import type { SiteId } from './ids.ts'
import type { Digest } from './state.ts'

/** How a site's copy of a partition stands against this one, by what that site stated in the log. */
export type DigestStanding = {
  readonly site: SiteId
  /** Offset of the digest record in which it stated `theirs`. */
  readonly statedAt: number
  /** Offset of the earlier digest record after which its digest was `theirs`, and this site's own `ours`; hex. */
  readonly at: number
  readonly theirs: string
  readonly ours: string
  /** The last offset at which both were equal; null: none so far. */
  readonly equalAt: number | null
  /** The first offset since at which they differ; null: they are equal. */
  readonly differsFrom: number | null
}

/** What a batch with digest records is held against. */
export type KnownDigests = {
  /** This site's own digests at the offsets that the batch names, where it has any. */
  readonly own: ReadonlyMap<number, string>
  /** How sites stood before the batch. */
  readonly standings: ReadonlyMap<SiteId, DigestStanding>
}

export const noDigests: KnownDigests = { own: new Map(), standings: new Map() }

/**
 * Hold what sites state of their copies against this site's own digests. A statement of an offset for which this site
 * has none (it started later, or there is no digest record) is passed over.
 * @param folded this site's digests of the batch's own digest records: the others were not applied
 * @returns how each site stands of which the batch has a statement
 */
export function compareDigests(
  entries: readonly LogEntry[],
  folded: readonly Digest[],
  known: KnownDigests,
): readonly DigestStanding[] {
  if (folded.length === 0) return []
  const own = new Map([...known.own, ...folded.map(({ offset, state }) => [offset, state] as const)])
  const applied = new Set(folded.map(({ offset }) => offset))
  const compared = new Map<SiteId, DigestStanding>()
  for (const { offset, said } of entries) {
    if (said.kind !== 'digest-stated' || said.state === null || said.at === null || !applied.has(offset)) continue
    const ours = said.at < offset ? own.get(said.at) : undefined
    if (ours === undefined) continue
    const { site, at, state: theirs } = said
    const before = compared.get(site) ?? known.standings.get(site)
    compared.set(site, standingAfter(before, { site, statedAt: offset, at, theirs, ours }))
  }
  return [...compared.values()]
}

function standingAfter(
  before: DigestStanding | undefined,
  compared: Pick<DigestStanding, 'site' | 'statedAt' | 'at' | 'theirs' | 'ours'>,
): DigestStanding {
  if (compared.theirs === compared.ours) return { ...compared, equalAt: compared.at, differsFrom: null }
  return { ...compared, equalAt: before?.equalAt ?? null, differsFrom: before?.differsFrom ?? compared.at }
}

/** What an operator is told of a copy that differs. */
export function divergenceText(partition: number, { site, at, equalAt, differsFrom }: DigestStanding): string {
  const since = `from offset ${differsFrom ?? at} on`
  const before = equalAt === null ? 'were never seen to be equal' : `were equal at ${equalAt}`
  return `partition ${partition}: this copy and that of ${site} differ ${since}, and ${before}`
}
