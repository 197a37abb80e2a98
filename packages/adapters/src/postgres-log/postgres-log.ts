import type { Position, SalesLog } from '@matchday/domain/ports/sales-log'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import type { Pool } from 'pg'
import { BatcherRefused, createBatcher } from '../batching/batcher.ts'
import { encodeRecord } from '../wire/encode-record.ts'
import { existing, placeOf } from '../wire/place-of.ts'
import { appendBatch } from './append-batch.ts'
import { batchMax } from './batch.ts'
import { openConnections } from './connections.ts'
import { lineOf, lineOfRaw } from './lines.ts'
import { endOf, reachingLog, readEntries } from './read-batches.ts'
import { createWakeUps } from './wake-ups.ts'

/** All in one order: a federation that needs more than one machine's log uses Kafka. */
const partitions = 1

/** Readers share two connections; a third is for the one batch in flight, a fourth listens. */
const readersMax = 2

/**
 * Open the sales log that is kept in a Postgres database of its own: one partition, stamped by the server. Sites that
 * can write to it trust each other, so nothing is signed.
 *
 * @param databaseUrl straight to the server: a pooler between transactions loses settings and notifications
 * @throws Unavailable when the server cannot be reached
 * @throws Error when the database is not a log: `createPostgresLog` makes it one
 */
export async function openPostgresLog(databaseUrl: string): Promise<SalesLog> {
  const [writer, readers] = [openConnections(databaseUrl, 1), openConnections(databaseUrl, readersMax)]
  const closePools = async (): Promise<void> => void (await Promise.all([writer.end(), readers.end()]))
  const logId = await readLogId(readers).catch(async (error: unknown) => {
    await closePools()
    throw error
  })
  const wakeUps = createWakeUps(databaseUrl, readers)
  const batcher = createBatcher(
    async (lines: readonly string[]) => {
      const first = await appendBatch(writer, lines)
      wakeUps.appended(first + lines.length)
      return lines.map((_, index) => ({ partition: 0, offset: first + index }))
    },
    { max: batchMax },
  )
  const appendLine = async (line: string): Promise<Position> => {
    try {
      return await batcher.add(line)
    } catch (error) {
      throw error instanceof BatcherRefused ? new Unavailable('sales-log', error) : error
    }
  }
  let closing: Promise<void> | null = null
  const close = async (): Promise<void> => {
    await batcher.close()
    await wakeUps.close()
    await closePools()
  }
  return {
    logId,
    partitions,
    append: async record => {
      placeOf(record, partitions)
      return appendLine(lineOf(encodeRecord(record)))
    },
    appendRaw: async (partition, record) => {
      existing(partition, partitions)
      return appendLine(lineOfRaw(record))
    },
    read: async ({ partition, offset }, max) => {
      existing(partition, partitions)
      return readEntries(readers, offset, max)
    },
    end: async partition => {
      existing(partition, partitions)
      return endOf(readers)
    },
    onAppended: wakeUps.subscribe,
    close: () => (closing ??= close()),
  }
}

async function readLogId(pool: Pool): Promise<string> {
  const { rows: tables } = await reachingLog(() =>
    pool.query<[string | null]>({ text: "SELECT to_regclass('log_head')", rowMode: 'array' }),
  )
  const { rows } = await (tables[0]?.[0] === null
    ? { rows: [] }
    : pool.query<[string]>({ text: 'SELECT log_id FROM log_head', rowMode: 'array' }))
  const logId = rows[0]?.[0]
  if (logId === undefined) throw new Error('this database is not a sales log yet')
  return logId
}
