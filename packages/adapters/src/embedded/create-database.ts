import { Client, escapeIdentifier } from 'pg'
import { hasCode } from './error.ts'

/** Postgres' codes for a database that is there already, seen before or lost to another in a race. */
const duplicateCodes = ['42P04', '23505']

/** Makes the database `name` on the server behind `url`; nothing happens when it is there. */
export const createDatabase = async (url: string, name: string): Promise<void> => {
  const client = new Client({ connectionString: url })
  // A server that goes away fails the query in hand; without a listener it would end our process as well.
  client.on('error', () => {})
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`)
  } catch (error) {
    if (!hasCode(error, ...duplicateCodes)) throw error
  } finally {
    await client.end()
  }
}
