import { AppendOutcomeUnknown, Unavailable } from '@matchday/domain/ports/unavailable'
import type { Pool } from 'pg'
import { DatabaseError } from 'pg'
import { isDatabaseFault } from '../postgres/database-fault.ts'
import { withClient } from './connections.ts'

/**
 * One statement, so that no client can stall while it holds the head's lock. The time is taken once the lock is held,
 * in whole milliseconds, and never goes back.
 */
const statement = `
  WITH head AS (
    UPDATE log_head SET
      next_offset = next_offset + $1::int,
      last_ms = greatest(last_ms, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint)
    RETURNING next_offset, last_ms
  ), batch AS (
    INSERT INTO log_batch (last_offset, first_offset, time_ms, records)
    SELECT next_offset - 1, next_offset - $1::int, last_ms, $2 FROM head
  )
  SELECT next_offset FROM head`

/**
 * Append up to 1,000 lines as one batch, all or none.
 * @returns the offset of the first
 * @throws Unavailable when nothing was appended
 * @throws AppendOutcomeUnknown when the connection broke after the batch was sent
 */
export async function appendBatch(pool: Pool, lines: readonly string[]): Promise<number> {
  const client = await pool.connect().catch((error: unknown) => {
    throw new Unavailable('sales-log', error)
  })
  try {
    const values = [lines.length, lines.join('\n')]
    const { rows } = await withClient(client, one =>
      one.query<[string]>({ name: 'append', text: statement, values, rowMode: 'array' }),
    )
    return Number(rows[0]?.[0]) - lines.length
  } catch (error) {
    throw isUndone(error) ? asRefusal(error) : new AppendOutcomeUnknown(error)
  }
}

/** SQLSTATEs by which a server takes leave: it may have committed before. Any other error it states undid the batch. */
const leavingStates = /^(57P|08)/

const isUndone = (error: unknown): boolean =>
  error instanceof DatabaseError && error.code !== undefined && !leavingStates.test(error.code)

/** A server without room or time may do it later; one that does not understand the statement is a broken invariant. */
const asRefusal = (error: unknown): unknown => (isDatabaseFault(error) ? new Unavailable('sales-log', error) : error)
