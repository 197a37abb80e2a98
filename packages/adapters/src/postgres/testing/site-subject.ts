import { Client } from 'pg'
import type { SiteSubject } from '../../contracts/site-subject.ts'
import { startTestPostgres } from '../../testing/postgres.ts'
import { migrate } from '../migrate.ts'
import { openSite } from '../open-site.ts'

export type PostgresSubject = SiteSubject & {
  readonly url: string
  /** Run one statement beside the site's own connections. */
  readonly query: (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>
  /** Start again with no site open: what they keep in memory belongs to what was there before. */
  readonly restart: () => Promise<void>
}

/** What was folded and reserved, each table before those it refers to. */
const tables = [
  'category_stock', 'game', 'partition_state', 'federation', 'announced_pending', 'hold', 'give_back', 'journal_batch',
  'dead_letter', 'digest', 'reservation',
]

/** A site in a database of its own, for the contract suites. */
export async function postgresSubject(): Promise<PostgresSubject> {
  const postgres = await startTestPostgres()
  const url = await postgres.freshDatabase()
  await migrate(url, 'site')
  const client = new Client({ connectionString: url })
  await client.connect()
  const query: PostgresSubject['query'] = async (text, values = []) =>
    (await client.query<Record<string, unknown>>(text, [...values])).rows
  const opened = new Set<{ readonly close: () => Promise<void> }>()
  const closeAll = async (): Promise<void> => {
    for (const site of opened) await site.close()
    opened.clear()
  }
  return {
    url,
    query,
    open: (clock = () => 0) => {
      const site = openSite(url, clock)
      opened.add(site)
      return site
    },
    dump: async () => {
      const rows: Record<string, unknown> = {}
      for (const table of tables) rows[table] = await query(`SELECT t::text FROM ${table} t ORDER BY 1`)
      return rows
    },
    // Not truncated: that would wait for, and deadlock with, the snapshots of sites that are open.
    clear: async () => {
      const deletes = tables.map(table => `DELETE FROM ${table}`)
      await query([...deletes, 'UPDATE reservation_sweep SET swept_to_ms = 0'].join('; '))
    },
    restart: closeAll,
    remove: async () => {
      await closeAll()
      await client.end()
      await postgres.stop()
    },
  }
}
