import { createCalendar, systemClock } from '@matchday/adapters/config/clock'
import { checkLog } from '@matchday/adapters/federation/check-log'
import { createHashBuyer } from '@matchday/adapters/keys/hash-buyer'
import { createKeyedHash } from '@matchday/adapters/keys/keyed-hash'
import { newId } from '@matchday/adapters/keys/new-id'
import { createSessionTokens } from '@matchday/adapters/keys/session-token'
import type { Catalogue } from '@matchday/domain/ports/catalogue'
import type { Calendar, Clock } from '@matchday/domain/ports/clock'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import type { Express } from 'express'
import type { ServiceIdentifier } from 'inversify'
import { Container } from 'inversify'
import type { Registry } from 'prom-client'
import { createApp } from './app.ts'
import type { HttpConfig } from './config.ts'
import type { LateLog } from './late-log.ts'
import { openLateLog } from './late-log.ts'
import type { Logger } from './logger.ts'
import { createLogger } from './logger.ts'
import type { Metrics } from './metrics.ts'
import { createMetrics } from './metrics.ts'
import type { Outside, SiteAccess } from './outside.ts'
import type { Service, ServiceName } from './route.ts'
import { operationsRoutes } from './services/operations/operations-routes.ts'
import type { Probe } from './services/operations/readiness.ts'
import { createReadiness, divergences, freshness, probeDatabase } from './services/operations/readiness.ts'
import { createReservations } from './services/reservations/reservations.ts'
import { createShop } from './services/shop/shop.ts'

const id = <Part>(name: string) => Symbol(name) as ServiceIdentifier<Part>

/** The roots: everything that is ever asked for by itself. */
export const parts = {
  config: id<HttpConfig>('config'),
  outside: id<Outside>('outside'),
  log: id<Logger>('log'),
  clock: id<Clock>('clock'),
  calendar: id<Calendar>('calendar'),
  metrics: id<Metrics>('metrics'),
  salesLog: id<LateLog>('sales log'),
  site: id<SiteAccess>('site'),
  shop: id<Service>('shop'),
  reservations: id<Service>('reservations'),
}

/** @param registry where figures are kept; one of its own where absent */
export function createContainer(config: HttpConfig, outside: Outside, registry?: Registry): Container {
  const container = new Container({ defaultScope: 'Singleton' })
  container.bind(parts.config).toConstantValue(config)
  container.bind(parts.outside).toConstantValue(outside)
  container.bind(parts.clock).toConstantValue(systemClock)
  container.bind(parts.log).toResolvedValue(({ site, logLevel }) => createLogger(site, logLevel), [parts.config])
  container.bind(parts.calendar).toResolvedValue(({ todayMs }, clock) => createCalendar(todayMs, clock), [
    parts.config, parts.clock,
  ])
  container.bind(parts.metrics).toResolvedValue(({ site }) => createMetrics(site, registry), [parts.config])
  container.bind(parts.salesLog).toResolvedValue(openLog, [parts.config, parts.outside, parts.log])
  container.bind(parts.site).toResolvedValue((given, { openSite }, clock) => openSite(given, clock), [
    parts.config, parts.outside, parts.clock,
  ])
  container.bind(parts.shop).toResolvedValue(makeShop, [parts.site, parts.calendar, parts.metrics])
  container.bind(parts.reservations).toResolvedValue(makeReservations, [
    parts.config, parts.salesLog, parts.site, parts.clock, parts.calendar, parts.metrics,
  ])
  return container
}

async function openLog(config: HttpConfig, outside: Outside, log: Logger): Promise<LateLog> {
  const federation = await outside.federation(config)
  const open = async (): Promise<SalesLog> => {
    const salesLog = await outside.openLog(config, federation)
    try {
      checkLog(federation.current, salesLog, config.site)
      return salesLog
    } catch (error) {
      await salesLog.close()
      throw error
    }
  }
  return openLateLog(open, federation.current.partitions, log)
}

function makeShop({ catalogue }: SiteAccess, calendar: Calendar, metrics: Metrics): Service {
  const shop = createShop({ catalogue, calendar })
  metrics.watchFollowers(shop.streamFollowers)
  return shop
}

function makeReservations(
  { site, secret, buyerSecret, decisionTimeoutMs }: HttpConfig,
  { salesLog }: LateLog,
  { catalogue, decisions, reservations }: SiteAccess,
  clock: Clock,
  calendar: Calendar,
  metrics: Metrics,
): Service {
  return createReservations({
    site,
    salesLog,
    decisions: metrics.timed(decisions),
    reservations,
    catalogue,
    clock,
    calendar,
    keyedHash: createKeyedHash(secret),
    hashBuyer: createHashBuyer(buyerSecret),
    newId,
    decisionTimeoutMs,
    tokens: createSessionTokens(secret),
    count: metrics.reservation,
  })
}

export type Composed = {
  readonly app: Express
  readonly catalogue: Catalogue
  /** Settles when the sales log, where one is needed, was tried for the first time. @throws Misconfigured */
  readonly triedLog: Promise<void>
  readonly log: Logger
  readonly close: Closing
}

/** In this order: streams end, so that the server can; then, when it has, what the requests used. */
export type Closing = { readonly streams: () => void; readonly parts: () => Promise<void> }

/**
 * The app with the services that are asked for, and only what those need: a shop alone runs without a sales log.
 * @throws Misconfigured
 */
export async function compose(container: Container): Promise<Composed> {
  const { site: siteId, services: names } = container.get(parts.config)
  const salesLog = names.includes('reservations') ? await container.getAsync(parts.salesLog) : null
  const [log, metrics, clock] = [container.get(parts.log), container.get(parts.metrics), container.get(parts.clock)]
  const site = container.get(parts.site)
  const services = await Promise.all(names.map(name => serviceNamed(container, name)))
  const probes: Probe[] = [
    probeDatabase(site.reservations),
    ...(salesLog === null ? [] : [{ name: 'sales-log', check: salesLog.check }]),
    freshness(site.catalogue, clock),
  ]
  metrics.watchCatalogue(site.catalogue, clock)
  // Reservations first: they are what every buyer fights for.
  const routes = services.toReversed().flatMap(service => service.routes)
  const readiness = createReadiness(probes, divergences(site.convergence), clock)
  const operations = operationsRoutes({ site: siteId, services: names, routes, metrics, readiness })
  return {
    app: createApp({ routes: [...routes, ...operations], metrics, log }),
    catalogue: site.catalogue,
    triedLog: salesLog?.tried ?? Promise.resolve(),
    log,
    close: {
      streams: () => services.forEach(service => service.close()),
      parts: async () => {
        await Promise.all([site.close(), salesLog?.close()])
      },
    },
  }
}

const serviceNamed = (container: Container, name: ServiceName): Promise<Service> => container.getAsync(parts[name])
