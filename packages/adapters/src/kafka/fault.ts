import errors from 'kafkajs/src/protocol/error.js'

/** What a broker said instead of doing what it was asked: an error code of Kafka's protocol. */
export class KafkaFault extends Error {
  /** Kafka's name of the error, such as `NOT_LEADER_FOR_PARTITION`. */
  readonly type: string

  constructor(code: number) {
    const { type, message } = errors.createErrorFromCode(code)
    super(`${type}: ${message}`)
    this.name = 'KafkaFault'
    this.type = type
  }
}

/** @throws KafkaFault unless the code says that all went well */
export function mustSucceed(code: number): void {
  if (code !== 0) throw new KafkaFault(code)
}

/** Passes by itself: leaders move, replicas fall behind and come back, a coordinator is still starting. */
const passing = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'REQUEST_TIMED_OUT',
  'REPLICA_NOT_AVAILABLE',
  'NETWORK_EXCEPTION',
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'NOT_CONTROLLER',
  'KAFKA_STORAGE_ERROR',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'OFFSET_NOT_AVAILABLE',
  'THROTTLING_QUOTA_EXCEEDED',
])

export const isPassing = (error: unknown): boolean => error instanceof KafkaFault && passing.has(error.type)
