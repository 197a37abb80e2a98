import type { Result } from '@matchday/domain/result'
import { refuse, succeed } from '@matchday/domain/result'
import { z } from 'zod'
import type { Environment, EnvironmentFault } from './environment.ts'
import { readEnvironment } from './environment.ts'
import type { KafkaConfig } from './kafka-environment.ts'
import { kafkaVariables, readKafka } from './kafka-environment.ts'
import { postgresUrl } from './site-environment.ts'

/** Where the sales log is, and what it takes to work on it. */
export type SalesLogConfig = PostgresLogConfig | KafkaConfig

export type PostgresLogConfig = {
  readonly kind: 'postgres'
  /** Of the database that is the log. */
  readonly url: string
}

/** The variables that say the same, for a process to be started with. They hold secrets. */
export function salesLogVariables(config: SalesLogConfig): Readonly<Record<string, string>> {
  switch (config.kind) {
    case 'postgres': return { SALES_LOG_URL: config.url }
    case 'kafka': return kafkaVariables(config)
    default: return config satisfies never
  }
}

const postgresVariables = z.object({
  SALES_LOG_URL: postgresUrl('the database that holds the sales log, which sites share'),
})

/** The sales log that the environment describes: in Postgres or over Kafka, and never both. */
export function readSalesLog(environment: Environment): Result<SalesLogConfig, readonly EnvironmentFault[]> {
  const [inPostgres, overKafka] = [environment['SALES_LOG_URL'], environment['KAFKA_BROKERS']].map(Boolean)
  if (inPostgres === overKafka) {
    const reason = inPostgres
      ? 'is set, and so is KAFKA_BROKERS; a federation has one sales log'
      : 'is not set, and neither is KAFKA_BROKERS; one of them says where the sales log is'
    return refuse([{ variable: 'SALES_LOG_URL', reason }])
  }
  if (overKafka) return readKafka(environment)
  const read = readEnvironment(postgresVariables, environment)
  return read.ok ? succeed({ kind: 'postgres', url: read.value.SALES_LOG_URL }) : read
}
