import { resolve } from 'node:path'
import { systemClock } from '@matchday/adapters/config/clock'
import { salesLogVariables } from '@matchday/adapters/config/sales-log-environment'
import { checkPorts } from '@matchday/adapters/embedded/port'
import type { EmbeddedPostgres } from '@matchday/adapters/embedded/start'
import { startEmbeddedPostgres } from '@matchday/adapters/embedded/start'
import type { FederationFiles } from '@matchday/adapters/federation/federation-file'
import { openSite } from '@matchday/adapters/postgres/open-site'
import { openSalesLog } from '@matchday/adapters/sales-log/open-sales-log'
import type { MasterList } from '@matchday/domain/game/master-list'
import { utcText } from '@matchday/domain/game/utc-time'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { exitCodes } from '../../exit-codes.ts'
import type { Io } from '../../output.ts'
import { fail } from '../../output.ts'
import { progress } from '../../progress.ts'
import { banner } from './banner.ts'
import type { Databases } from './databases.ts'
import { prepareDatabases } from './databases.ts'
import type { UpFlags } from './flags.ts'
import { listOf, logOf, portOf, postgresPortOf, sitesOf, todayOf } from './flags.ts'
import type { Home, Secrets } from './home.ts'
import { clearHome, homeAt, openHome, siteIds, writePrivate } from './home.ts'
import { keepRunning } from './keep-running.ts'
import { localFederation } from './local-federation.ts'
import type { LocalLog } from './local-log.ts'
import { startLocalLog } from './local-log.ts'
import { openTournament } from './open-tournament.ts'
import type { SiteChild } from './site-child.ts'
import { startSiteChild } from './site-child.ts'
import { stopSignal } from './stop-signal.ts'

const host = '127.0.0.1'

/**
 * Run sites side by side on this machine, on a Postgres of their own, until a signal asks to stop. Everything that was
 * started is stopped again, also when starting fails half-way.
 */
export async function up(io: Io, flags: UpFlags): Promise<void> {
  const ports = portsOf(flags)
  const postgresPort = postgresPortOf(flags.postgresPort)
  const list = await listOf(flags.list)
  const todayMs = todayOf(flags.today, list)
  const logKind = logOf(flags.log)
  const home = homeAt(resolve(flags.data))
  await checkPorts(host, ports)
  if (flags.fresh === true) await clearHome(home)
  const secrets = await openHome(home)
  const federation = await localFederation(home, { list, secrets, log: logKind })
  const signal = stopSignal()
  const notice = (line: string): void => io.warn(`${line}\n`)
  const postgres = await startEmbeddedPostgres({ dataDir: home.postgresDir, notice, ...postgresPort })
  const started: SiteChild[] = []
  let log: LocalLog | null = null
  try {
    log = await startLocalLog(logKind, { home, secrets, federation: federation.current, postgres, notice })
    const sites = siteIds.slice(0, ports.length)
    const databases = await prepareDatabases(postgres, sites)
    const environments = await writeEnvironments(home, secrets, { databases, log, sites, ports, todayMs })
    const start = async (site: SiteId): Promise<SiteChild> => startSiteChild(site, environments.get(site) ?? {})
    const starting = sites.map(async site => void started.push(await start(site)))
    await allOrFirstFailure([...starting, open(io, { databases, log, federation, list })])
    started.sort((a, b) => sites.indexOf(a.site) - sites.indexOf(b.site))
    io.write(banner(list, started, { todayMs, dataDir: home.dir, logPlace: log.place }))
    const kept = keepRunning(started, start, notice)
    try {
      await Promise.race([signal.received, kept.failed, diedAlone(postgres), log.failed()])
      io.warn('\nStopping ...\n')
    } finally {
      await kept.stop()
    }
  } finally {
    await Promise.all(started.map(child => child.stop()))
    await Promise.all([postgres.stop(), log?.stop()])
    signal.release()
  }
}

const portsOf = ({ sites, port }: UpFlags): number[] => {
  const first = portOf(port)
  return Array.from({ length: sitesOf(sites) }, (_, index) => first + index)
}

type Shape = {
  readonly databases: Databases
  readonly log: LocalLog
  readonly sites: readonly SiteId[]
  readonly ports: readonly number[]
  readonly todayMs: number
}

/** Every site's settings, also as a file that the other commands read; those for the first site list games as well. */
async function writeEnvironments(
  home: Home,
  secrets: Secrets,
  { databases, log, sites, ports, todayMs }: Shape,
): Promise<ReadonlyMap<SiteId, Readonly<Record<string, string>>>> {
  const environments = new Map<SiteId, Readonly<Record<string, string>>>()
  for (const [index, site] of sites.entries()) {
    const environment = {
      DATABASE_URL: databases(site),
      MATCHDAY_SITE: site,
      MATCHDAY_SECRET: secrets.siteSecrets[site] ?? '',
      MATCHDAY_BUYER_SECRET: secrets.buyerSecret,
      MATCHDAY_FEDERATION: home.federationFile,
      MATCHDAY_TODAY: utcText(todayMs),
      HOST: host,
      PORT: String(ports[index]),
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
    }
    environments.set(site, { ...environment, ...salesLogVariables(log.configOf(site, false)) })
    const ofCommands = { ...environment, ...salesLogVariables(log.configOf(site, index === 0)) }
    const lines = Object.entries(ofCommands).map(([name, value]) => `${name}='${value}'\n`)
    await writePrivate(home.siteFile(site), lines.join(''))
  }
  return environments
}

type Opening = {
  readonly databases: Databases
  readonly log: LocalLog
  readonly federation: FederationFiles
  readonly list: MasterList
}

/** Open the tournament through the first site, while the sites start. */
async function open(io: Io, { databases, log, federation, list }: Opening): Promise<void> {
  const [first] = siteIds
  if (first === undefined) return
  const salesLog = await openSalesLog(log.configOf(first, true), federation, first)
  const site = openSite(databases(first), systemClock)
  const bar = progress(io, 'opening games')
  try {
    await openTournament({ site, salesLog, clock: systemClock }, federation.current, list, bar.update)
  } finally {
    bar.stop()
    await Promise.all([site.close(), salesLog.close()])
  }
}

async function diedAlone(postgres: EmbeddedPostgres): Promise<never> {
  await postgres.exited
  return fail('Postgres ended by itself; its log lies beside its data. Start again to go on', exitCodes.io)
}

/** Wait for all, so that nothing is still starting when a failure is dealt with. */
async function allOrFirstFailure(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(outcome => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
