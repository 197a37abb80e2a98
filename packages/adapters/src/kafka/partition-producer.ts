import type { Clock } from '@matchday/domain/ports/clock'
import { AppendOutcomeUnknown, Unavailable } from '@matchday/domain/ports/unavailable'
import { KafkaFault } from './fault.ts'
import { LinkDown } from './link.ts'
import type { Writable } from './records/encode-batch.ts'
import { encodeBatch } from './records/encode-batch.ts'
import { KafkaRefused } from './refused.ts'

/** Appends to one partition, one batch after the other. */
export type PartitionProducer = {
  /**
   * Append records as one batch, all or none, and once.
   * @returns the offset of the first
   * @throws Unavailable when surely nothing was appended
   * @throws AppendOutcomeUnknown
   * @throws RangeError where the log takes no such records
   * @throws KafkaRefused where it takes none of this site
   */
  readonly append: (records: readonly Writable[]) => Promise<number>
}

export type ProducerParts = {
  /** Where the leader is to be sent a batch. @returns the offset of its first record. @throws as `Link.send` */
  readonly send: (batch: Buffer) => Promise<number>
  /** An id that no other producer has. @throws as `Cluster.ask` */
  readonly newId: () => Promise<bigint>
  /** The leader may be another one by now. */
  readonly onMoved: () => void
  readonly unavailable: (cause: unknown) => Unavailable
  readonly clock: Clock
  readonly time: ProducerTime
}

/** What a producer waits by; a test has its own. */
export type ProducerTime = {
  /** Milliseconds, of a clock that never goes back. */
  readonly nowMs: () => number
  readonly pause: (ms: number) => Promise<unknown>
}

/** A batch that cannot even be sent is given up after this long: whoever waits for it is better answered. */
const unsentMaxMs = 1_000
/** One that may be in the log already is asked after for this long, which outlasts a broker's restart. */
const unknownMaxMs = 15_000
const firstPauseMs = 20
const lastPauseMs = 500

/**
 * The log knows a producer's batches by its id, its epoch and their sequence number, and takes each once. So a batch
 * whose answer was lost is sent again, the same to the last byte, and the answer is that of the first time. When none
 * comes at all, the producer goes on in its next epoch, and the log refuses whatever of the old one is still under way.
 */
export function createPartitionProducer(parts: ProducerParts): PartitionProducer {
  const { send, newId, onMoved, clock, time } = parts
  let me = nobody

  const encode = async (records: readonly Writable[]): Promise<Buffer> => {
    const producerId = me.producerId ?? (await newId())
    me = { ...me, producerId }
    return encodeBatch({ ...me, producerId, timestampMs: clock() }, records)
  }
  const giveUp = (error: unknown, failure: Failure, mayBeAppended: boolean): Error => {
    if (mayBeAppended) {
      me = inNextEpoch(me)
      return new AppendOutcomeUnknown(error)
    }
    return failure === 'refused' ? refusal(error) : parts.unavailable(error)
  }

  return {
    append: async records => {
      const startedMs = time.nowMs()
      let batch: Buffer | null = null
      let mayBeAppended = false
      for (let tries = 1; ; tries++) {
        try {
          batch ??= await encode(records)
          const offset = await send(batch)
          me = { ...me, sequence: sequenceAfter(me.sequence, records.length) }
          return offset
        } catch (error) {
          const failure = failureOf(error)
          mayBeAppended ||= failure === 'unknown' && batch !== null
          const maxMs = mayBeAppended ? unknownMaxMs : unsentMaxMs
          const isFinal = failure === 'refused' || (failure === 'forgotten' && mayBeAppended)
          if (isFinal || time.nowMs() - startedMs > maxMs) throw giveUp(error, failure, mayBeAppended)
          if (failure === 'forgotten') {
            me = nobody
            batch = null
          }
        }
        onMoved()
        await time.pause(Math.min(lastPauseMs, firstPauseMs * 2 ** Math.min(tries, 10)))
      }
    },
  }
}

/** Who a producer is to the log; without an id until it needs one. */
type Identity = {
  readonly producerId: bigint | null
  readonly producerEpoch: number
  /** Of the next record. */
  readonly sequence: number
}

const nobody: Identity = { producerId: null, producerEpoch: 0, sequence: 0 }
const epochMax = 32_767

/** Behind the last epoch there is only another id. */
export const inNextEpoch = (me: Identity): Identity =>
  me.producerEpoch === epochMax ? nobody : { ...me, producerEpoch: me.producerEpoch + 1, sequence: 0 }

/** Behind the last number of 31 bits, 0 is the next. */
export const sequenceAfter = (sequence: number, count: number): number => (sequence + count) % 2 ** 31

/** What a failed try did. */
type Failure =
  /** Nothing, and the next may do better. */
  | 'not-appended'
  /** Nothing: the log does not know this producer, or lost what it appended last. */
  | 'forgotten'
  /** Nothing, and no other try will. */
  | 'refused'
  /** Perhaps everything. */
  | 'unknown'

/** Refused for what they are, whoever appends them. */
const ofTheRecords = [
  'MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'CORRUPT_MESSAGE', 'INVALID_RECORD', 'INVALID_TIMESTAMP',
]

/** By Kafka's name of the error. What is not here may come after the append. */
const failures: ReadonlyMap<string, Failure> = new Map([
  ...of('not-appended', 'UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION',
    'FENCED_LEADER_EPOCH', 'UNKNOWN_LEADER_EPOCH', 'NOT_ENOUGH_REPLICAS'),
  ...of('forgotten', 'OUT_OF_ORDER_SEQUENCE_NUMBER', 'UNKNOWN_PRODUCER_ID', 'INVALID_PRODUCER_EPOCH',
    'INVALID_PRODUCER_ID_MAPPING'),
  ...of('refused', ...ofTheRecords, 'TOPIC_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED', 'POLICY_VIOLATION',
    'INVALID_TOPIC_EXCEPTION', 'INVALID_REQUIRED_ACKS', 'UNSUPPORTED_FOR_MESSAGE_FORMAT', 'UNSUPPORTED_VERSION'),
])

function of(failure: Failure, ...types: readonly string[]): [string, Failure][] {
  return types.map(type => [type, failure])
}

function failureOf(error: unknown): Failure {
  if (error instanceof KafkaFault) return failures.get(error.type) ?? 'unknown'
  // Not let in, not connected, or no leader to connect to.
  const isUnsent = error instanceof LinkDown || error instanceof KafkaRefused || error instanceof Unavailable
  return isUnsent ? 'not-appended' : 'unknown'
}

function refusal(error: unknown): Error {
  const { type, message } = error as KafkaFault
  return ofTheRecords.includes(type)
    ? new RangeError(`the log does not take this record: ${message}`, { cause: error })
    : new KafkaRefused(`this site may not append: ${message}`, error)
}
