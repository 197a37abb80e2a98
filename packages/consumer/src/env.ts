import type { Environment, EnvironmentFault } from '@matchday/adapters/config/environment'
import { all, readEnvironment } from '@matchday/adapters/config/environment'
import type { SalesLogConfig } from '@matchday/adapters/config/sales-log-environment'
import { readSalesLog } from '@matchday/adapters/config/sales-log-environment'
import { siteVariables } from '@matchday/adapters/config/site-environment'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { Result } from '@matchday/domain/result'
import { succeed } from '@matchday/domain/result'
import { z } from 'zod'

export type ConsumerConfig = {
  readonly site: SiteId
  /** Connection string of the site's own database. */
  readonly databaseUrl: string
  readonly salesLog: SalesLogConfig
  /** Path of `federation.json`; its other versions stand beside it. */
  readonly federationFile: string
}

const { DATABASE_URL, MATCHDAY_SITE, MATCHDAY_FEDERATION } = siteVariables

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** A consumer makes no ids and knows no buyers, so it is not given the site's secrets. */
const variables = z.object({
  DATABASE_URL,
  MATCHDAY_SITE,
  MATCHDAY_FEDERATION,
  MATCHDAY_METRICS_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port')
    .transform(Number)
    .refine(port => port <= 65_535, { error: 'is not a port' })
    .optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `is not one of ${logLevels.join(', ')}` }).default('info'),
})

export type ProcessSettings = {
  readonly config: ConsumerConfig
  /** Where `/metrics` is served on the loopback address; undefined: nowhere. */
  readonly metricsPort: number | undefined
  readonly logLevel: (typeof logLevels)[number]
}

/** Everything a consumer process is told, or every fault in it, by variable. */
export function readSettings(environment: Environment): Result<ProcessSettings, readonly EnvironmentFault[]> {
  const read = all([readEnvironment(variables, environment), readSalesLog(environment)])
  if (!read.ok) return read
  const [value, salesLog] = read.value
  return succeed({
    config: {
      site: value.MATCHDAY_SITE,
      databaseUrl: value.DATABASE_URL,
      salesLog,
      federationFile: value.MATCHDAY_FEDERATION,
    },
    metricsPort: value.MATCHDAY_METRICS_PORT,
    logLevel: value.LOG_LEVEL,
  })
}
