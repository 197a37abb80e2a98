import { Pool } from 'pg'
import type { CustomTypesConfig, PoolClient } from 'pg'

/**
 * Every bulk statement reads by index, and is planned once. A plan made while a table was still empty would read it
 * from end to end, and go on doing so when it holds millions of rows.
 */
const settings =
  'SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_bitmapscan = off; ' +
  'SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_material = off; SET jit = off'

const oids = { int8: 20, int2: 21, int4: 23, int4Array: 1007, bool: 16 }

/** A number, or the text where it is too large to be one: then the row's reader refuses it by name. */
const integer = (text: string): number | string => {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : text
}

const readers = new Map<number, (text: string) => unknown>([
  [oids.int8, integer],
  [oids.int2, Number],
  [oids.int4, Number],
  [oids.int4Array, text => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number))],
  [oids.bool, text => text === 't'],
])

const asText = (text: string): string => text

/** Integers are numbers; everything else stays the text that Postgres sends. */
const types: CustomTypesConfig = { getTypeParser: oid => readers.get(oid) ?? asText }

export type BulkPoolOptions = {
  /** Connections at most. */
  readonly max?: number
}

/** A named statement with its parameters; its rows are tuples. */
export type BulkQuery = {
  readonly name: string
  readonly text: string
  readonly values: readonly (string | number | boolean | null)[]
  /** How long it may take, in milliseconds; 30 s where absent. Its connection is given up after that. */
  readonly maxMs?: number
}
export type BulkRow = readonly unknown[]

/** Connections for the statements that carry the load: prepared, in bulk, several sent without waiting for answers. */
export type BulkPool = {
  readonly run: (query: BulkQuery) => Promise<readonly BulkRow[]>
  /**
   * A statement and another one right behind it, in one round trip; each is a transaction of its own.
   * @returns the rows of the first; what becomes of the second is not told
   */
  readonly runThen: (query: BulkQuery, next: BulkQuery) => Promise<readonly BulkRow[]>
  /**
   * Two rounds of queries on one snapshot of the database: what each asks for at once is one round trip. The snapshot
   * ends behind what the second asks for at once.
   */
  readonly readTwice: <First, Second>(
    first: (run: BulkPool['run']) => Promise<First>,
    second: (run: BulkPool['run'], found: First) => Promise<Second>,
  ) => Promise<Second>
  /** Any number of queries, one after the other, on one snapshot of the database. */
  readonly snapshot: <Answer>(read: (run: BulkPool['run']) => Promise<Answer>) => Promise<Answer>
  readonly close: () => Promise<void>
}

/** Sends all that `ask` asks for at once in one packet: a system call costs as much as many a query. */
function inOnePacket<Answer>(client: PoolClient, ask: () => Answer): Answer {
  const { stream } = client.connection
  stream.cork()
  try {
    return ask()
  } finally {
    stream.uncork()
  }
}

/** Runs what asks for queries. If it throws, the next statement is sent all the same. */
const attempt = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => ask()

/** Gives a connection back when what was asked of it has ended, or up if any of it failed; nobody waits for that. */
const releaseAfter = (client: PoolClient, asked: readonly Promise<unknown>[]): void =>
  void Promise.allSettled(asked).then(ended => client.release(ended.some(({ status }) => status === 'rejected')))

const beginSnapshot = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'

export function openBulkPool(url: string, { max = 4 }: BulkPoolOptions = {}): BulkPool {
  const pool = new Pool({
    connectionString: url, max, pipeline: true, types, keepAlive: true,
    connectionTimeoutMillis: 5_000,
    // A new connection starts cold: without plans, and without the buffers that the old one had looked at before.
    idleTimeoutMillis: 300_000,
    // Its type says nothing of it, but the pool waits for what is returned.
    onConnect: client => client.query(settings) as unknown as void,
  })
  // A connection that breaks leaves the pool by itself, and its statement fails. The pool looks after the idle ones
  // only: one that breaks in use would end the process.
  pool.on('connect', client => void client.on('error', () => {}))
  pool.on('error', () => {})
  const runOn = (client: Pick<PoolClient, 'query'>) => async ({ name, text, values, maxMs = 30_000 }: BulkQuery) => {
    const query = { name, text, values: [...values], rowMode: 'array' as const, query_timeout: maxMs }
    return (await client.query<unknown[]>(query)).rows
  }
  return {
    run: runOn(pool),
    runThen: async (query, next) => {
      const client = await pool.connect()
      const run = runOn(client)
      const both = inOnePacket(client, () => [run(query), run(next)] as const)
      releaseAfter(client, both)
      return both[0]
    },
    readTwice: async (first, second) => {
      const client = await pool.connect()
      const run = runOn(client)
      const begun = inOnePacket(client, () => Promise.all([client.query(beginSnapshot), attempt(() => first(run))]))
      const [, found] = await begun.catch((error: unknown) => {
        client.release(true)
        throw error
      })
      // What was read is known before the snapshot is let go, and what is wrong with it is no fault of the connection.
      const [read, ended] = inOnePacket(client, () =>
        [attempt(() => second(run, found)), client.query('COMMIT')] as const)
      releaseAfter(client, [ended])
      return read
    },
    snapshot: async read => {
      const client = await pool.connect()
      try {
        await client.query(beginSnapshot)
        const answer = await read(runOn(client))
        await client.query('COMMIT')
        client.release()
        return answer
      } catch (error) {
        client.release(true)
        throw error
      }
    },
    close: () => pool.end(),
  }
}
