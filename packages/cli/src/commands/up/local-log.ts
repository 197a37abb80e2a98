import type { KafkaAccess } from '@matchday/adapters/config/kafka-environment'
import { readKafkaAccess } from '@matchday/adapters/config/kafka-environment'
import { describeFaults } from '@matchday/adapters/config/environment'
import type { SalesLogConfig } from '@matchday/adapters/config/sales-log-environment'
import { startEmbeddedKafka } from '@matchday/adapters/embedded-kafka/start'
import type { EmbeddedPostgres } from '@matchday/adapters/embedded/start'
import type { SigningKey } from '@matchday/adapters/keys/signing-key'
import { createPostgresLog } from '@matchday/adapters/postgres-log/create-log'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { exitCodes } from '../../exit-codes.ts'
import { fail } from '../../output.ts'
import type { LogKind } from './flags.ts'
import type { Home, Secrets } from './home.ts'
import { publisherId } from './home.ts'

/** The sales log that the sites on this machine share. */
export type LocalLog = {
  /** As a site reaches it. Whoever lists the games has the publisher's key besides. */
  readonly configOf: (site: SiteId, lists: boolean) => SalesLogConfig
  /** Where it is, for a person; null: in the same Postgres as everything else. */
  readonly place: string | null
  /** Rejects when it ends by itself. */
  readonly failed: () => Promise<never>
  readonly stop: () => Promise<void>
}

export type LogPlace = {
  readonly home: Home
  readonly secrets: Secrets
  readonly federation: Federation
  readonly postgres: EmbeddedPostgres
  readonly notice: (line: string) => void
}

export const startLocalLog = (kind: LogKind, place: LogPlace): Promise<LocalLog> =>
  kind === 'kafka' ? startOverKafka(place) : startInPostgres(place)

const logName = 'matchday_log'

async function startInPostgres({ postgres, secrets }: LogPlace): Promise<LocalLog> {
  const url = postgres.url(logName)
  await postgres.createDatabase(logName)
  await createPostgresLog(url, { logId: secrets.logId })
  return {
    configOf: () => ({ kind: 'postgres', url }),
    place: null,
    failed: () => new Promise(() => {}),
    stop: () => Promise.resolve(),
  }
}

/** On the brokers that `KAFKA_BROKERS` names, or else on one that is started for these sites alone. */
async function startOverKafka({ home, secrets, federation, notice }: LogPlace): Promise<LocalLog> {
  const others = process.env['KAFKA_BROKERS'] ? accessOf(process.env) : null
  const kafka = others === null ? await startEmbeddedKafka({ dataDir: home.kafkaDir, notice }) : null
  const access = others ?? { brokers: kafka?.brokers ?? [], clientId: 'matchday', tls: null, sasl: null }
  // Brokers outlive a folder that is begun anew, and so would the records of its old log.
  const name = `${federation.tournament}-ticket-sales-${federation.logId.slice(0, 8)}`
  const salesTopic = name.replaceAll(/[^A-Za-z0-9._-]/g, '-')
  const keyOf = (id: SiteId): SigningKey =>
    secrets.signingKeys[id] ?? fail(`there is no key of ${id}; --fresh begins anew`, exitCodes.io)
  return {
    configOf: (site, lists) => ({
      kind: 'kafka',
      access,
      salesTopic,
      masterListTopic: null,
      keys: { site: keyOf(site), publisher: lists ? keyOf(publisherId) : undefined },
      acceptTopicSettings: false,
    }),
    place: `topic ${salesTopic} on ${access.brokers.join(', ')}`,
    failed: async () => {
      await (kafka === null ? new Promise(() => {}) : Promise.race(kafka.nodes.map(node => node.exited())))
      return fail('Kafka ended by itself; its log lies beside its data. Start again to go on', exitCodes.io)
    },
    stop: async () => kafka?.stop(),
  }
}

function accessOf(environment: NodeJS.ProcessEnv): KafkaAccess {
  const read = readKafkaAccess(environment)
  if (read.ok) return read.value
  return fail(`what is said of Kafka is wrong:\n${describeFaults(read.refusal)}`, exitCodes.usage)
}
