import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import type { Environment } from '@matchday/adapters/config/environment'
import { all, describeFaults, readEnvironment } from '@matchday/adapters/config/environment'
import { keyVariables } from '@matchday/adapters/config/key-environment'
import type { SalesLogConfig } from '@matchday/adapters/config/sales-log-environment'
import { readSalesLog } from '@matchday/adapters/config/sales-log-environment'
import { siteVariables } from '@matchday/adapters/config/site-environment'
import { isSiteId } from '@matchday/domain/inventory/ids'
import type { Command } from 'commander'
import { z } from 'zod'
import { homeAt, siteIds } from './commands/up/home.ts'
import { exitCodes } from './exit-codes.ts'
import { fail } from './output.ts'

/** Flags of every command that works on a site. */
export type SiteFlags = { readonly site?: string; readonly data: string; readonly acceptTopicSettings?: true }

export const defaultData = '.matchday'

export const addSiteFlags = (command: Command): Command =>
  command
    .option('--site <id>', 'a site that `up` runs; without it the environment, or else the first of them')
    .option('--data <dir>', 'the folder that `up` keeps', defaultData)
    .option('--accept-topic-settings', "work on a topic of Kafka's that could lose records, or is stamped by senders")

const schema = z.object({ ...siteVariables, ...keyVariables })
export type SiteSettings = z.output<typeof schema> & { readonly salesLog: SalesLogConfig }

/**
 * Which site a command works on: the one named, the one that the environment describes, or the first that `up` runs.
 * @throws CliFailure that names what is missing
 */
export async function siteSettings(flags: SiteFlags, environment: Environment = process.env): Promise<SiteSettings> {
  const isDescribed = environment['DATABASE_URL'] !== undefined
  const described =
    flags.site === undefined && isDescribed ? environment : await siteFile(flags.data, flags.site ?? siteIds[0] ?? '')
  const variables = {
    ...described,
    ...(flags.acceptTopicSettings && { MATCHDAY_ACCEPT_TOPIC_SETTINGS: 'true' }),
  }
  const read = all([readEnvironment(schema, variables), readSalesLog(variables)])
  if (read.ok) return { ...read.value[0], salesLog: read.value[1] }
  return fail(`the settings of the site are not complete:\n${describeFaults(read.refusal)}`, exitCodes.usage)
}

async function siteFile(data: string, site: string): Promise<Environment> {
  if (!isSiteId(site)) return fail(`"${site}" is not the id of a site`, exitCodes.usage)
  const file = homeAt(resolve(data)).siteFile(site)
  try {
    return parseEnv(await readFile(file, 'utf8'))
  } catch {
    const hint = 'is `pnpm start` running? Or set DATABASE_URL and the other variables of a site'
    return fail(`there is no site ${site} in ${resolve(data)}; ${hint}`, exitCodes.usage)
  }
}
