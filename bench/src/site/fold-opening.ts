import { createFoldTools, trustEveryWriter } from '@matchday/adapters/federation/fold-tools'
import { openSite } from '@matchday/adapters/postgres/open-site'
import { openPostgresLog } from '@matchday/adapters/postgres-log/postgres-log'
import { replayLog } from '@matchday/domain/usecases/replay-log'
import { site } from '../workload/federation.ts'
import type { BenchSite } from './bench-site.ts'

/** Folds what is in a site's log so far into its database, without starting the site. */
export async function foldOpening({ databaseUrl, log }: BenchSite): Promise<void> {
  const { federation } = log
  const tools = createFoldTools({ current: federation, versions: [federation] }, trustEveryWriter)
  const [opened, salesLog] = [openSite(databaseUrl, Date.now), await openPostgresLog(log.url)]
  try {
    await replayLog({ site, copy: opened.copy, tools, salesLog }, 0, await salesLog.end(0))
  } finally {
    await Promise.all([opened.close(), salesLog.close()])
  }
}
