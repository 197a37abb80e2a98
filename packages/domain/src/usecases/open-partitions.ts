import type { Federation } from '../inventory/federation.ts'
import { foldRules } from '../inventory/federation.ts'
import type { Clock } from '../ports/clock.ts'
import type { WritableLog } from '../ports/sales-log.ts'
import type { SiteCopy } from '../ports/site-copy.ts'
import { appendAll } from './append.ts'

export type OpenPartitionsPorts = { readonly salesLog: WritableLog; readonly copy: SiteCopy; readonly clock: Clock }

/**
 * Put a federation in force in every partition where this site's copy has none, or an older version. The publisher of
 * that older version says it, who need not be that of the new one.
 * Saying it twice does no harm: a version applies once.
 * @returns the partitions it was said in
 * @throws Unavailable
 */
export async function openPartitions(ports: OpenPartitionsPorts, federation: Federation): Promise<readonly number[]> {
  const all = Array.from({ length: federation.partitions }, (_, partition) => partition)
  const states = await Promise.all(all.map(partition => ports.copy.partition(partition)))
  const closed = states.filter(state => (state.federation?.version ?? 0) < federation.version)
  const { sha256, version, publisher } = federation
  const said = { kind: 'federation-published', sha256, version, rules: foldRules } as const
  await appendAll(
    ports.salesLog,
    closed.map(({ partition, federation: inForce }) => {
      const { id: site } = inForce?.publisher ?? publisher
      return { ...said, site, sentAtMs: ports.clock(), partition }
    }),
  )
  return closed.map(({ partition }) => partition)
}
