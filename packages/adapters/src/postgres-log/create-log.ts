import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { migrate } from '../postgres/migrate.ts'

/**
 * Make a database a sales log, or bring the one it is up to this version.
 *
 * @param logId for a new log; random where absent
 * @returns the log's id, which it keeps for ever
 * @throws Error when the database is another log than `logId` says
 */
export async function createPostgresLog(databaseUrl: string, { logId }: { logId?: string } = {}): Promise<string> {
  await migrate(databaseUrl, 'log')
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('INSERT INTO log_head (log_id) VALUES ($1) ON CONFLICT DO NOTHING', [logId ?? randomUUID()])
    const { rows } = await client.query<{ log_id: string }>('SELECT log_id FROM log_head')
    const id = rows[0]?.log_id
    if (id === undefined || (logId !== undefined && id !== logId)) {
      throw new Error(`this database is the log ${id ?? '?'}, not ${logId}`)
    }
    return id
  } finally {
    await client.end()
  }
}
