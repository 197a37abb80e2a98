import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FederationFiles } from '@matchday/adapters/federation/federation-file'
import { readFederationFiles } from '@matchday/adapters/federation/federation-file'
import { createFoldTools, trustEveryWriter } from '@matchday/adapters/federation/fold-tools'
import { createPostgresLog } from '@matchday/adapters/postgres-log/create-log'
import { openPostgresLog } from '@matchday/adapters/postgres-log/postgres-log'
import { migrate } from '@matchday/adapters/postgres/migrate'
import type { TestPostgres } from '@matchday/adapters/testing/postgres'
import { rowsOf } from '@matchday/adapters/testing/embedded'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { FoldTools } from '@matchday/domain/inventory/state'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { Outgoing, Position, SalesLog } from '@matchday/domain/ports/sales-log'
import type { ConsumerConfig } from '../env.ts'

export type PostgresWorld = {
  readonly salesLog: SalesLog
  readonly logUrl: string
  readonly files: FederationFiles
  readonly federation: Federation
  readonly tools: FoldTools
  /** What a consumer of that site is told; `over` leads it through a proxy. */
  readonly configOf: (site: string, over?: Partial<ConsumerConfig>) => ConsumerConfig
  readonly databaseOf: (site: string) => string
  readonly appendAll: (records: readonly Outgoing[]) => Promise<readonly Position[]>
  readonly remove: () => Promise<void>
}

type Options = {
  readonly sites?: readonly string[]
  /** Sites that do not wait for the log; they have no database. */
  readonly announcing?: readonly string[]
  readonly perBuyerTournament?: number | null
  readonly publisher?: string
}

const contentOf = (
  logId: string,
  { sites = [], announcing = [], perBuyerTournament = null, publisher = 'organiser' }: Options,
) => ({
  version: 1,
  tournament: 'cup',
  logId,
  partitions: 1,
  publisher: { id: publisher, publicKey: null },
  sites: [...sites, ...announcing].map(id => ({ id, publicKey: null, name: id, waits: !announcing.includes(id) })),
  settings: {
    announcedMax: 1_000,
    announcedTtlMs: 60_000,
    clockStepMaxMs: 60_000,
    wireQuantityMax: 4,
    siteHeldMax: null,
    unsignedAnnouncements: true,
    perBuyerTournament,
  },
  listTerms: { currency: 'USD', limits: { perBuyer: 6, holdMaxMs: 600_000 } },
})

/** A log and the migrated databases of some sites, with their `federation.json`; nothing is in the log yet. */
export async function createPostgresWorld(
  postgres: TestPostgres,
  options: Options = {},
): Promise<PostgresWorld> {
  const { sites = ['a', 'b'] } = options
  const logUrl = await postgres.freshDatabase()
  const logId = await createPostgresLog(logUrl, { logId: randomUUID() })
  const folder = await mkdtemp(join(tmpdir(), 'matchday-consumer-'))
  const federationFile = join(folder, 'federation.json')
  await writeFile(federationFile, JSON.stringify(contentOf(logId, { ...options, sites })))
  const files = await readFederationFiles(federationFile)
  if (!files.ok) throw new Error(JSON.stringify(files.refusal))
  const databases = new Map<string, string>()
  for (const site of sites) {
    const url = await postgres.freshDatabase()
    await migrate(url, 'site')
    databases.set(site, url)
  }
  const databaseOf = (site: string): string => databases.get(site) ?? ''
  const salesLog = await openPostgresLog(logUrl)
  return {
    salesLog,
    logUrl,
    files: files.value,
    federation: files.value.current,
    tools: createFoldTools(files.value, trustEveryWriter),
    configOf: (site, over = {}) => ({
      site: site as SiteId,
      databaseUrl: databaseOf(site),
      salesLog: { kind: 'postgres', url: logUrl },
      federationFile,
      ...over,
    }),
    databaseOf,
    appendAll: records => Promise.all(records.map(record => salesLog.append(record))),
    remove: async () => {
      await salesLog.close()
      await rm(folder, { recursive: true })
    },
  }
}

const copied = [
  'partition_state', 'game', 'category_stock', 'announced_pending', 'hold', 'journal', 'dead_letter', 'digest',
]

export type TableSummary = { readonly rows: number; readonly hash: string | null }

export type CopySummary = {
  /** Where the site stood in the log. */
  readonly offset: number
  readonly tables: Readonly<Record<string, TableSummary>>
}

// From where a search for due holds starts is a site's own business. One statement, so one snapshot.
const summaryText = copied
  .map(table => `
    SELECT '${table}' AS name, count(*)::int AS rows, md5(string_agg(text, E'\\n' ORDER BY text COLLATE "C")) AS hash,
      (SELECT next_offset::int FROM partition_state) AS at
    FROM (SELECT (to_jsonb(t) - 'due_from_ms')::text AS text FROM ${table} t) AS texts`)
  .join(' UNION ALL ')

/** What the fold wrote at a site: rows of each table, and a hash of all of them, equal where two sites are. */
export async function copySummary(databaseUrl: string): Promise<CopySummary> {
  const found = (await rowsOf(databaseUrl, summaryText)) as (TableSummary & { name: string; at: number })[]
  const tables = Object.fromEntries(found.map(({ name, rows, hash }) => [name, { rows, hash }]))
  return { offset: found[0]?.at ?? 0, tables }
}
