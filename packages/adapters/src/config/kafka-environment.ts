import type { Result } from '@matchday/domain/result'
import { succeed } from '@matchday/domain/result'
import { z } from 'zod'
import type { SigningKey } from '../keys/signing-key.ts'
import { signingKeyText } from '../keys/signing-key.ts'
import type { Environment, EnvironmentFault } from './environment.ts'
import { all, readEnvironment } from './environment.ts'
import type { Keys } from './key-environment.ts'
import { signingKey } from './key-environment.ts'
import { required } from './site-environment.ts'

/** A federation's log over Kafka, as one site reaches it and signs what it appends. */
export type KafkaConfig = {
  readonly kind: 'kafka'
  readonly access: KafkaAccess
  readonly salesTopic: string
  /** The master list's topic; null at a site that neither reads nor writes it. */
  readonly masterListTopic: string | null
  readonly keys: Keys & { readonly site: SigningKey }
  /** Work on a topic that could lose records, or whose time its senders set, instead of refusing it. */
  readonly acceptTopicSettings: boolean
}

/** How brokers are reached. */
export type KafkaAccess = {
  /** `host:port` of some of the cluster's brokers. */
  readonly brokers: readonly string[]
  readonly clientId: string
  /** Null: in the clear. `caFile`: path of certificates to trust instead of Node's own. */
  readonly tls: { readonly caFile: string | null } | null
  readonly sasl: SaslCredentials | null
}

export type SaslCredentials = {
  readonly mechanism: (typeof saslMechanisms)[number]
  readonly username: string
  readonly password: string
}

const saslMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const

const defaultPort = 9092
const brokerPattern = /^(?<host>\[[0-9a-fA-F:]+\]|[^\s:,[\]]+)(?::(?<port>\d{1,5}))?$/

const brokersText = z.string().transform((text, context) => {
  const brokers = text.split(',').map(part => brokerPattern.exec(part.trim())?.groups)
  const addresses = brokers.flatMap(groups => {
    const port = Number(groups?.['port'] ?? defaultPort)
    return groups !== undefined && port >= 1 && port <= 65_535 ? [`${groups['host']}:${port}`] : []
  })
  if (addresses.length === brokers.length) return addresses
  context.addIssue('is not a list of brokers such as kafka-1:9092,kafka-2:9092')
  return z.NEVER
})

const topic = z.string(required('the topic that holds the sales of the federation, the same at every site'))
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/, 'is not the name of a topic: letters, digits, dots, hyphens, underscores')

const yesOrNo = z
  .enum(['true', 'false', '1', '0'], { error: 'is neither true nor false' })
  .transform(text => text === 'true' || text === '1')

const accessVariables = z.object({
  KAFKA_BROKERS: brokersText,
  KAFKA_CLIENT_ID: z.string().max(200, 'is longer than 200 characters').default('matchday'),
  KAFKA_SSL: yesOrNo.optional(),
  KAFKA_SSL_CA_FILE: z.string().optional(),
})

const logVariables = z.object({
  MATCHDAY_SALES_TOPIC: topic,
  MATCHDAY_MASTERLIST_TOPIC: topic.optional(),
  MATCHDAY_SITE_KEY: z
    .string(required('the private key that this site signs with, see `matchday keys new`'))
    .pipe(signingKey),
  MATCHDAY_PUBLISHER_KEY: signingKey.optional(),
  MATCHDAY_ACCEPT_TOPIC_SETTINGS: yesOrNo.default(false),
})

const saslVariables = z.object({
  KAFKA_SASL_MECHANISM: z
    .string(required(`how this site proves who it is: ${saslMechanisms.join(', ')}`))
    .toLowerCase()
    .pipe(z.enum(saslMechanisms, { error: `is not one of ${saslMechanisms.join(', ')}` })),
  KAFKA_SASL_USERNAME: z.string(required('the name of this site at the brokers')),
  KAFKA_SASL_PASSWORD: z.string(required('the password of this site at the brokers')),
})

/** Everything about Kafka that the environment says, or every fault in it. */
export function readKafka(environment: Environment): Result<KafkaConfig, readonly EnvironmentFault[]> {
  const read = all([readKafkaAccess(environment), readEnvironment(logVariables, environment)])
  if (!read.ok) return read
  const [access, log] = read.value
  return succeed({
    kind: 'kafka',
    access,
    salesTopic: log.MATCHDAY_SALES_TOPIC,
    masterListTopic: log.MATCHDAY_MASTERLIST_TOPIC ?? null,
    keys: { site: log.MATCHDAY_SITE_KEY, publisher: log.MATCHDAY_PUBLISHER_KEY },
    acceptTopicSettings: log.MATCHDAY_ACCEPT_TOPIC_SETTINGS,
  })
}

/** How the environment says that brokers are reached, whatever is done there. */
export function readKafkaAccess(environment: Environment): Result<KafkaAccess, readonly EnvironmentFault[]> {
  const read = all([readEnvironment(accessVariables, environment), readSasl(environment)])
  if (!read.ok) return read
  const [access, sasl] = read.value
  const caFile = access.KAFKA_SSL_CA_FILE ?? null
  return succeed({
    brokers: access.KAFKA_BROKERS,
    clientId: access.KAFKA_CLIENT_ID,
    tls: (access.KAFKA_SSL ?? caFile !== null) ? { caFile } : null,
    sasl,
  })
}

/** Where the environment says anything of SASL, all of it must be there. */
function readSasl(environment: Environment): Result<SaslCredentials | null, readonly EnvironmentFault[]> {
  if (!Object.keys(saslVariables.shape).some(variable => environment[variable])) return succeed(null)
  const read = readEnvironment(saslVariables, environment)
  if (!read.ok) return read
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = read.value
  return succeed({ mechanism, username, password })
}

/** The variables that `readKafka` reads as `config`. */
export function kafkaVariables({ access, ...config }: KafkaConfig): Readonly<Record<string, string>> {
  const { brokers, clientId, tls, sasl } = access
  const { site, publisher } = config.keys
  return {
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_CLIENT_ID: clientId,
    KAFKA_SSL: String(tls !== null),
    ...(tls?.caFile && { KAFKA_SSL_CA_FILE: tls.caFile }),
    ...(sasl && {
      KAFKA_SASL_MECHANISM: sasl.mechanism,
      KAFKA_SASL_USERNAME: sasl.username,
      KAFKA_SASL_PASSWORD: sasl.password,
    }),
    MATCHDAY_SALES_TOPIC: config.salesTopic,
    ...(config.masterListTopic !== null && { MATCHDAY_MASTERLIST_TOPIC: config.masterListTopic }),
    MATCHDAY_SITE_KEY: signingKeyText(site),
    ...(publisher !== undefined && { MATCHDAY_PUBLISHER_KEY: signingKeyText(publisher) }),
    MATCHDAY_ACCEPT_TOPIC_SETTINGS: String(config.acceptTopicSettings),
  }
}
