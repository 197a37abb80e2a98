import { openSite } from '@matchday/adapters/postgres/open-site'
import type { SiteCopy } from '@matchday/domain/ports/site-copy'
import { openSalesLog } from '@matchday/adapters/sales-log/open-sales-log'
import { Registry } from 'prom-client'
import type { Consumer, ConsumerParts } from '../daemon.ts'
import { startConsumer } from '../daemon.ts'
import type { ConsumerConfig } from '../env.ts'
import { realPause } from '../time.ts'
import type { Line } from './parts.ts'
import { createLines, newMember } from './parts.ts'
import type { PostgresWorld } from './postgres-world.ts'

export type LocalConsumer = {
  readonly consumer: Consumer
  readonly parts: ConsumerParts
  readonly lines: readonly Line[]
  /** Stop it and close its connections, once. */
  readonly close: () => Promise<void>
}

/** A consumer of one site in the test's own process, with connections of its own; `change` may replace its copy. */
export async function startLocalConsumer(
  world: PostgresWorld,
  config: ConsumerConfig,
  change: (copy: SiteCopy) => SiteCopy = copy => copy,
): Promise<LocalConsumer> {
  const { log, lines } = createLines()
  const site = openSite(config.databaseUrl, Date.now)
  const salesLog = await openSalesLog(config.salesLog)
  const parts: ConsumerParts = {
    site: config.site,
    federation: world.federation,
    salesLog,
    copy: change(site.copy),
    decisions: site.decisions,
    reservations: site.reservations,
    convergence: site.convergence,
    member: newMember(),
    membership: site.membership,
    tools: world.tools,
    clock: Date.now,
    chance: Math.random,
    pause: realPause,
    log,
    registry: new Registry(),
  }
  const consumer = startConsumer(parts)
  const end = async (): Promise<void> => {
    await consumer.close()
    await Promise.all([site.close(), salesLog.close()])
  }
  let ended: Promise<void> | null = null
  return {
    consumer,
    parts,
    lines,
    close: () => (ended ??= end()),
  }
}
