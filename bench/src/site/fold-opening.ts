import { openSite } from '@matchday/adapters/postgres/open-site'
import { replayLog } from '@matchday/domain/usecases/replay-log'
import { site } from '../workload/federation.ts'
import { withLog } from './bench-log.ts'
import type { BenchSite } from './bench-site.ts'

/** Folds what is in a site's log so far into its database, without starting the site. */
export async function foldOpening({ databaseUrl, log }: BenchSite): Promise<void> {
  const opened = openSite(databaseUrl, Date.now)
  try {
    await withLog(log, async salesLog => {
      await replayLog({ site, copy: opened.copy, tools: log.tools, salesLog }, 0, await salesLog.end(0))
    })
  } finally {
    await opened.close()
  }
}
