import { systemClock } from '@matchday/adapters/config/clock'
import type { EmbeddedKafka } from '@matchday/adapters/embedded-kafka/start'
import { createFoldTools } from '@matchday/adapters/federation/fold-tools'
import { openKafkaLog } from '@matchday/adapters/kafka/kafka-log'
import type { SigningKey } from '@matchday/adapters/keys/signing-key'
import { newSigningKey, signingKeyText } from '@matchday/adapters/keys/signing-key'
import { createSignatureCheck } from '@matchday/adapters/signing/signature-check'
import { createSigner } from '@matchday/adapters/signing/signer'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { federationFile, otherSite, publisher, site } from '../workload/federation.ts'
import { opening } from '../workload/opening.ts'
import type { CreateLog } from './bench-log.ts'
import { appendTo } from './bench-log.ts'
import { writeFederation } from './write-federation.ts'

/** Logs in topics of their own, signed, on the broker of the run. */
export const kafkaLogs = (kafka: EmbeddedKafka, folder: string): CreateLog => async name => {
  const keys = new Map([publisher, site, otherSite].map(signer => [signer, newSigningKey()]))
  const keyOf = (signer: SiteId): SigningKey => keys.get(signer) ?? newSigningKey()
  const content = federationFile(`log of ${name}`, signer => keyOf(signer).publicKey)
  const { federation, path } = await writeFederation(folder, name, content)
  const { logId, tournament, partitions } = federation
  const topic = `bench-${name}`
  const sign = createSigner({ logId, tournament }, {
    site: keyOf(site).privateKey,
    publisher: keyOf(publisher).privateKey,
  })
  const connection = { brokers: kafka.brokers, clientId: 'bench' }
  const log = {
    federation,
    tools: createFoldTools(
      { current: federation, versions: [federation] },
      createSignatureCheck({ logId, tournament, topic }),
    ),
    environmentOf: (signer: SiteId) => ({
      KAFKA_BROKERS: kafka.brokers.join(','),
      MATCHDAY_SALES_TOPIC: topic,
      MATCHDAY_SITE_KEY: signingKeyText(keyOf(signer)),
      MATCHDAY_FEDERATION: path,
    }),
    open: () => openKafkaLog({ connection, topic, logId, partitions, sign, clock: systemClock }),
  }
  await appendTo(log, opening(federation))
  return log
}
