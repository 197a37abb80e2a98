import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'

/** Which database: a site's own copy, or the log that sites share. */
export type MigrationSet = 'site' | 'log'

const migrationsTable = 'matchday_migrations'

/**
 * Bring a database up to this version's tables, by the SQL files in `migrations/`. All pending files apply in one
 * transaction or none does; of two processes that run it at once the second waits for the first.
 *
 * @returns the names applied, without `.sql`; none in a few milliseconds when nothing is to do
 * @throws Error when the database holds a migration that this version does not know
 */
export async function migrate(databaseUrl: string, which: MigrationSet): Promise<readonly string[]> {
  const dir = fileURLToPath(new URL(`../../migrations/${which}/`, import.meta.url))
  const known = (await readdir(dir)).filter(file => file.endsWith('.sql')).map(file => file.slice(0, -'.sql'.length))
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const applied = await appliedIn(client)
    const unknown = applied.filter(name => !known.includes(name))
    if (unknown.length > 0) {
      throw new Error(`this database has tables of another version of Matchday: ${unknown.join(', ')}`)
    }
    return known.every(name => applied.includes(name)) ? [] : await apply(client, dir)
  } finally {
    await client.end()
  }
}

async function appliedIn(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ found: string | null }>('SELECT to_regclass($1) AS found', [migrationsTable])
  if (rows[0] === undefined || rows[0].found === null) return []
  return (await client.query<{ name: string }>(`SELECT name FROM ${migrationsTable}`)).rows.map(row => row.name)
}

async function apply(client: Client, dir: string): Promise<string[]> {
  // Loading it takes longer than asking the database whether there is anything to do.
  const { runner } = await import('node-pg-migrate')
  const applied = await runner({
    dbClient: client,
    dir,
    direction: 'up',
    migrationsTable,
    singleTransaction: true,
    advisoryLockMode: 'wait',
    ignorePattern: '(?!.*\\.sql$).*',
    logger: { info: silent, warn: silent, error: silent, debug: silent },
  })
  return applied.map(({ name }) => name)
}

/** What fails is thrown; progress is the caller's to report. */
const silent = (): void => {}
