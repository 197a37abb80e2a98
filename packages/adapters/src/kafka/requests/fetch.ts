import type { Wire } from 'kafkajs/src/network/connectionPool.js'
import Decoder from 'kafkajs/src/protocol/decoder.js'
import Encoder from 'kafkajs/src/protocol/encoder.js'
import { mustSucceed } from '../fault.ts'

type PartitionAt = { readonly partition: number; readonly offset: number }

export type Fetch = {
  readonly topic: string
  readonly partitions: readonly PartitionAt[]
  /** How long the broker may wait for a first record; 0: it answers with what is there. */
  readonly maxWaitMs: number
  /** Of one partition; the first batch comes whole, however large it is. */
  readonly maxBytes: number
}

export type Fetched = {
  readonly partition: number
  /** Of Kafka's protocol; 0 where all went well. */
  readonly errorCode: number
  /** One past the last record that cannot be lost any more. */
  readonly end: number
  /** Record batches, the last perhaps cut off. */
  readonly batches: Buffer
}

const version = 11
const consumer = -1
const noSession = { id: 0, epoch: -1 }
const readUncommitted = 0
const unknown = -1

/**
 * Record batches as they are, with what they say of themselves. kafkajs would decode them as it sees fit: without a
 * bound, in a time quadratic in the headers of a record, and without telling who stamped them.
 * @returns an answer a partition; none from a broker whose quota holds this client back
 */
export const fetchAll = (fetch: Fetch) => wire(fetch, partitions => partitions)

/** Of one partition. @throws KafkaFault */
export const fetchOne = ({ partition, offset, ...fetch }: Omit<Fetch, 'partitions'> & PartitionAt) =>
  wire({ ...fetch, partitions: [{ partition, offset }] }, ([found]) => {
    mustSucceed(found?.errorCode ?? 0)
    return found
  })

const wire = <Answer>(
  fetch: Fetch,
  answer: (partitions: readonly Fetched[]) => Answer,
): Wire<{ readonly partitions: readonly Fetched[] }, Answer> => ({
  request: { apiKey: 1, apiVersion: version, apiName: 'Fetch', encode: async () => encode(fetch) },
  response: {
    decode: async payload => decode(new Decoder(payload)),
    parse: async ({ partitions }) => answer(partitions),
  },
})

function encode({ topic, partitions, maxWaitMs, maxBytes }: Fetch): Encoder {
  const encoder = new Encoder()
    .writeInt32(consumer)
    .writeInt32(maxWaitMs)
    .writeInt32(1)
    .writeInt32(Math.min(2 ** 31 - 1, partitions.length * maxBytes))
    .writeInt8(readUncommitted)
    .writeInt32(noSession.id)
    .writeInt32(noSession.epoch)
    .writeInt32(1)
    .writeString(topic)
    .writeInt32(partitions.length)
  for (const { partition, offset } of partitions) {
    encoder.writeInt32(partition).writeInt32(unknown).writeInt64(offset).writeInt64(unknown).writeInt32(maxBytes)
  }
  return encoder.writeInt32(0).writeString('')
}

function decode(decoder: Decoder) {
  const clientSideThrottleTime = decoder.readInt32()
  const errorCode = decoder.readInt16()
  decoder.readInt32()
  const topics = decoder.readArray(topic => {
    topic.readString()
    return topic.readArray(partition => decodePartition(partition, errorCode))
  })
  return { clientSideThrottleTime, partitions: topics.flat() }
}

function decodePartition(decoder: Decoder, sessionError: number): Fetched {
  const partition = decoder.readInt32()
  const errorCode = decoder.readInt16() || sessionError
  const end = Number(decoder.readInt64())
  decoder.readInt64()
  decoder.readInt64()
  decoder.readArray(aborted => [aborted.readInt64(), aborted.readInt64()])
  decoder.readInt32()
  return { partition, errorCode, end, batches: decoder.readBytes() ?? Buffer.alloc(0) }
}
