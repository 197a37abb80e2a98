import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { EmbeddedKafka, EmbeddedKafkaOptions } from '../embedded-kafka/start.ts'
import { startEmbeddedKafka } from '../embedded-kafka/start.ts'
import { scratchFolder } from './embedded.ts'

export type TestKafka = {
  /** As kafkajs and `KAFKA_BROKERS` name them. */
  readonly brokers: readonly string[]
  /** A name for a topic that no other test has; the topic is the test's to make. */
  freshTopic(about: string): string
  /** A broker that was started here goes. */
  stop(): Promise<void>
}

/** Where the run's brokers are announced to its suites. */
const sharedBrokersVariable = 'MATCHDAY_TEST_KAFKA'

/**
 * Brokers for a suite: those that `KAFKA_BROKERS` names, else the one that jest's `kafka` project runs for all its
 * suites, else one of the suite's own. A suite that kills brokers takes `startThrowAwayKafka`.
 */
export const startTestKafka = async (): Promise<TestKafka> => {
  const shared = process.env['KAFKA_BROKERS'] || process.env[sharedBrokersVariable]
  if (shared) return testKafka(shared.split(','), async () => {})
  const { brokers, remove } = await startThrowAwayKafka()
  return testKafka(brokers, remove)
}

const testKafka = (brokers: readonly string[], stop: () => Promise<void>): TestKafka => ({
  brokers,
  freshTopic: (about) => `test-${about}-${randomBytes(6).toString('hex')}`,
  stop,
})

/** A cluster of the caller's own in the system's temporary folder, whose nodes it may kill and restart. */
export const startThrowAwayKafka = async (
  options: Pick<EmbeddedKafkaOptions, 'nodes' | 'settings'> = {},
): Promise<EmbeddedKafka & { remove(): Promise<void> }> => {
  const dataDir = await scratchFolder()
  const kafka = await startEmbeddedKafka({ ...options, dataDir, durable: false })
  const remove = async (): Promise<void> => {
    await kafka.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { ...kafka, remove }
}

/** Starts the run's one broker and announces it, unless there are others; returns how to remove it. */
export const shareKafka = async (): Promise<() => Promise<void>> => {
  if (process.env['KAFKA_BROKERS']) return async () => {}
  const { brokers, remove } = await startThrowAwayKafka()
  process.env[sharedBrokersVariable] = brokers.join(',')
  return remove
}
