import { systemClock } from '@matchday/adapters/config/clock'
import type { FederationFiles } from '@matchday/adapters/federation/federation-file'
import { createFoldTools } from '@matchday/adapters/federation/fold-tools'
import type { Site } from '@matchday/adapters/postgres/open-site'
import { openSite } from '@matchday/adapters/postgres/open-site'
import { openSalesLog, signatureCheckOf } from '@matchday/adapters/sales-log/open-sales-log'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { FoldTools } from '@matchday/domain/inventory/state'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import type { ServiceIdentifier } from 'inversify'
import { Container } from 'inversify'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { ConsumerParts } from './daemon.ts'
import type { ConsumerConfig } from './env.ts'
import type { MasterListParts } from './feed-loop.ts'
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
  /** @throws Unavailable, Misconfigured, Error when what is there is not a log */
  readonly openLog: (config: ConsumerConfig, federation: FederationFiles) => Promise<SalesLog>
  readonly openSite: (config: ConsumerConfig) => Site
  /** The master-list topic, opened at the publisher's site alone; absent where there is none. @throws Unavailable */
  readonly openFeed?: (config: ConsumerConfig, federation: Federation) => Promise<OpenedFeed>
}

/** A topic, and how the signatures of its messages are checked. */
export type OpenedFeed = Pick<MasterListParts, 'feed' | 'isMessageSignedBy'>

/** The site's database in Postgres and the sales log where the process is told, by connections of its own. */
export const postgres: Outside = {
  openLog: ({ salesLog, site }, federation) => openSalesLog(salesLog, federation, site),
  openSite: ({ databaseUrl }) => openSite(databaseUrl, systemClock),
}

const id = <Service>(name: string): ServiceIdentifier<Service> => Symbol.for(`matchday/consumer/${name}`)

export const services = {
  config: id<ConsumerConfig>('config'),
  surroundings: id<Surroundings>('surroundings'),
  federation: id<FederationFiles>('federation'),
  salesLog: id<SalesLog>('sales-log'),
  site: id<Site>('site'),
  feed: id<OpenedFeed | null>('master-list-feed'),
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
      (given: ConsumerConfig, { log, signal, outside }: Surroundings, files: FederationFiles) =>
        untilAvailable(() => outside.openLog(given, files), { log, signal, pause: realPause, chance: Math.random }),
      [services.config, services.surroundings, services.federation],
    )
    .onDeactivation(salesLog => salesLog.close())
  container
    .bind(services.site)
    .toResolvedValue((given: ConsumerConfig, { outside }: Surroundings) => outside.openSite(given), [
      services.config, services.surroundings,
    ])
    .onDeactivation(site => site.close())
  container
    .bind(services.feed)
    .toResolvedValue(openFeed, [services.config, services.surroundings, services.federation])
    .onDeactivation(opened => opened?.feed.close())
  container
    .bind(services.tools)
    .toResolvedValue(
      ({ salesLog }: ConsumerConfig, files: FederationFiles) =>
        createFoldTools(files, signatureCheckOf(salesLog, files)),
      [services.config, services.federation],
    )
  container
    .bind(services.parts)
    .toResolvedValue(partsOf, [
      services.config, services.surroundings, services.federation, services.salesLog, services.site, services.tools,
      services.feed,
    ])
  return container
}

/** Null where this site is not the publisher: others ignore the topic. */
const openFeed = async (
  config: ConsumerConfig,
  { log, signal, outside }: Surroundings,
  { current }: FederationFiles,
): Promise<OpenedFeed | null> => {
  const open = outside.openFeed
  if (open === undefined || current.publisher.id !== config.site) return null
  return untilAvailable(() => open(config, current), { log, signal, pause: realPause, chance: Math.random })
}

const partsOf = (
  { site }: ConsumerConfig,
  { log, registry }: Surroundings,
  { current }: FederationFiles,
  salesLog: SalesLog,
  { copy, decisions, reservations, convergence, keptFeed, journal }: Site,
  tools: FoldTools,
  opened: OpenedFeed | null,
): ConsumerParts => ({
  site,
  federation: current,
  salesLog,
  copy,
  decisions,
  reservations,
  convergence,
  tools,
  clock: systemClock,
  chance: Math.random,
  pause: realPause,
  log,
  registry,
  ...(opened === null ? {} : { masterList: { ...opened, kept: keptFeed, journal } }),
})
