import { describe, expect, it } from '@jest/globals'
import { newSigningKey, signingKeyText } from '../keys/signing-key.ts'
import type { Environment } from './environment.ts'
import { describeFaults } from './environment.ts'
import { readSalesLog, salesLogVariables } from './sales-log-environment.ts'

const url = 'postgresql://site@localhost/log'
const [siteKey, publisherKey] = [signingKeyText(newSigningKey()), signingKeyText(newSigningKey())]

const kafka = {
  KAFKA_BROKERS: '127.0.0.1:9092',
  MATCHDAY_SALES_TOPIC: 'fifa-world-cup-2022-ticket-sales-dev',
  MATCHDAY_SITE_KEY: siteKey,
}

const sasl = { KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512', KAFKA_SASL_USERNAME: 'north', KAFKA_SASL_PASSWORD: 'hunter2' }

const valueOf = (environment: Environment) => {
  const read = readSalesLog(environment)
  if (!read.ok) throw new Error(describeFaults(read.refusal))
  return read.value
}

const faultsOf = (environment: Environment) => {
  const read = readSalesLog(environment)
  return read.ok ? [] : read.refusal
}

const accessOf = (environment: Environment) => {
  const config = valueOf({ ...kafka, ...environment })
  return config.kind === 'kafka' ? config.access : null
}

describe('the sales log that the environment describes', () => {
  it('is in Postgres or over Kafka', () => {
    expect(valueOf({ SALES_LOG_URL: url })).toEqual({ kind: 'postgres', url })
    expect(valueOf(kafka)).toMatchObject({
      kind: 'kafka',
      access: { brokers: ['127.0.0.1:9092'], clientId: 'matchday', tls: null, sasl: null },
      salesTopic: kafka.MATCHDAY_SALES_TOPIC,
      masterListTopic: null,
      keys: { publisher: undefined },
      acceptTopicSettings: false,
    })
  })

  it.each([
    ['both', { ...kafka, SALES_LOG_URL: url }, 'is set, and so is KAFKA_BROKERS; a federation has one sales log'],
    ['none', {}, 'is not set, and neither is KAFKA_BROKERS; one of them says where the sales log is'],
    ['empty ones', { SALES_LOG_URL: '', KAFKA_BROKERS: '' }, expect.stringContaining('is not set')],
  ])('is in one place: %s', (_, environment, reason) => {
    expect(faultsOf(environment)).toEqual([{ variable: 'SALES_LOG_URL', reason }])
  })

  it.each([
    ['SALES_LOG_URL', 'localhost:5432'],
    ['KAFKA_BROKERS', '127.0.0.1:9092,'],
    ['KAFKA_BROKERS', 'kafka:0'],
    ['KAFKA_BROKERS', 'kafka:65536'],
    ['KAFKA_BROKERS', 'kafka://host:9092'],
    ['KAFKA_BROKERS', '::1:9092'],
    ['KAFKA_SSL', 'yes'],
    ['KAFKA_SASL_MECHANISM', 'gssapi'],
    ['MATCHDAY_SALES_TOPIC', 'ticket sales'],
    ['MATCHDAY_SALES_TOPIC', '..'],
    ['MATCHDAY_SALES_TOPIC', 't'.repeat(250)],
    ['MATCHDAY_MASTERLIST_TOPIC', '.'],
    ['MATCHDAY_SITE_KEY', 'secret'],
    ['MATCHDAY_PUBLISHER_KEY', 'secret'],
    ['MATCHDAY_ACCEPT_TOPIC_SETTINGS', 'perhaps'],
  ])('is refused with %s=%s, which is not repeated', (variable, value) => {
    const rest = variable === 'SALES_LOG_URL' ? {} : { ...kafka, ...sasl }
    const faults = faultsOf({ ...rest, [variable]: value })
    expect(faults.map(fault => fault.variable)).toEqual([variable])
    expect(faults[0]?.reason).not.toContain(value)
  })

  it('lists all that is missing in one go', () => {
    expect(faultsOf({ KAFKA_BROKERS: 'kafka', KAFKA_SASL_USERNAME: 'north' }).map(({ variable }) => variable)).toEqual([
      'KAFKA_SASL_MECHANISM', 'KAFKA_SASL_PASSWORD', 'MATCHDAY_SALES_TOPIC', 'MATCHDAY_SITE_KEY',
    ])
  })
})

describe('access to the brokers', () => {
  it('is by any of several, on the usual port where none is named', () => {
    const { brokers } = accessOf({ KAFKA_BROKERS: 'kafka-1, kafka-2:9093,[::1]:9094' }) ?? {}
    expect(brokers).toEqual(['kafka-1:9092', 'kafka-2:9093', '[::1]:9094'])
  })

  it.each([
    [{ KAFKA_SSL: 'true' }, { caFile: null }],
    [{ KAFKA_SSL: '1', KAFKA_SSL_CA_FILE: 'ca.pem' }, { caFile: 'ca.pem' }],
    [{ KAFKA_SSL_CA_FILE: 'ca.pem' }, { caFile: 'ca.pem' }],
    [{ KAFKA_SSL: 'false', KAFKA_SSL_CA_FILE: 'ca.pem' }, null],
    [{ KAFKA_SSL: '0' }, null],
  ])('is encrypted where %j says so', (environment, tls) => {
    expect(accessOf(environment)?.tls).toEqual(tls)
  })

  it('is by name and password, of a mechanism in either case', () => {
    const credentials = { mechanism: 'scram-sha-512', username: 'north', password: 'hunter2' }
    expect(accessOf(sasl)?.sasl).toEqual(credentials)
  })
})

describe('the variables of a log', () => {
  it.each<[string, Environment]>([
    ['in Postgres', { SALES_LOG_URL: url }],
    ['over Kafka', kafka],
    ['over Kafka, with all that can be said', {
      ...kafka,
      ...sasl,
      KAFKA_SSL_CA_FILE: 'ca.pem',
      KAFKA_CLIENT_ID: 'north',
      MATCHDAY_MASTERLIST_TOPIC: 'list',
      MATCHDAY_PUBLISHER_KEY: publisherKey,
      MATCHDAY_ACCEPT_TOPIC_SETTINGS: 'true',
    }],
  ])('describe it again: %s', (_, environment) => {
    const config = valueOf(environment)
    const again = valueOf(salesLogVariables(config))
    expect(salesLogVariables(again)).toEqual(salesLogVariables(config))
    expect(again.kind === 'kafka' && signingKeyText(again.keys.site)).toBe(config.kind === 'kafka' && siteKey)
  })
})
