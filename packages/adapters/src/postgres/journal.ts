import type { JournalEntry } from '@matchday/domain/inventory/journal'
import type { Journal } from '@matchday/domain/ports/journal'
import { sql } from 'slonik'
import { z } from 'zod'
import type { OrdinaryPool } from './ordinary-pool.ts'
import type { JournalPlace } from './rows/journal-row.ts'
import { readJournal } from './rows/journal-row.ts'

const batchSchema = z.object({ lastOffset: z.int(), lines: z.string() }).describe('journal_batch')

/** Batches read together: a busy batch has thousands of lines, a quiet one has one. */
const batchesMax = 16

/** This site's history in Postgres. */
export function journalOn(ordinary: OrdinaryPool): Journal {
  /** Batches that end at `fromOffset` or later, the first ones. */
  const batchesFrom = (partition: number, fromOffset: number, max: number) =>
    ordinary.rows(sql.type(batchSchema)`
      SELECT j.last_offset AS "lastOffset", j.lines FROM journal_batch j
      WHERE j.partition = ${partition} AND j.last_offset >= ${fromOffset}
      ORDER BY j.last_offset LIMIT ${max}`)

  const since: Journal['since'] = async (partition, after, max) => {
    const isAfter = ({ offset, step }: JournalPlace): boolean =>
      offset > after.offset || (offset === after.offset && step > after.step)
    const found: JournalEntry[] = []
    let from = after.offset
    while (found.length < max) {
      const batches = await batchesFrom(partition, from, batchesMax)
      for (const { lastOffset, lines } of batches) {
        found.push(...readJournal(lines, `${partition}|${lastOffset}`, isAfter))
        from = lastOffset + 1
      }
      if (batches.length < batchesMax) break
    }
    return found.slice(0, max)
  }

  return {
    since,
    at: async ({ partition, offset }) => {
      const batches = await batchesFrom(partition, offset, 1)
      return batches.flatMap(({ lastOffset, lines }) =>
        readJournal(lines, `${partition}|${lastOffset}`, place => place.offset === offset))
    },
  }
}
