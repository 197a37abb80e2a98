import { systemClock } from '@matchday/adapters/config/clock'
import { Misconfigured } from '@matchday/adapters/config/misconfigured'
import type { FederationFiles } from '@matchday/adapters/federation/federation-file'
import { readFederationFiles } from '@matchday/adapters/federation/federation-file'
import { describeRefusal } from '@matchday/adapters/files/read-json-file'
import type { Site } from '@matchday/adapters/postgres/open-site'
import { openSite } from '@matchday/adapters/postgres/open-site'
import { openSalesLog } from '@matchday/adapters/sales-log/open-sales-log'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { exitCodes } from './exit-codes.ts'
import { CliFailure, fail } from './output.ts'
import type { SiteFlags, SiteSettings } from './site-settings.ts'
import { siteSettings } from './site-settings.ts'

/** What a command that works on a site has in hand. */
export type SiteParts = {
  readonly settings: SiteSettings
  readonly federation: FederationFiles
  readonly site: Site
  readonly salesLog: SalesLog
}

/** Open a site, work on it, and close it, whatever happens. What cannot be reached is one clear line. */
export async function withSite<Answer>(flags: SiteFlags, work: (parts: SiteParts) => Promise<Answer>): Promise<Answer> {
  const settings = await siteSettings(flags)
  const federation = await readFederationFiles(settings.MATCHDAY_FEDERATION)
  if (!federation.ok) return fail(describeRefusal(federation.refusal), exitCodes.io)
  try {
    const salesLog = await openLog(settings, federation.value)
    const site = openSite(settings.DATABASE_URL, systemClock)
    try {
      return await work({ settings, federation: federation.value, site, salesLog })
    } finally {
      await Promise.all([site.close(), salesLog.close()])
    }
  } catch (error) {
    if (error instanceof Misconfigured) throw new CliFailure(error.message, exitCodes.usage)
    if (!(error instanceof Unavailable)) throw error
    throw new CliFailure(`${error.message}; is it running, and are the settings right?`, exitCodes.io)
  }
}

async function openLog(settings: SiteSettings, federation: FederationFiles): Promise<SalesLog> {
  try {
    return await openSalesLog(settings.salesLog, federation, settings.MATCHDAY_SITE)
  } catch (error) {
    if (error instanceof Unavailable || error instanceof Misconfigured) throw error
    const reason = error instanceof Error ? error.message : String(error)
    return fail(`${reason}; \`matchday migrate\` makes what is missing`, exitCodes.io)
  }
}
