import { execFileSync } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } from 'kafkajs'
import { allOf, tick } from '../contracts/sales-log-records.ts'
import { findJava } from '../embedded-kafka/java.ts'
import { scratchFolder } from '../testing/embedded.ts'
import { startThrowAwayKafka } from '../testing/kafka.ts'
import { KafkaRefused } from './refused.ts'
import type { KafkaSubject } from './testing/subject.ts'
import { kafkaSubject } from './testing/subject.ts'

const users = { admin: 'secret of the admin', guest: 'secret of a guest' }
const storePassword = 'changeit'

/** A key pair and its certificate for the loopback, made by the Java that the broker runs on. */
function makeStore(folder: string) {
  const [store, certificate] = [join(folder, 'broker.p12'), join(folder, 'broker.pem')]
  const at = ['-alias', 'broker', '-keystore', store, '-storepass', storePassword]
  const command = findJava(process.env).replace(/java$/, 'keytool')
  const keytool = (...args: string[]) =>
    execFileSync(command, [...args, ...at], { stdio: 'pipe' })
  keytool('-genkeypair', '-keyalg', 'EC', '-dname', 'CN=broker', '-ext', 'san=ip:127.0.0.1', '-storetype', 'PKCS12')
  keytool('-exportcert', '-rfc', '-file', certificate)
  return { store, certificate }
}

/** The broker's only listener asks for TLS and a password, and who is not its admin may do what a rule allows. */
const guarded = ({ store, certificate }: ReturnType<typeof makeStore>): Record<string, string> => ({
  'listener.security.protocol.map': 'PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT',
  'inter.broker.listener.name': 'PLAINTEXT',
  'sasl.mechanism.inter.broker.protocol': 'PLAIN',
  'sasl.enabled.mechanisms': 'PLAIN',
  'listener.name.plaintext.plain.sasl.jaas.config':
    'org.apache.kafka.common.security.plain.PlainLoginModule required username="admin" ' +
    `password="${users.admin}" ${Object.entries(users).map(([name, word]) => `user_${name}="${word}"`).join(' ')};`,
  'ssl.keystore.location': store,
  'ssl.keystore.password': storePassword,
  'ssl.keystore.type': 'PKCS12',
  'ssl.truststore.location': certificate,
  'ssl.truststore.type': 'PEM',
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': 'User:admin;User:ANONYMOUS',
})

describe('a broker with locks on its doors', () => {
  let kafka: Awaited<ReturnType<typeof startThrowAwayKafka>>
  let folder: string
  let ca: string
  let admin: KafkaSubject
  beforeAll(async () => {
    folder = await scratchFolder()
    const made = makeStore(folder)
    ca = await readFile(made.certificate, 'utf8')
    kafka = await startThrowAwayKafka({ settings: guarded(made) })
    admin = as('admin')
  })
  afterAll(async () => {
    await admin.close()
    await kafka.remove()
    await rm(folder, { recursive: true, force: true })
  })
  const as = (username: keyof typeof users, password = users[username]) =>
    kafkaSubject(kafka.brokers, { ssl: { ca }, sasl: { mechanism: 'plain', username, password } })

  const allow = async (topic: string, ...operations: AclOperationTypes[]) => {
    const client = admin.others.admin()
    await client.connect()
    const rule = {
      resourceType: AclResourceTypes.TOPIC,
      resourceName: topic,
      resourcePatternType: ResourcePatternTypes.LITERAL,
      principal: 'User:guest',
      host: '*',
      permissionType: AclPermissionTypes.ALLOW,
    }
    await client.createAcls({ acl: operations.map(operation => ({ ...rule, operation })) })
    await client.disconnect()
  }
  const refusal = (opening: Promise<unknown>) => expect(opening).rejects.toThrow(KafkaRefused)

  it('lets in who has its key, and knows whom it trusts', async () => {
    const log = await admin.open('sales')
    await log.append(tick(0))
    expect(await allOf(log, 0, 10)).toHaveLength(1)
  })

  it('turns away who does not, in one line', async () => {
    const opening = as('admin', 'another word').open('sales')
    await refusal(opening)
    await expect(opening).rejects.toThrow(/^the Kafka broker at 127\.0\.0\.1:\d+ refuses the credentials: .+$/)
    const sasl = { mechanism: 'scram-sha-256', username: 'admin', password: users.admin } as const
    await refusal(kafkaSubject(kafka.brokers, { ssl: { ca }, sasl }).open('sales'))
  })

  it('is not believed without a certificate that is trusted', async () => {
    const sasl = { mechanism: 'plain', username: 'admin', password: users.admin } as const
    await expect(kafkaSubject(kafka.brokers, { ssl: true, sasl }).open('sales')).rejects.toThrow(/^no TLS with the Kafka/)
  })

  it('is of no use to who does not speak TLS', async () => {
    await expect(kafkaSubject(kafka.brokers).open('sales')).rejects.toThrow(Unavailable)
  })

  it('hides a topic from who may not see it', async () => {
    const opening = as('guest').open('sales')
    await refusal(opening)
    await expect(opening).rejects.toThrow(/^topic sales cannot be used: TOPIC_AUTHORIZATION_FAILED/)
  })

  it('makes no topic for who may not make one', async () => {
    await allow('missing', AclOperationTypes.DESCRIBE)
    const opening = as('guest').open('missing')
    await refusal(opening)
    await expect(opening).rejects.toThrow(/^there is no topic missing, and it cannot be made: TOPIC_AUTHORIZATION/)
  })

  it('shows how a topic is set only to who may see it; others may take it unseen, to read', async () => {
    await admin.open('seen')
    await allow('seen', AclOperationTypes.READ)
    const guest = as('guest')
    await expect(guest.open('seen')).rejects.toThrow(/^this user may not see how topic seen is set/)
    const log = await guest.open('seen', { acceptTopicSettings: true })
    expect(await log.read({ partition: 0, offset: 0 }, 1)).toMatchObject({ entries: [], end: 0 })
    await refusal(log.append(tick(0)))
    await guest.close()
  })
})
