import { systemClock } from '@matchday/adapters/config/clock'
import type { FederationFiles } from '@matchday/adapters/federation/federation-file'
import { newId } from '@matchday/adapters/keys/new-id'
import { createFoldTools } from '@matchday/adapters/federation/fold-tools'
import type { Site } from '@matchday/adapters/postgres/open-site'
import { openSite } from '@matchday/adapters/postgres/open-site'
import { openSalesLog, signatureCheckOf } from '@matchday/adapters/sales-log/open-sales-log'
import type { FoldTools } from '@matchday/domain/inventory/state'
import type { MemberId } from '@matchday/domain/ports/membership'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import type { ServiceIdentifier } from 'inversify'
import { Container } from 'inversify'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { ConsumerParts } from './daemon.ts'
import type { ConsumerConfig } from './env.ts'
import { readFederation } from './read-federation.ts'
import { realPause } from './time.ts'
import { untilAvailable } from './until-available.ts'

/** What a process brings along. */
export type Surroundings = {
  readonly log: Logger
  readonly registry: Registry
  readonly signal: AbortSignal
  readonly outside: Outside
}

/** How this process gets at what is not its own. What it opens it closes. */
export type Outside = {
  /** @throws Unavailable, Error when the database is not a log */
  readonly openLog: (config: ConsumerConfig) => Promise<SalesLog>
  readonly openSite: (config: ConsumerConfig) => Site
}

/** The site's database in Postgres and the sales log where the process is told, by connections of its own. */
export const postgres: Outside = {
  openLog: ({ salesLog }) => openSalesLog(salesLog),
  openSite: ({ databaseUrl }) => openSite(databaseUrl, systemClock),
}

const id = <Service>(name: string): ServiceIdentifier<Service> => Symbol.for(`matchday/consumer/${name}`)

export const services = {
  config: id<ConsumerConfig>('config'),
  surroundings: id<Surroundings>('surroundings'),
  federation: id<FederationFiles>('federation'),
  salesLog: id<SalesLog>('sales-log'),
  site: id<Site>('site'),
  tools: id<FoldTools>('tools'),
  parts: id<ConsumerParts>('parts'),
}

/** Binds what a consumer is made of; `services.parts` is its root. Unbinding everything closes what was opened. */
export function composeConsumer(config: ConsumerConfig, surroundings: Surroundings): Container {
  const container = new Container({ defaultScope: 'Singleton' })
  container.bind(services.config).toConstantValue(config)
  container.bind(services.surroundings).toConstantValue(surroundings)
  container
    .bind(services.federation)
    .toResolvedValue(({ federationFile }: ConsumerConfig) => readFederation(federationFile), [services.config])
  container
    .bind(services.salesLog)
    .toResolvedValue(
      (given: ConsumerConfig, { log, signal, outside }: Surroundings) =>
        untilAvailable(() => outside.openLog(given), { log, signal, pause: realPause, chance: Math.random }),
      [services.config, services.surroundings],
    )
    .onDeactivation(salesLog => salesLog.close())
  container
    .bind(services.site)
    .toResolvedValue((given: ConsumerConfig, { outside }: Surroundings) => outside.openSite(given), [
      services.config, services.surroundings,
    ])
    .onDeactivation(site => site.close())
  container
    .bind(services.tools)
    .toResolvedValue(
      (given: ConsumerConfig, files: FederationFiles) => createFoldTools(files, signatureCheckOf(given.salesLog)),
      [services.config, services.federation],
    )
  container
    .bind(services.parts)
    .toResolvedValue(partsOf, [
      services.config, services.surroundings, services.federation, services.salesLog, services.site, services.tools,
    ])
  return container
}

const partsOf = (
  { site }: ConsumerConfig,
  { log, registry }: Surroundings,
  { current }: FederationFiles,
  salesLog: SalesLog,
  { copy, decisions, reservations, convergence, membership }: Site,
  tools: FoldTools,
): ConsumerParts => ({
  site,
  federation: current,
  salesLog,
  copy,
  decisions,
  reservations,
  convergence,
  member: newId() as MemberId,
  membership,
  tools,
  clock: systemClock,
  chance: Math.random,
  pause: realPause,
  log,
  registry,
})
