import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { EmbeddedPostgres } from '@matchday/adapters/embedded/start'
import { readFederationFile } from '@matchday/adapters/federation/federation-file'
import { createPostgresLog } from '@matchday/adapters/postgres-log/create-log'
import { openPostgresLog } from '@matchday/adapters/postgres-log/postgres-log'
import { migrate } from '@matchday/adapters/postgres/migrate'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { Outgoing } from '@matchday/domain/ports/sales-log'
import type { BenchChild } from '../servers/child.ts'
import { startChild } from '../servers/child.ts'
import { federationFile, site } from '../workload/federation.ts'
import { opening } from '../workload/opening.ts'

/** A sales log of the bench's own, opened by its federation and lists. */
export type BenchLog = {
  readonly url: string
  readonly federation: Federation
  readonly federationFile: string
}

const siteEntry = pathToFileURL(createRequire(import.meta.url).resolve('@matchday/cli/site/main'))

/** One site's database, on some log. */
export type BenchSite = { readonly databaseUrl: string; readonly log: BenchLog }

type Place = { readonly postgres: EmbeddedPostgres; readonly folder: string }

export async function createLog({ postgres, folder }: Place, name: string): Promise<BenchLog> {
  await postgres.createDatabase(name)
  const url = postgres.url(name)
  const logId = await createPostgresLog(url)
  const path = join(folder, name, 'federation.json')
  await mkdir(join(folder, name))
  await writeFile(path, JSON.stringify(federationFile(logId), null, 2))
  const federation = await readFederationFile(path)
  if (!federation.ok) throw new Error(`the bench's own federation is refused: ${JSON.stringify(federation.refusal)}`)
  const log = { url, federation: federation.value, federationFile: path }
  await appendTo(log, opening(federation.value))
  return log
}

/** As many records as may wait for the log at once without being refused. */
const appendedTogether = 50_000

/** Appends records in their order, in large batches. */
export async function appendTo({ url }: BenchLog, records: readonly Outgoing[]): Promise<void> {
  const log = await openPostgresLog(url)
  try {
    for (let from = 0; from < records.length; from += appendedTogether) {
      await Promise.all(records.slice(from, from + appendedTogether).map(record => log.append(record)))
    }
  } finally {
    await log.close()
  }
}

export async function createSite({ postgres }: Place, log: BenchLog, name: string): Promise<BenchSite> {
  await postgres.createDatabase(name)
  const databaseUrl = postgres.url(name)
  await migrate(databaseUrl, 'site')
  return { databaseUrl, log }
}

/**
 * Runs a site as `matchday up` does: HTTP and consumer in one process.
 * @param spawned hears the process's id at once
 */
export const startSite = ({ databaseUrl, log }: BenchSite, spawned?: (pid: number) => void): Promise<BenchChild> =>
  startChild(siteEntry, {
    ...(spawned !== undefined && { spawned }),
    environment: {
      DATABASE_URL: databaseUrl,
      SALES_LOG_URL: log.url,
      MATCHDAY_SITE: site,
      MATCHDAY_SECRET: 'a secret of the bench, known to all',
      MATCHDAY_BUYER_SECRET: 'another secret of the bench, known to all',
      MATCHDAY_FEDERATION: log.federationFile,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
    },
  })
