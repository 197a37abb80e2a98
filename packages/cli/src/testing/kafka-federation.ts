import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readFederationFile } from '@matchday/adapters/federation/federation-file'
import { openKafkaLog } from '@matchday/adapters/kafka/kafka-log'
import { newSigningKey, signingKeyText } from '@matchday/adapters/keys/signing-key'
import { migrate } from '@matchday/adapters/postgres/migrate'
import { createSigner } from '@matchday/adapters/signing/signer'
import { rowsOf, scratchFolder } from '@matchday/adapters/testing/embedded'
import { startTestKafka } from '@matchday/adapters/testing/kafka'
import { startTestPostgres } from '@matchday/adapters/testing/postgres'
import { categoryNumber, gameNumber } from '@matchday/domain/game/ids'
import { foldRules } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { RawRecord } from '@matchday/domain/ports/sales-log'
import type { SiteChild } from '../commands/up/site-child.ts'
import { startSiteChild } from '../commands/up/site-child.ts'

export const game = gameNumber(1)
export const category = categoryNumber(1)
export const price = 10
export const sites = ['north', 'south', 'east'] as const
export type SiteName = (typeof sites)[number]

/** Sites with databases of their own, who sell one game's few seats on a topic of a real broker, each signing. */
export async function createKafkaFederation(partitions: number, capacity: number) {
  const [postgres, kafka, folder] = [await startTestPostgres(), await startTestKafka(), await scratchFolder()]
  const keys = new Map([...sites, 'organiser'].map(name => [name, newSigningKey()]))
  const keyOf = (name: string) => keys.get(name) ?? newSigningKey()
  const topic = kafka.freshTopic('sales')
  const file = join(folder, 'federation.json')
  await writeFile(file, JSON.stringify(contentOf(partitions, name => keyOf(name).publicKey)))
  const databases = new Map<string, string>()
  for (const site of sites) {
    databases.set(site, await postgres.freshDatabase())
    await migrate(databases.get(site) ?? '', 'site')
  }
  const databaseOf = (site: SiteName): string => databases.get(site) ?? ''
  const federation = await readFederationFile(file)
  if (!federation.ok) throw new Error(JSON.stringify(federation.refusal))
  const { logId, tournament, sha256, version } = federation.value
  const organiser = keyOf('organiser').privateKey
  const log = await openKafkaLog({
    connection: { brokers: kafka.brokers, clientId: 'organiser' }, topic, logId, partitions, clock: Date.now,
    sign: createSigner({ logId, tournament }, { site: organiser, publisher: organiser }),
  })
  const said = { site: 'organiser' as SiteId, sentAtMs: null, version }
  for (let partition = 0; partition < partitions; partition++) {
    await log.append({ ...said, kind: 'federation-published', sha256, rules: foldRules, partition })
  }
  const limits = { perBuyer: 4, holdMaxMs: 3_600_000 }
  await log.append({ ...said, kind: 'list-published', currency: 'USD', limits, listing: listingOf(capacity) })

  const running: SiteChild[] = []
  return {
    databaseOf,
    /** One site as `matchday up` runs it, in a process of its own. */
    start: async (site: SiteName): Promise<SiteChild> => {
      const child = await startSiteChild(site as string as SiteId, {
        DATABASE_URL: databaseOf(site),
        KAFKA_BROKERS: kafka.brokers.join(','),
        MATCHDAY_SALES_TOPIC: topic,
        MATCHDAY_SITE: site,
        MATCHDAY_SITE_KEY: signingKeyText(keyOf(site)),
        MATCHDAY_SECRET: `the secret of ${site}, 32 bytes or more`,
        MATCHDAY_BUYER_SECRET: 'the secret of all of them, 32 bytes or more',
        MATCHDAY_FEDERATION: file,
        HOST: '127.0.0.1',
        PORT: '0',
        LOG_LEVEL: 'fatal',
      })
      running.push(child)
      return child
    },
    /** A site that does not wait for the log says that it sold, without key, headers or signature. */
    announce: (quantity: number) => log.appendRaw(0, announcement(quantity)),
    ends: (): Promise<number[]> => Promise.all(Array.from({ length: partitions }, (_, at) => log.end(at))),
    rows: (site: SiteName, sql: string) => rowsOf(databaseOf(site), sql),
    close: async (): Promise<void> => {
      await Promise.all(running.map(child => child.stop()))
      await log.close()
      await Promise.all([postgres.stop(), kafka.stop(), rm(folder, { recursive: true, force: true })])
    },
  }
}

export type KafkaFederation = Awaited<ReturnType<typeof createKafkaFederation>>

const contentOf = (partitions: number, publicKeyOf: (name: string) => string) => ({
  version: 1,
  tournament: 'small-cup',
  logId: 'log of the small cup',
  partitions,
  publisher: { id: 'organiser', publicKey: publicKeyOf('organiser') },
  sites: [
    ...sites.map(id => ({ id, publicKey: publicKeyOf(id), name: id, waits: true })),
    // In a log of several partitions nobody hears them right.
    ...(partitions === 1 ? [{ id: 'kiosk', publicKey: null, name: 'Kiosk', waits: false }] : []),
  ],
  settings: {
    announcedMax: 1_000,
    announcedTtlMs: 3_600_000,
    clockStepMaxMs: 60_000,
    wireQuantityMax: 2,
    siteHeldMax: null,
    unsignedAnnouncements: true,
    perBuyerTournament: null,
  },
  listTerms: null,
})

const listingOf = (capacity: number) => ({
  game, round: 1, kickOffMs: Date.UTC(2100, 5, 1, 18), venue: 'Stadium', home: 'Home', away: 'Away', group: 'A',
  categories: [{ category, capacity, price }],
})

function announcement(quantity: number): RawRecord {
  const body = { matchNumber: game, tickets: { category, quantity, price } }
  const value = JSON.stringify({ meta: { action: 'TICKET_RESERVED' }, body })
  return { key: null, value: Buffer.from(value), headers: [], timestampMs: 0 }
}
