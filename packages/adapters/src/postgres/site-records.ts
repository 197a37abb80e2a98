import type { Digest, PartitionState } from '@matchday/domain/inventory/state'
import { sql } from 'slonik'
import { z } from 'zod'
import type { OrdinaryPool } from './ordinary-pool.ts'
import { federationSchema } from './rows/federation-row.ts'

export type SiteStatus = {
  /** Partitions that this site folded anything of. */
  readonly partitions: readonly PartitionState[]
  readonly deadLetters: number
  /** Holds that the limit per tournament does not allow, and that had not ended when last looked at. */
  readonly openGiveBacks: number
  /** Notices that are owed to sites which do not wait for the log. */
  readonly openNotices: number
}

const statusSchema = z
  .object({
    partitions: z.array(z.object({
      partition: z.int(), nextOffset: z.int(), logTimeMs: z.int(), federation: federationSchema.nullable(),
    })),
    deadLetters: z.int(),
    openGiveBacks: z.int(),
    openNotices: z.int(),
  })
  .describe('partition_state')

const digestSchema: z.ZodType<Digest> = z.object({ offset: z.int(), state: z.string() }).describe('digest')

/** What an operator looks up. */
export type SiteRecords = {
  /** @throws Unavailable */
  readonly status: () => Promise<SiteStatus>
  /** This site's own digests of a partition, after an offset, at most `max`. @throws Unavailable */
  readonly digests: (partition: number, afterOffset: number, max: number) => Promise<readonly Digest[]>
}

export const siteRecordsOn = (ordinary: OrdinaryPool): SiteRecords => ({
  status: async () => {
    const [status] = await ordinary.rows(sql.type(statusSchema)`
      SELECT
        (SELECT count(*) FROM dead_letter) AS "deadLetters",
        (SELECT count(*) FROM give_back WHERE open) AS "openGiveBacks",
        (SELECT count(*) FROM notice) AS "openNotices",
        (SELECT coalesce(json_agg(json_build_object(
          'partition', p.partition, 'nextOffset', p.next_offset, 'logTimeMs', p.log_time_ms, 'federation', f.document
        ) ORDER BY p.partition), '[]') FROM partition_state p LEFT JOIN federation f ON f.sha256 = p.federation
        ) AS partitions`)
    if (status === undefined) throw new Error('a query of aggregates has no row')
    return status
  },
  digests: (partition, afterOffset, max) =>
    ordinary.rows(sql.type(digestSchema)`
      SELECT d.log_offset AS "offset", d.state FROM digest d
      WHERE d.partition = ${partition} AND d.log_offset > ${afterOffset}
      ORDER BY d.log_offset LIMIT ${max}`),
})
