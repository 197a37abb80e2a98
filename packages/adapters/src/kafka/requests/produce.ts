import type { Wire } from 'kafkajs/src/network/connectionPool.js'
import Decoder from 'kafkajs/src/protocol/decoder.js'
import Encoder from 'kafkajs/src/protocol/encoder.js'

export type Produce = {
  readonly topic: string
  /** One record batch for each. */
  readonly partitions: readonly { readonly partition: number; readonly batch: Buffer }[]
  /** How long the broker may wait for its replicas. */
  readonly maxWaitMs: number
}

export type Produced = {
  readonly partition: number
  /** Of Kafka's protocol; 0 where all went well. */
  readonly errorCode: number
  /** Of the batch's first record. */
  readonly offset: number
}

const version = 7
const byAllReplicas = -1

/** Record batches as they are, so that one that is sent again is the same to the last byte. */
export const produceWire = (produce: Produce): Wire<{ partitions: Produced[] }, readonly Produced[]> => ({
  request: { apiKey: 0, apiVersion: version, apiName: 'Produce', encode: async () => encode(produce) },
  response: {
    decode: async payload => decode(new Decoder(payload)),
    parse: async ({ partitions }) => partitions,
  },
})

function encode({ topic, partitions, maxWaitMs }: Produce): Encoder {
  const size = partitions.reduce((sum, { batch }) => sum + batch.length + 8, 300)
  const encoder = new Encoder(size)
    .writeString(null)
    .writeInt16(byAllReplicas)
    .writeInt32(maxWaitMs)
    .writeInt32(1)
    .writeString(topic)
    .writeInt32(partitions.length)
  for (const { partition, batch } of partitions) encoder.writeInt32(partition).writeBytes(batch)
  return encoder
}

function decode(decoder: Decoder) {
  const topics = decoder.readArray(topic => {
    topic.readString()
    return topic.readArray(decodePartition)
  })
  return { partitions: topics.flat(), clientSideThrottleTime: decoder.readInt32() }
}

function decodePartition(decoder: Decoder): Produced {
  const [partition, errorCode, offset] = [decoder.readInt32(), decoder.readInt16(), Number(decoder.readInt64())]
  decoder.readInt64()
  decoder.readInt64()
  return { partition, errorCode, offset }
}
