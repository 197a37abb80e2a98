import type { DeadLetters } from '@matchday/domain/ports/dead-letters'
import { valueStartBytes } from '@matchday/domain/ports/dead-letters'
import { sql } from 'slonik'
import type { OrdinaryPool } from './ordinary-pool.ts'
import { deadLetterCountSchema, deadLetterSchema, deadLetterSummarySchema } from './rows/dead-letter-row.ts'

/** The records that this site did not apply, in Postgres. */
export const deadLettersOn = (ordinary: OrdinaryPool): DeadLetters => ({
  list: ({ partition, reason, order, after, max }) => {
    const place = sql.fragment`(d.timestamp_ms, d.partition, d.log_offset)`
    const from = after === null
      ? sql.fragment`true`
      : sql.fragment`${place} ${order === 'oldest-first' ? sql.fragment`>` : sql.fragment`<`}
          (${after.timestampMs}, ${after.partition}, ${after.offset})`
    const way = order === 'oldest-first' ? sql.fragment`ASC` : sql.fragment`DESC`
    return ordinary.rows(sql.type(deadLetterSummarySchema)`
      SELECT
        d.partition, d.log_offset AS "offset", d.reason, d.timestamp_ms AS "timestampMs", d.key,
        substring(d.value FOR ${valueStartBytes}) AS "valueStart", coalesce(length(d.value), 0) AS "valueBytes",
        json_array_length(d.headers) AS headers
      FROM dead_letter d
      WHERE ${from} AND (${partition}::integer IS NULL OR d.partition = ${partition})
        AND (${reason}::text IS NULL OR d.reason = ${reason})
      ORDER BY d.timestamp_ms ${way}, d.partition ${way}, d.log_offset ${way} LIMIT ${max}`)
  },
  find: async ({ partition, offset }) => {
    const [letter] = await ordinary.rows(sql.type(deadLetterSchema)`
      SELECT d.partition, d.log_offset AS "offset", d.reason, d.key, d.value, d.headers, d.timestamp_ms AS "timestampMs"
      FROM dead_letter d WHERE d.partition = ${partition} AND d.log_offset = ${offset}`)
    return letter ?? null
  },
  counts: async () => {
    const rows = await ordinary.rows(sql.type(deadLetterCountSchema)`
      SELECT d.reason, count(*) AS letters FROM dead_letter d GROUP BY d.reason ORDER BY d.reason`)
    return new Map(rows.map(({ reason, letters }) => [reason, letters]))
  },
})
