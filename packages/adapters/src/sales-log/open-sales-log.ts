import { readFile } from 'node:fs/promises'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { FoldTools } from '@matchday/domain/inventory/state'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import { systemClock } from '../config/clock.ts'
import { describeFaults } from '../config/environment.ts'
import type { KafkaAccess, KafkaConfig } from '../config/kafka-environment.ts'
import { keyFaults } from '../config/key-environment.ts'
import { Misconfigured } from '../config/misconfigured.ts'
import type { SalesLogConfig } from '../config/sales-log-environment.ts'
import type { FederationFiles } from '../federation/federation-file.ts'
import { trustEveryWriter } from '../federation/fold-tools.ts'
import { fileReason } from '../files/file-reason.ts'
import { openKafkaLog } from '../kafka/kafka-log.ts'
import type { KafkaConnection } from '../kafka/link.ts'
import { KafkaRefused } from '../kafka/refused.ts'
import { openPostgresLog } from '../postgres-log/postgres-log.ts'
import { createSignatureCheck } from '../signing/signature-check.ts'
import { createSigner } from '../signing/signer.ts'

/**
 * Opens the sales log that this process is told of. Over Kafka, where others write as well, what it appends is signed.
 * @throws Unavailable while it cannot be reached
 * @throws Misconfigured where it can, and will not do: its topic, its credentials, this site's keys
 * @throws Error when what is there is not a log
 */
export function openSalesLog(config: SalesLogConfig, federation: FederationFiles, site: SiteId): Promise<SalesLog> {
  switch (config.kind) {
    case 'postgres': return openPostgresLog(config.url)
    case 'kafka': return openOverKafka(config, federation, site)
    default: return config satisfies never
  }
}

/** How a record of that log is known to be a site's own. */
export function signatureCheckOf(config: SalesLogConfig, { current }: FederationFiles): FoldTools['isSignedBy'] {
  switch (config.kind) {
    case 'postgres': return trustEveryWriter
    case 'kafka': return createSignatureCheck({ ...current, topic: config.salesTopic })
    default: return config satisfies never
  }
}

async function openOverKafka(config: KafkaConfig, federation: FederationFiles, site: SiteId): Promise<SalesLog> {
  const faults = keyFaults(federation, site, config.keys)
  if (faults.length > 0) throw new Misconfigured(describeFaults(faults))
  const { logId, partitions, tournament } = federation.current
  const keys = { site: config.keys.site.privateKey, publisher: config.keys.publisher?.privateKey ?? null }
  try {
    return await openKafkaLog({
      connection: await connectionOf(config.access),
      topic: config.salesTopic,
      logId,
      partitions,
      sign: createSigner({ logId, tournament }, keys),
      clock: systemClock,
      acceptTopicSettings: config.acceptTopicSettings,
    })
  } catch (error) {
    throw error instanceof KafkaRefused ? new Misconfigured(error.message, error) : error
  }
}

async function connectionOf({ brokers, clientId, tls, sasl }: KafkaAccess): Promise<KafkaConnection> {
  const ssl = tls !== null && (tls.caFile === null || { ca: [await readCertificates(tls.caFile)] })
  // Mechanisms differ in name only; kafkajs has a type for each.
  return { brokers, clientId, ssl, ...(sasl !== null && { sasl: sasl as NonNullable<KafkaConnection['sasl']> }) }
}

async function readCertificates(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new Misconfigured(`KAFKA_SSL_CA_FILE: ${file} ${fileReason(error)}`, error)
  }
}
