import type { Request, Wire } from 'kafkajs/src/network/connectionPool.js'
import createTopicsRequest from 'kafkajs/src/protocol/requests/createTopics/v3/request.js'
import createTopicsResponse from 'kafkajs/src/protocol/requests/createTopics/v3/response.js'
import describeConfigsRequest from 'kafkajs/src/protocol/requests/describeConfigs/v2/request.js'
import describeConfigsResponse from 'kafkajs/src/protocol/requests/describeConfigs/v2/response.js'
import initProducerIdRequest from 'kafkajs/src/protocol/requests/initProducerId/v1/request.js'
import initProducerIdResponse from 'kafkajs/src/protocol/requests/initProducerId/v1/response.js'
import listOffsetsRequest from 'kafkajs/src/protocol/requests/listOffsets/v3/request.js'
import listOffsetsResponse from 'kafkajs/src/protocol/requests/listOffsets/v3/response.js'
import metadataRequest from 'kafkajs/src/protocol/requests/metadata/v6/request.js'
import metadataResponse from 'kafkajs/src/protocol/requests/metadata/v6/response.js'
import { KafkaFault, mustSucceed } from '../fault.ts'

type Partition = {
  readonly partitionId: number
  /** -1: none at the moment. */
  readonly leader: number
  readonly replicas: number
}

export type TopicPlace = {
  readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[]
  readonly controllerId: number
  /** Null where the cluster has no such topic. */
  readonly partitions: readonly Partition[] | null
}

const wire = <Decoded, Answer>(
  request: Request,
  { decode }: { readonly decode: (payload: Buffer) => Promise<Decoded> },
  answer: (decoded: Decoded) => Answer,
): Wire<Decoded, Answer> => ({ request, response: { decode, parse: async decoded => answer(decoded) } })

/** Which brokers there are, and which of them lead the topic's partitions. @throws KafkaFault */
export const whereIs = (topic: string) =>
  wire(
    metadataRequest({ topics: [topic], allowAutoTopicCreation: false }),
    metadataResponse,
    ({ brokers, controllerId, topicMetadata }): TopicPlace => {
      const [found] = topicMetadata
      const fault = found === undefined || found.topicErrorCode === 0 ? null : new KafkaFault(found.topicErrorCode)
      const isMissing = found === undefined || fault?.type === 'UNKNOWN_TOPIC_OR_PARTITION'
      // No leader at the moment: the partitions say it themselves.
      if (fault !== null && !isMissing && fault.type !== 'LEADER_NOT_AVAILABLE') throw fault
      const partitions = found?.partitionMetadata.map(({ replicas, ...of }) => ({ ...of, replicas: replicas.length }))
      return { brokers, controllerId, partitions: isMissing ? null : partitions ?? null }
    },
  )

/** One past the last record that cannot be lost any more, or the first that is kept. @throws KafkaFault */
export const offsetAt = (topic: string, partition: number, which: 'first' | 'end') =>
  wire(
    listOffsetsRequest({
      replicaId: -1,
      isolationLevel: 0,
      topics: [{ topic, partitions: [{ partition, timestamp: which === 'first' ? -2 : -1 }] }],
    }),
    listOffsetsResponse,
    ({ responses }): number => {
      const found = responses[0]?.partitions[0]
      if (found === undefined) throw new Error('the broker answers for another partition')
      mustSucceed(found.errorCode)
      return Number(found.offset)
    },
  )

/** An id under which a broker knows a producer's batches again. @throws KafkaFault */
export const newProducerId = () =>
  wire(
    initProducerIdRequest({ transactionalId: null, transactionTimeout: 60_000 }),
    initProducerIdResponse,
    ({ errorCode, producerId }): bigint => {
      mustSucceed(errorCode)
      return BigInt(producerId)
    },
  )

export type NewTopic = {
  readonly topic: string
  readonly partitions: number
  readonly replicas: number
  readonly settings: ReadonlyMap<string, string>
}

/** @throws KafkaFault, also where the topic is there */
export const createTopic = ({ topic, partitions, replicas, settings }: NewTopic, timeoutMs: number) =>
  wire(
    createTopicsRequest({
      topics: [{
        topic,
        numPartitions: partitions,
        replicationFactor: replicas,
        configEntries: Array.from(settings, ([name, value]) => ({ name, value })),
      }],
      timeout: timeoutMs,
    }),
    createTopicsResponse,
    ({ topicErrors }): void => mustSucceed(topicErrors[0]?.errorCode ?? 0),
  )

const topicResource = 2

/** Settings of a topic, by name. @throws KafkaFault */
export const settingsOf = (topic: string, names: readonly string[]) =>
  wire(
    describeConfigsRequest({
      resources: [{ type: topicResource, name: topic, configNames: names }],
      includeSynonyms: false,
    }),
    describeConfigsResponse,
    ({ resources }): ReadonlyMap<string, string> => {
      const [found] = resources
      mustSucceed(found?.errorCode ?? 0)
      return new Map(found?.configEntries.map(({ configName, configValue }) => [configName, configValue ?? '']))
    },
  )
