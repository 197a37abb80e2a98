import type { MemberId, Membership } from '@matchday/domain/ports/membership'
import { sql } from 'slonik'
import { z } from 'zod'
import type { OrdinaryPool } from './ordinary-pool.ts'

const memberSchema = z.object({ id: z.custom<MemberId>(id => typeof id === 'string') }).describe('consumer_member')

/** Rows of those who left without a word go once they are so many times older than need be. */
const forgottenAfter = 100

/** Who of a site's consumers is there, in Postgres. */
export const membershipOn = (ordinary: OrdinaryPool): Membership => ({
  attend: async (member, goneAfterMs) => {
    const rows = await ordinary.rows(sql.type(memberSchema)`
      WITH here AS (
        INSERT INTO consumer_member (id, seen_at) VALUES (${member}, clock_timestamp())
        ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at
        RETURNING id
      ), forgotten AS (
        DELETE FROM consumer_member WHERE id IN (
          SELECT m.id FROM consumer_member m
          WHERE m.id <> ${member}
            AND m.seen_at < clock_timestamp() - ${goneAfterMs * forgottenAfter} * interval '1 millisecond'
          FOR UPDATE SKIP LOCKED
        )
      )
      SELECT id FROM here
      UNION
      SELECT m.id FROM consumer_member m
      WHERE m.seen_at > clock_timestamp() - ${goneAfterMs} * interval '1 millisecond'`)
    return rows.map(({ id }) => id)
  },
  leave: async member => {
    await ordinary.rows(sql.type(z.object({}))`DELETE FROM consumer_member WHERE id = ${member}`)
  },
})
