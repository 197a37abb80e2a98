import type { Batcher } from '../batching/batcher.ts'
import { createBatcher } from '../batching/batcher.ts'
import type { Cluster } from './cluster.ts'
import { answerMaxMs } from './cluster.ts'
import { mustSucceed } from './fault.ts'
import type { Address } from './link.ts'
import type { Produce, Produced } from './requests/produce.ts'
import { produceWire } from './requests/produce.ts'

/** Sends a batch to the leader of its partition. @returns the offset of its first record. @throws as `Link.send` */
export type SendBatch = (partition: number, batch: Buffer) => Promise<number>

type Item = Produce['partitions'][number]

/** The most batches of one request: a partition has one in flight at most. */
const partitionsMax = 1_000
/** How long the broker may wait for its replicas before it says that they are late. */
const replicasMaxMs = 5_000

/** Batches that are sent in the same moment to the same broker go together in one request. */
export function createBatchSender(cluster: Cluster): SendBatch {
  const senders = new Map<string, Batcher<Item, Produced>>()

  const senderTo = (address: Address): Batcher<Item, Produced> => {
    const name = `${address.host}:${address.port}`
    const made = senders.get(name) ?? createBatcher(items => sendAll(cluster, address, items), { max: partitionsMax })
    senders.set(name, made)
    return made
  }

  return async (partition, batch) => {
    const sender = senderTo(await cluster.leaderOf(partition))
    const { errorCode, offset } = await sender.add({ partition, batch })
    mustSucceed(errorCode)
    return offset
  }
}

/** @returns what became of each */
async function sendAll(cluster: Cluster, leader: Address, items: readonly Item[]): Promise<Produced[]> {
  const wire = produceWire({ topic: cluster.topic, partitions: items, maxWaitMs: replicasMaxMs })
  const answers = await cluster.link(leader, 'append').send(wire, answerMaxMs)
  return items.map(({ partition }) => {
    const answer = answers.find(one => one.partition === partition)
    if (answer === undefined) throw new Error(`the broker does not say what became of partition ${partition}`)
    return answer
  })
}
