import type { Convergence, DigestPlace, PartitionStanding } from '@matchday/domain/ports/convergence'
import { sql } from 'slonik'
import { z } from 'zod'
import type { OrdinaryPool } from './ordinary-pool.ts'
import { siteSchema } from './rows/ids.ts'

const standingSchema: z.ZodType<PartitionStanding> = z
  .object({
    partition: z.int(),
    site: siteSchema,
    statedAt: z.int(),
    at: z.int(),
    theirs: z.string(),
    ours: z.string(),
    equalAt: z.int().nullable(),
    differsFrom: z.int().nullable(),
  })
  .describe('digest_standing')

const placeSchema: z.ZodType<DigestPlace> = z
  .object({
    nextOffset: z.int(),
    latest: z.object({ offset: z.int(), state: z.string() }).nullable(),
    statedAt: z.int().nullable(),
    digestsSince: z.int(),
  })
  .describe('digest')

/** How the sites' copies stand against this one, in Postgres. */
export const convergenceOn = (ordinary: OrdinaryPool): Convergence => ({
  standings: () =>
    ordinary.rows(sql.type(standingSchema)`
      SELECT
        s.partition, s.site, s.stated_at AS "statedAt", s.at_offset AS at, s.theirs, s.ours,
        s.equal_at AS "equalAt", s.differs_from AS "differsFrom"
      FROM digest_standing s ORDER BY s.partition, s.site`),
  place: async (partition, site) => {
    const [place] = await ordinary.rows(sql.type(placeSchema)`
      WITH stated AS (
        SELECT max(s.at_offset) AS at FROM digest_standing s WHERE s.partition = ${partition} AND s.site = ${site}
      )
      SELECT
        coalesce((SELECT p.next_offset FROM partition_state p WHERE p.partition = ${partition}), 0) AS "nextOffset",
        (SELECT json_build_object('offset', d.log_offset, 'state', d.state) FROM digest d
          WHERE d.partition = ${partition} ORDER BY d.log_offset DESC LIMIT 1) AS latest,
        stated.at AS "statedAt",
        (SELECT count(*) FROM digest d
          WHERE d.partition = ${partition} AND d.log_offset > coalesce(stated.at, -1)) AS "digestsSince"
      FROM stated`)
    if (place === undefined) throw new Error('a query of aggregates has no row')
    return place
  },
})
