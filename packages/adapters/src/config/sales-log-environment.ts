import type { Result } from '@matchday/domain/result'
import { succeed } from '@matchday/domain/result'
import { z } from 'zod'
import type { Environment, EnvironmentFault } from './environment.ts'
import { readEnvironment } from './environment.ts'
import { postgresUrl } from './site-environment.ts'

/** Where the sales log is, and what it takes to work on it. */
export type SalesLogConfig = {
  readonly kind: 'postgres'
  /** Of the database that is the log. */
  readonly url: string
}

const postgresVariables = z.object({
  SALES_LOG_URL: postgresUrl('the database that holds the sales log, which sites share'),
})

/** The sales log that the environment describes. */
export function readSalesLog(environment: Environment): Result<SalesLogConfig, readonly EnvironmentFault[]> {
  const read = readEnvironment(postgresVariables, environment)
  return read.ok ? succeed({ kind: 'postgres', url: read.value.SALES_LOG_URL }) : read
}
