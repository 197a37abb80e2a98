import type { Environment, EnvironmentFault } from '@matchday/adapters/config/environment'
import { all, readEnvironment } from '@matchday/adapters/config/environment'
import type { Flags } from '@matchday/adapters/config/flags'
import { siteFlags } from '@matchday/adapters/config/flags'
import type { SalesLogConfig } from '@matchday/adapters/config/sales-log-environment'
import { readSalesLog } from '@matchday/adapters/config/sales-log-environment'
import { siteVariables } from '@matchday/adapters/config/site-environment'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { Result } from '@matchday/domain/result'
import { succeed } from '@matchday/domain/result'
import { z } from 'zod'
import type { LogLevel } from './logger.ts'
import { logLevels } from './logger.ts'
import type { ServiceName } from './route.ts'
import { serviceNames } from './route.ts'

export type HttpConfig = {
  readonly site: SiteId
  /** Connection string of the site's own database. */
  readonly databaseUrl: string
  readonly salesLog: SalesLogConfig
  /** The site's own secret, and the federation's for buyers' addresses. */
  readonly secret: string
  readonly buyerSecret: string
  /** Path of `federation.json`. */
  readonly federationFile: string
  /** Where the tournament's calendar starts, epoch milliseconds; undefined: today is today. */
  readonly todayMs: number | undefined
  readonly services: readonly ServiceName[]
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly decisionTimeoutMs: number
  readonly logLevel: LogLevel
}

const whole = (what: string, min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `is not ${what}`)
    .transform(Number)
    .refine(value => value >= min && value <= max, { error: `is not ${what}` })

const servicesText = z.string().transform((text, context) => {
  const names = text.split(',').map(name => name.trim())
  const known = serviceNames.filter(name => names.includes(name))
  const unknown = names.filter(name => !known.some(one => one === name))
  if (unknown.length === 0) return known
  context.addIssue(`names no service: ${unknown.join(', ')}; those there are: ${serviceNames.join(', ')}`)
  return z.NEVER
})

const variables = z.object({
  ...siteVariables,
  HOST: z.string().default('127.0.0.1'),
  PORT: whole('a port from 0 to 65535', 0, 65_535).default(3_000),
  MATCHDAY_SERVICES: servicesText.default([...serviceNames]),
  MATCHDAY_DECISION_TIMEOUT_MS: whole('a number of milliseconds from 1 to 60000', 1, 60_000).default(5_000),
  LOG_LEVEL: z.enum(logLevels, { error: `is not one of ${logLevels.join(', ')}` }).default('info'),
})

/** Everything this process is told, or every fault in it, by variable. */
export function readConfig(environment: Environment): Result<HttpConfig, readonly EnvironmentFault[]> {
  const read = all([readEnvironment(variables, environment), readSalesLog(environment)])
  if (!read.ok) return read
  const [value, salesLog] = read.value
  return succeed({
    site: value.MATCHDAY_SITE,
    databaseUrl: value.DATABASE_URL,
    salesLog,
    secret: value.MATCHDAY_SECRET,
    buyerSecret: value.MATCHDAY_BUYER_SECRET,
    federationFile: value.MATCHDAY_FEDERATION,
    todayMs: value.MATCHDAY_TODAY,
    services: value.MATCHDAY_SERVICES,
    host: value.HOST,
    port: value.PORT,
    decisionTimeoutMs: value.MATCHDAY_DECISION_TIMEOUT_MS,
    logLevel: value.LOG_LEVEL,
  })
}

/** What the command line may say instead of the environment. */
export const flags: Flags = {
  '--services': { variable: 'MATCHDAY_SERVICES' },
  '--port': { variable: 'PORT' },
  '--host': { variable: 'HOST' },
  ...siteFlags,
}
