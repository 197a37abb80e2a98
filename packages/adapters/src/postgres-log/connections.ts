import type { ClientBase, PoolClient } from 'pg'
import { Pool } from 'pg'

/** The server gives a statement up after this long, and then nothing of it was done. */
const statementMaxMs = 10_000

/** The client gives an answer up later than the server, so that it seldom has to guess. */
const answerMaxMs = 15_000

/**
 * What the log asks of its connections, whatever the server's own settings. An append is on the disk when it is
 * answered; one that waited for the head's lock sees the head as it is then; and a read goes by the index, also where
 * the statement was planned while the table was still empty.
 */
const settings = `
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
  SET default_transaction_isolation = 'read committed';
  SET statement_timeout = ${statementMaxMs};
  SET plan_cache_mode = force_generic_plan;
  SET enable_seqscan = off;
  SET jit = off`

/** Connections to the log's database, at most `max`, made when they are needed. */
export function openConnections(databaseUrl: string, max: number): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    query_timeout: answerMaxMs,
    keepAlive: true,
    onConnect: prepare,
  })
  // A connection that breaks leaves the pool by itself, and its statement fails. The pool looks after the idle ones
  // only: one that breaks in use would end the process.
  pool.on('connect', client => void client.on('error', () => {}))
  pool.on('error', () => {})
  return pool
}

/** The pool waits for the promise, though its types know of none. */
const prepare = (client: ClientBase): unknown => client.query(settings)

/** Do something on a connection and give it back; one on which anything failed is not used again. */
export async function withClient<Value>(
  client: PoolClient,
  work: (client: PoolClient) => Promise<Value>,
): Promise<Value> {
  try {
    const value = await work(client)
    client.release()
    return value
  } catch (error) {
    client.release(true)
    throw error
  }
}
