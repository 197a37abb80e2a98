import { createFoldTools } from '@matchday/adapters/federation/fold-tools'
import { openKafkaLog } from '@matchday/adapters/kafka/kafka-log'
import { newSigningKey } from '@matchday/adapters/keys/signing-key'
import { openMemorySite } from '@matchday/adapters/memory/open-site'
import type { MemorySiteStore, StoredPartition } from '@matchday/adapters/memory/site-store'
import { createMemorySiteStore, storedPartition } from '@matchday/adapters/memory/site-store'
import type { SignRecords } from '@matchday/adapters/signing/sign-records'
import { createSignatureCheck } from '@matchday/adapters/signing/signature-check'
import { createSigner } from '@matchday/adapters/signing/signer'
import type { TestKafka } from '@matchday/adapters/testing/kafka'
import { startTestKafka } from '@matchday/adapters/testing/kafka'
import type { GameNumber } from '@matchday/domain/game/ids'
import { gameNumber } from '@matchday/domain/game/ids'
import type { Federation } from '@matchday/domain/inventory/federation'
import { homePartition } from '@matchday/domain/inventory/home-partition'
import type { Outgoing, SalesLog } from '@matchday/domain/ports/sales-log'
import { federationOf, listed, opening, site } from '@matchday/domain/testing/world'
import { Registry } from 'prom-client'
import { startConsumer } from '../daemon.ts'
import { realPause } from '../time.ts'
import { createLines } from './parts.ts'
import { until } from './until.ts'

const partitions = 2
const all = [0, 1] as const

/** A game at home in that partition. */
export const gameAt = (partition: number): GameNumber => {
  const found = Array.from({ length: 64 }, (_, at) => gameNumber(at + 1))
    .find(game => homePartition(game, partitions) === partition)
  if (found === undefined) throw new Error(`no game is at home in ${partition}`)
  return found
}

const keys = { a: newSigningKey(), b: newSigningKey(), publisher: newSigningKey(), stranger: newSigningKey() }
export type Name = keyof typeof keys

/** Sites `a` and `b` and a publisher, all of whom sign; announcements without a signature do not count. */
export const federation: Federation = {
  ...federationOf(1, { unsignedAnnouncements: false }),
  sha256: 'f'.repeat(64),
  logId: 'log of the federation',
  partitions,
  publisher: { id: site('publisher'), publicKey: keys.publisher.publicKey },
  sites: (['a', 'b'] as const).map(id => ({ id: site(id), name: id, publicKey: keys[id].publicKey, waits: true })),
}

/** The publisher's first records: both partitions opened, and a game with nine seats in each. */
export const opened: readonly Outgoing[] = all.flatMap(partition => [
  { ...opening(), sha256: federation.sha256, partition } as Outgoing,
  listed(1, { 1: 9 }, { number: gameAt(partition), holdMaxMs: 3_600_000 }) as Outgoing,
])

/** Signs everything with one key, whoever is to say it, for the federation's log or for another. */
export function signerOf(name: Name, where: { logId?: string; tournament?: string } = {}): SignRecords {
  const { privateKey } = keys[name]
  const { logId, tournament } = federation
  return createSigner({ logId, tournament, ...where }, { site: privateKey, publisher: privateKey })
}

/** A site's copy in memory, and its consumer. */
export type Follower = {
  /** Waits until all that is in the log now is folded. */
  readonly caughtUp: () => Promise<void>
  readonly partition: (partition: number) => StoredPartition
  /** Of both partitions, all that the fold wrote but journals and dead letters. */
  readonly rows: () => unknown
  readonly reasons: (partition: number) => string[]
}

/** A topic on a real broker that the federation sells by. */
export async function createSignedWorld() {
  const kafka: TestKafka = await startTestKafka()
  const topic = kafka.freshTopic('sales')
  const closing: (() => Promise<void>)[] = []

  /** Access for somebody: null writes nothing but bytes that others signed, or nobody. */
  const open = async (name: Name | null, of = topic): Promise<SalesLog> => {
    const log = await openKafkaLog({
      connection: { brokers: kafka.brokers, clientId: 'test' },
      topic: of,
      logId: federation.logId,
      partitions,
      sign: name === null ? null : signerOf(name),
      clock: Date.now,
    })
    closing.push(log.close)
    return log
  }

  const follow = async (name: 'a' | 'b'): Promise<Follower> => {
    const store = createMemorySiteStore()
    const salesLog = await open(name)
    const isSignedBy = createSignatureCheck({ ...federation, topic })
    const consumer = startConsumer({
      ...openMemorySite(store, Date.now),
      site: site(name),
      federation,
      salesLog,
      tools: createFoldTools({ current: federation, versions: [federation] }, isSignedBy),
      clock: Date.now,
      chance: Math.random,
      pause: realPause,
      log: createLines().log,
      registry: new Registry(),
    })
    closing.push(consumer.close)
    return followerOf(store, salesLog)
  }

  const close = async (): Promise<void> => {
    for (const closeOne of closing.reverse()) await closeOne()
    await kafka.stop()
  }
  return { topic, open, openOther: (name: Name) => open(name, kafka.freshTopic('other')), follow, close }
}

function followerOf(store: MemorySiteStore, salesLog: SalesLog): Follower {
  const partition = (number: number): StoredPartition => storedPartition(store, number)
  return {
    partition,
    caughtUp: async () => {
      const ends = await Promise.all(all.map(salesLog.end))
      await until('folded', () => ends.every((end, at) => partition(at).whole.partition.nextOffset >= end))
    },
    rows: () => all.map(number => {
      const { games, holds, buyers, queues } = partition(number).whole
      return structuredClone({ games, holds, buyers, queues })
    }),
    reasons: number => partition(number).deadLetters.map(({ reason }) => reason),
  }
}
