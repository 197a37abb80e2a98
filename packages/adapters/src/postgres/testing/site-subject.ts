import type { Clock } from '@matchday/domain/ports/clock'
import { Client } from 'pg'
import type { SiteSubject } from '../../contracts/site-subject.ts'
import { startTestPostgres } from '../../testing/postgres.ts'
import { migrate } from '../migrate.ts'
import type { Site } from '../open-site.ts'
import { openSite } from '../open-site.ts'

export type PostgresSubject = SiteSubject & {
  readonly url: string
  /** Run one statement beside the site's own connections. */
  readonly query: (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>
  /** Open the site by another way to its database. */
  readonly openAt: (way: string) => Site
  /** End connections of its sites: those that the condition on pg_stat_activity fits. */
  readonly terminate: (where: string) => Promise<void>
}

/** What was folded and reserved, each table before those it refers to. */
const tables = [
  'category_stock', 'game', 'partition_state', 'federation', 'announced_pending', 'hold', 'give_back', 'notice',
  'journal_batch', 'dead_letter', 'digest', 'digest_standing', 'reservation', 'feed_position', 'feed_listing',
  'feed_telling', 'feed_dead_letter',
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
  const opened = new Set<Site>()
  const openAt = (way: string, clock: Clock = () => 0): Site => {
    const site = openSite(way, clock)
    opened.add(site)
    return site
  }
  // Not truncated: that would wait for, and deadlock with, the snapshots of sites that are open.
  const clear = async (): Promise<void> => {
    const deletes = tables.map(table => `DELETE FROM ${table}`)
    await query([...deletes, 'UPDATE reservation_sweep SET swept_to_ms = 0'].join('; '))
  }
  const closeAll = async (): Promise<void> => {
    for (const site of opened) await site.close()
    opened.clear()
  }
  return {
    url,
    query,
    open: clock => openAt(url, clock),
    openAt,
    terminate: async where => {
      await query(`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${where}`)
    },
    dump: async () => {
      const rows: Record<string, unknown> = {}
      for (const table of tables) rows[table] = await query(`SELECT t::text FROM ${table} t ORDER BY 1`)
      return rows
    },
    clear,
    restart: async () => {
      await closeAll()
      await clear()
    },
    remove: async () => {
      await closeAll()
      await client.end()
      await postgres.stop()
    },
  }
}
