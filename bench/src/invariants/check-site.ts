import { openBulkPool } from '@matchday/adapters/postgres/bulk-pool'
import { readCopy } from '@matchday/adapters/postgres/read-copy'
import type { CopyState } from '@matchday/domain/inventory/compare-copies'
import { Client } from 'pg'
import type { BenchSite } from '../site/bench-site.ts'
import type { Expected } from './check-copy.ts'
import { brokenReplay, brokenRows } from './check-copy.ts'
import { recount } from './recount.ts'
import { emptyCopy, replay } from './replay.ts'

/**
 * Everything a run must have left true in a site's database, or one line each of what is not. The site is caught up.
 * @param from where a replay of the log starts: the copy as it stood before anything of it was measured
 */
export async function checkSite(
  { databaseUrl, log }: BenchSite,
  expected: Expected,
  from: CopyState = emptyCopy,
): Promise<string[]> {
  const copy = await copyOf(databaseUrl)
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const broken = brokenRows(copy, await recount(client), expected)
    const replayed = await replay(log, from, copy.partition.nextOffset)
    return [...broken, ...brokenReplay(copy, replayed)]
  } finally {
    await client.end()
  }
}

/** A site's copy as it stands, but for its hold rows. */
export async function copyOf(databaseUrl: string): Promise<CopyState> {
  const pool = openBulkPool(databaseUrl, { max: 1 })
  try {
    return await readCopy(pool, 0)
  } finally {
    await pool.close()
  }
}
