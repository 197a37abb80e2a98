import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { migrate } from './migrate.ts'

/**
 * Work on an empty site database beside the one at `url`, which is removed again whatever happens.
 * @throws Error from the server where the user may not create databases
 */
export async function withScratchDatabase<Answer>(
  url: string,
  work: (scratchUrl: string) => Promise<Answer>,
): Promise<Answer> {
  const name = `matchday_scratch_${randomBytes(6).toString('hex')}`
  const scratch = new URL(url)
  scratch.pathname = `/${name}`
  await command(url, `CREATE DATABASE ${name}`)
  try {
    await migrate(scratch.href, 'site')
    return await work(scratch.href)
  } finally {
    await command(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }
}

async function command(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
