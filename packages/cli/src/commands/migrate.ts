import { migrate } from '@matchday/adapters/postgres/migrate'
import { createPostgresLog } from '@matchday/adapters/postgres-log/create-log'
import type { FederationFiles } from '@matchday/adapters/federation/federation-file'
import { readFederationFiles } from '@matchday/adapters/federation/federation-file'
import { openSalesLog } from '@matchday/adapters/sales-log/open-sales-log'
import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../output.ts'
import { fail, json, line } from '../output.ts'
import type { SiteFlags, SiteSettings } from '../site-settings.ts'
import { addSiteFlags, siteSettings } from '../site-settings.ts'

type MigrateFlags = SiteFlags & { readonly json?: true }

/** Adds `migrate`: bring a site's database, and that of the log, up to this version's tables. */
export function addMigrate(program: Command, io: Io): void {
  const command = program
    .command('migrate')
    .description("bring a site's database and its sales log up to this version's tables")
    .option('--json', 'answer for programs')
  addSiteFlags(command).action((flags: MigrateFlags) => migrateSite(io, flags))
}

async function migrateSite(io: Io, flags: MigrateFlags): Promise<void> {
  const settings = await siteSettings(flags)
  const { DATABASE_URL: databaseUrl, MATCHDAY_FEDERATION: file } = settings
  const federation = await readFederationFiles(file)
  if (!federation.ok) return fail(`${file} cannot be read as a federation file`, exitCodes.io)
  try {
    const applied = await migrate(databaseUrl, 'site')
    const logId = await makeLog(settings, federation.value)
    if (flags.json === true) return json(io, { applied, logId })
    line(io, applied.length === 0 ? 'The tables are up to date.' : `Applied: ${applied.join(', ')}.`)
    line(io, `The sales log is ${logId}.`)
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error), exitCodes.io)
  }
}

/** Make the sales log where it is missing. @returns its id */
async function makeLog({ salesLog, MATCHDAY_SITE: site }: SiteSettings, federation: FederationFiles): Promise<string> {
  if (salesLog.kind === 'postgres') return createPostgresLog(salesLog.url, { logId: federation.current.logId })
  // A topic is made by whoever opens it first.
  const { logId, close } = await openSalesLog(salesLog, federation, site)
  await close()
  return logId
}
