import { setTimeout as pause } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import { answerMaxMs } from './cluster.ts'
import { KafkaFault } from './fault.ts'
import { KafkaRefused } from './refused.ts'
import type { TopicPlace } from './requests/administer.ts'
import { createTopic, settingsOf } from './requests/administer.ts'

export type TopicTerms = {
  /** Null: as many as it has, or one where it is made. */
  readonly partitions: number | null
  /** Whether a topic that is missing is made. */
  readonly mayCreate: boolean
  /** Whether one that may lose records, or is not stamped by its log, is taken all the same. */
  readonly acceptSettings: boolean
}

/** What is known of a topic that can be used. */
export type Topic = {
  readonly partitions: number
  /** The most bytes of one record batch. */
  readonly batchMaxBytes: number
}

/** The log decides by its own time, and nothing of it is ever lost. */
const required: ReadonlyMap<string, string> = new Map([
  ['message.timestamp.type', 'LogAppendTime'],
  ['cleanup.policy', 'delete'],
  ['retention.ms', '-1'],
  ['retention.bytes', '-1'],
  ['unclean.leader.election.enable', 'false'],
])

/** Where a topic has replicas, so many must have a record before it counts. */
const inSyncMin = 2
const inSyncName = 'min.insync.replicas'
const replicasMax = 3

const batchMaxName = 'max.message.bytes'
/** Kafka's own default. */
const usualBatchMaxBytes = 1_048_588
/** More than frames the records of a batch. */
const frameBytes = 100

const createdMaxMs = 10_000

/**
 * See that a topic is there as it must be, or make it so.
 * @throws KafkaRefused where it is missing and cannot be made, has another number of partitions, or settings that are
 * not accepted; each is named
 * @throws Unavailable
 */
export async function openTopic(cluster: Cluster, terms: TopicTerms): Promise<Topic> {
  const { topic } = cluster
  const place = await placeOf(cluster)
  const partitions = place.partitions ?? (await create(cluster, place, terms))
  if (terms.partitions !== null && partitions.length !== terms.partitions) {
    throw new KafkaRefused(
      `topic ${topic} has ${partitions.length} partitions, and the federation says ${terms.partitions}: ` +
        'which partition a game is at home in depends on it',
    )
  }
  const settings = await settingsFrom(cluster, terms)
  const isReplicated = partitions.every(({ replicas }) => replicas > 1)
  const wrong = settings === null ? [] : faultsOf(settings, isReplicated)
  if (wrong.length > 0 && !terms.acceptSettings) {
    throw new KafkaRefused(
      `topic ${topic} cannot be relied on: ${wrong.join('; ')}. ` +
        'Change that, or accept the topic as it is (--accept-topic-settings)',
    )
  }
  return { partitions: partitions.length, batchMaxBytes: batchMaxOf(settings) }
}

/** Of the topic, but no more than any topic takes that does not say otherwise. */
function batchMaxOf(settings: ReadonlyMap<string, string> | null): number {
  const batchMaxBytes = Number(settings?.get(batchMaxName) ?? usualBatchMaxBytes)
  return Math.min(batchMaxBytes, usualBatchMaxBytes) - frameBytes
}

type Partitions = NonNullable<TopicPlace['partitions']>

async function create(cluster: Cluster, { brokers, controllerId }: TopicPlace, terms: TopicTerms): Promise<Partitions> {
  const { topic } = cluster
  if (!terms.mayCreate) throw new KafkaRefused(`there is no topic ${topic}, and it is not to be made here`)
  const controller = brokers.find(({ nodeId }) => nodeId === controllerId) ?? brokers[0]
  if (controller === undefined) throw cluster.unavailable(new Error('the cluster has no controller now'))
  const replicas = Math.min(replicasMax, brokers.length)
  const settings = new Map(required)
  if (replicas > 1) settings.set(inSyncName, String(inSyncMin))
  try {
    const made = { topic, partitions: terms.partitions ?? 1, replicas, settings }
    await cluster.link(controller, 'ask').send(createTopic(made, createdMaxMs), createdMaxMs + answerMaxMs)
  } catch (error) {
    if (cluster.isOfTheWay(error)) throw cluster.unavailable(error)
    if (!isFault(error, /^TOPIC_ALREADY_EXISTS$/)) {
      throw new KafkaRefused(`there is no topic ${topic}, and it cannot be made: ${messageOf(error)}`, error)
    }
  }
  return untilLed(cluster)
}

/** Whoever made it: it takes a moment until every broker knows, and each partition has its leader. */
async function untilLed(cluster: Cluster): Promise<Partitions> {
  const startedMs = performance.now()
  for (;;) {
    const { partitions } = await placeOf(cluster)
    if (partitions !== null && partitions.every(({ leader }) => leader >= 0)) return partitions
    if (performance.now() - startedMs > createdMaxMs) {
      throw cluster.unavailable(new Error(`topic ${cluster.topic} was made, and has no leaders yet`))
    }
    await pause(50)
  }
}

async function placeOf(cluster: Cluster): Promise<TopicPlace> {
  try {
    return await cluster.place()
  } catch (error) {
    if (!(error instanceof KafkaFault)) throw error
    throw new KafkaRefused(`topic ${cluster.topic} cannot be used: ${error.message}`, error)
  }
}

/** Null where they are hidden from this user, and accepted whatever they are. */
async function settingsFrom(cluster: Cluster, terms: TopicTerms): Promise<ReadonlyMap<string, string> | null> {
  const { topic } = cluster
  try {
    return await cluster.ask(0, () => settingsOf(topic, [...required.keys(), inSyncName, batchMaxName]))
  } catch (error) {
    if (!isFault(error, /_AUTHORIZATION_FAILED$/)) throw error
    if (terms.acceptSettings) return null
    throw new KafkaRefused(
      `this user may not see how topic ${topic} is set. ` +
        'Allow that, or accept the topic unseen (--accept-topic-settings)',
      error,
    )
  }
}

function faultsOf(settings: ReadonlyMap<string, string>, isReplicated: boolean): string[] {
  const faults = Array.from(required).flatMap(([name, value]) => {
    const found = settings.get(name)
    return found === value ? [] : `${name} is ${found ?? 'unknown'} and must be ${value}`
  })
  const inSync = Number(settings.get(inSyncName))
  if (isReplicated && !(inSync >= inSyncMin)) faults.push(`${inSyncName} is ${inSync} and must be ${inSyncMin} or more`)
  return faults
}

const isFault = (error: unknown, types: RegExp): boolean => error instanceof KafkaFault && types.test(error.type)

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
