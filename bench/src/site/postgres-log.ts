import type { EmbeddedPostgres } from '@matchday/adapters/embedded/start'
import { createFoldTools, trustEveryWriter } from '@matchday/adapters/federation/fold-tools'
import { createPostgresLog } from '@matchday/adapters/postgres-log/create-log'
import { openPostgresLog } from '@matchday/adapters/postgres-log/postgres-log'
import { federationFile, nobodySigns } from '../workload/federation.ts'
import { opening } from '../workload/opening.ts'
import type { CreateLog } from './bench-log.ts'
import { appendTo } from './bench-log.ts'
import { writeFederation } from './write-federation.ts'

/** Logs in databases of their own, on the Postgres of the run. */
export const postgresLogs = (postgres: EmbeddedPostgres, folder: string): CreateLog => async name => {
  await postgres.createDatabase(name)
  const url = postgres.url(name)
  const { federation, path } = await writeFederation(
    folder, name, federationFile(await createPostgresLog(url), nobodySigns),
  )
  const log = {
    federation,
    tools: createFoldTools({ current: federation, versions: [federation] }, trustEveryWriter),
    environmentOf: () => ({ SALES_LOG_URL: url, MATCHDAY_FEDERATION: path }),
    open: () => openPostgresLog(url),
  }
  await appendTo(log, opening(federation))
  return log
}
