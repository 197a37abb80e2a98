import type { Federation, Signer } from '../inventory/federation.ts'
import type { PartitionState } from '../inventory/state.ts'
import type { Result } from '../result.ts'
import { refuse, succeed } from '../result.ts'
import type { ReaderPorts } from './append.ts'
import { readToTheEnd } from './append.ts'
import type { OpenPartitionsPorts } from './open-partitions.ts'
import { openPartitions } from './open-partitions.ts'

/** Why a version of the federation may not be published, and in which partition; the first reason is told. */
export type FederationRefusal = Objection & { readonly partition: number }

type Objection =
  /** A later version never changes what the log is. */
  | { readonly kind: 'moved'; readonly what: FixedTerm; readonly inForce: string | number }
  | { readonly kind: 'version-passed'; readonly inForce: number }
  /** This very version is in force there, and is another file. */
  | { readonly kind: 'version-taken'; readonly sha256: string }
  /** Only the holder of this key may say it there. */
  | { readonly kind: 'not-the-publisher'; readonly publisher: Signer }

const fixedTerms = ['tournament', 'logId', 'partitions'] as const
type FixedTerm = (typeof fixedTerms)[number]

/** Who publishes, as far as this process can: the key it has, and who opens a partition that has no federation yet. */
export type Publishing = { readonly publicKey: string | null; readonly opener: Signer }

/** Whether the holder of a key may speak for a signer; where nothing is signed, anyone may. */
export const speaksFor = (signer: Signer, publicKey: string | null): boolean =>
  signer.publicKey === null || signer.publicKey === publicKey

/**
 * The partitions that a version has still to be said in, by where this site's copy of each stands. None, where it is in
 * force in all of them.
 */
export function planFederation(
  states: readonly PartitionState[],
  federation: Federation,
  publishing: Publishing,
): Result<readonly number[], FederationRefusal> {
  const waiting: number[] = []
  for (const { partition, federation: inForce } of states) {
    const objection = objectionTo(inForce, federation, publishing)
    if (objection === 'in-force') continue
    if (objection !== null) return refuse({ partition, ...objection })
    waiting.push(partition)
  }
  return succeed(waiting)
}

/** Null: it has to be said. */
function objectionTo(
  inForce: Federation | null,
  next: Federation,
  { publicKey, opener }: Publishing,
): Objection | 'in-force' | null {
  if (inForce !== null) {
    const what = fixedTerms.find(term => inForce[term] !== next[term])
    if (what !== undefined) return { kind: 'moved', what, inForce: inForce[what] }
    if (inForce.version > next.version) return { kind: 'version-passed', inForce: inForce.version }
    if (inForce.sha256 === next.sha256) return 'in-force'
    if (inForce.version === next.version) return { kind: 'version-taken', sha256: inForce.sha256 }
  }
  const publisher = inForce?.publisher ?? opener
  return speaksFor(publisher, publicKey) ? null : { kind: 'not-the-publisher', publisher }
}

/** Where a partition stands after a version was said in it: its version by this site's copy; null: none yet. */
export type PublishedPartition = {
  readonly partition: number
  readonly isInForce: boolean
  readonly version: number | null
}

export type PublishFederationPorts = OpenPartitionsPorts & ReaderPorts

/**
 * Put a version in force in every partition where this site's copy has none, or an older one, and wait until the copy
 * has folded what is in the log by then, or `decisionTimeoutMs` are over.
 * @throws Unavailable
 */
export async function publishFederation(
  ports: PublishFederationPorts,
  federation: Federation,
): Promise<readonly PublishedPartition[]> {
  await openPartitions(ports, federation)
  await readToTheEnd(ports, [])
  const all = Array.from({ length: federation.partitions }, (_, partition) => ports.copy.partition(partition))
  return (await Promise.all(all)).map(({ partition, federation: inForce }) => ({
    partition,
    isInForce: inForce?.sha256 === federation.sha256,
    version: inForce?.version ?? null,
  }))
}
