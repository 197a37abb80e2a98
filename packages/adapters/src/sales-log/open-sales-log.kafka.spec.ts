import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { federationOf, site } from '@matchday/domain/testing/world'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import type { KafkaConfig } from '../config/kafka-environment.ts'
import { Misconfigured } from '../config/misconfigured.ts'
import { otherKeys, siteKeys } from '../signing/testing/signed-log.ts'
import type { TestKafka } from '../testing/kafka.ts'
import { startTestKafka } from '../testing/kafka.ts'
import { openSalesLog, signatureCheckOf } from './open-sales-log.ts'

let kafka: TestKafka
beforeAll(async () => {
  kafka = await startTestKafka()
}, 60_000)
afterAll(() => kafka.stop(), 60_000)

const opened: SalesLog[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(log => log.close()))
})

const [a, b] = [site('a'), site('b')]
const made = federationOf(1)
const keyOf = { a: siteKeys, b: otherKeys } as const
const federation: Federation = {
  ...made,
  logId: 'the log of the federation',
  sites: [a, b].map(id => ({ id, name: id, waits: true, publicKey: keyOf[id === a ? 'a' : 'b'].publicKey })),
}

const filesOf = (current: Federation) => ({ current, versions: [current] })

const configOf = (salesTopic: string, name: 'a' | 'b', over: Partial<KafkaConfig['access']> = {}): KafkaConfig => ({
  kind: 'kafka',
  access: { brokers: kafka.brokers, clientId: name, tls: null, sasl: null, ...over },
  salesTopic,
  masterListTopic: null,
  keys: { site: keyOf[name], publisher: undefined },
  acceptTopicSettings: false,
})

const open = async (config: KafkaConfig, name: 'a' | 'b', file: Federation = federation): Promise<SalesLog> => {
  const log = await openSalesLog(config, filesOf(file), site(name))
  opened.push(log)
  return log
}

describe('a log over Kafka', () => {
  it('carries what one site says to another, signed with its own key', async () => {
    const topic = kafka.freshTopic('sales')
    const [one, other] = [await open(configOf(topic, 'a'), 'a'), await open(configOf(topic, 'b'), 'b')]
    expect([other.logId, other.partitions]).toEqual([federation.logId, federation.partitions])
    const at = await one.append({ kind: 'ticked', site: a, sentAtMs: 1, partition: 0 })
    const { entries: [entry] } = await other.read(at, 10)
    if (entry === undefined) throw new Error('nothing was read')
    const [signerA, signerB] = federation.sites
    const isSignedBy = signatureCheckOf(configOf(topic, 'b'), filesOf(federation))
    expect([signerA, signerB].map(signer => signer && isSignedBy(entry, signer))).toEqual([true, false])
    const isSignedElsewhere = signatureCheckOf(configOf('another-topic', 'b'), filesOf(federation))
    expect(signerA && isSignedElsewhere(entry, signerA)).toBe(false)
  })

  it('is refused in one line where the topic is cut into other partitions', async () => {
    const topic = kafka.freshTopic('sales')
    await open(configOf(topic, 'a'), 'a')
    const opening = open(configOf(topic, 'b'), 'b', { ...federation, partitions: 12 })
    await expect(opening).rejects.toThrow(Misconfigured)
    await expect(opening).rejects.toThrow(`topic ${topic} has 1 partitions, and the federation says 12`)
  })

  it("is refused with another site's key, before any broker is asked", async () => {
    const nowhere = configOf('unused', 'a', { brokers: ['127.0.0.1:1'] })
    await expect(open(nowhere, 'b')).rejects.toThrow('MATCHDAY_SITE_KEY: is of the public key')
  })

  it('is waited for while no broker can be reached', async () => {
    await expect(open(configOf('unused', 'a', { brokers: ['127.0.0.1:1'] }), 'a')).rejects.toThrow(Unavailable)
  })

  it('is refused where the certificates to trust are not there', async () => {
    const config = configOf('unused', 'a', { tls: { caFile: '/nowhere/ca.pem' } })
    await expect(open(config, 'a')).rejects.toThrow('KAFKA_SSL_CA_FILE: /nowhere/ca.pem does not exist')
  })
})
