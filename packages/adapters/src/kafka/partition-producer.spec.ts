import { beforeEach, describe, expect, it } from '@jest/globals'
import { AppendOutcomeUnknown, Unavailable } from '@matchday/domain/ports/unavailable'
import { KafkaFault } from './fault.ts'
import { LinkBroken, LinkDown } from './link.ts'
import type { PartitionProducer } from './partition-producer.ts'
import { createPartitionProducer, inNextEpoch, sequenceAfter } from './partition-producer.ts'
import { KafkaRefused } from './refused.ts'

const address = { host: 'broker', port: 9092 }
const [down, broken] = [new LinkDown(address, 'refused'), new LinkBroken(address, 'reset')]
/** By their numbers in Kafka's protocol. */
const notLeader = new KafkaFault(6)
const timedOut = new KafkaFault(7)
const tooLarge = new KafkaFault(10)
const notAllowed = new KafkaFault(29)
const tooFewReplicas = new KafkaFault(19)
const outOfOrder = new KafkaFault(45)
const unheardOf = new KafkaFault(9_999)

/** What a batch says of itself: whose it is, and its place in the order. */
type Sent = { readonly id: bigint; readonly epoch: number; readonly sequence: number; readonly bytes: Buffer }

/** A log that answers as a test says, and then always the same. */
function scene() {
  const sent: Sent[] = []
  const script: (Error | number)[] = []
  let [nowMs, ids, moves] = [0, 0n, 0]
  let always: Error | number = 0
  let idFails: Error | null = null
  const producer = createPartitionProducer({
    send: async batch => {
      const bytes = Buffer.from(batch)
      sent.push({ id: bytes.readBigInt64BE(43), epoch: bytes.readInt16BE(51), sequence: bytes.readInt32BE(53), bytes })
      const answer = script.shift() ?? always
      if (typeof answer === 'number') return answer
      throw answer
    },
    newId: async () => {
      if (idFails !== null) throw idFails
      return ++ids
    },
    onMoved: () => { moves++ },
    unavailable: cause => new Unavailable('sales-log', cause),
    // Another time each time: bytes that are sent again must be the same all the same.
    clock: () => 1_000_000 + sent.length,
    time: {
      nowMs: () => nowMs,
      pause: async ms => { nowMs += ms },
    },
  })
  return {
    sent, script, producer,
    answerAlways: (answer: Error | number) => { always = answer },
    failIds: (error: Error | null) => { idFails = error },
    waitedMs: () => nowMs,
    moves: () => moves,
  }
}

const records = (count: number) => Array.from({ length: count }, () => ({ key: null, value: '{}', headers: [] }))

let world: ReturnType<typeof scene>
let producer: PartitionProducer
beforeEach(() => {
  world = scene()
  producer = world.producer
})
const places = () => world.sent.map(({ id, epoch, sequence }) => [Number(id), epoch, sequence])

describe('a producer', () => {
  it('numbers its records on, batch after batch', async () => {
    for (const count of [3, 1, 2]) await producer.append(records(count))
    expect(places()).toEqual([[1, 0, 0], [1, 0, 3], [1, 0, 4]])
  })

  it('says where the batch begins', async () => {
    world.script.push(41)
    expect(await producer.append(records(2))).toBe(41)
  })

  it('goes on with 0 behind the last number of 31 bits, in the middle of a batch too', () => {
    expect(sequenceAfter(2 ** 31 - 2, 1)).toBe(2 ** 31 - 1)
    expect(sequenceAfter(2 ** 31 - 1, 1)).toBe(0)
    expect(sequenceAfter(2 ** 31 - 1, 5)).toBe(4)
  })
})

describe('an append whose answer was lost', () => {
  it.each([
    ['the connection broke', broken],
    ['the replicas were late', timedOut],
  ])('because %s, is sent again, the same to the last byte', async (_, failure) => {
    world.script.push(failure, failure, 7)
    expect(await producer.append(records(2))).toBe(7)
    expect(world.sent).toHaveLength(3)
    expect(new Set(world.sent.map(({ bytes }) => bytes.toString('hex'))).size).toBe(1)
    await producer.append(records(1))
    expect(places().at(-1)).toEqual([1, 0, 2])
  })

  it('is given up after a broker’s restart would be over, and its epoch with it', async () => {
    world.answerAlways(broken)
    await expect(producer.append(records(2))).rejects.toThrow(AppendOutcomeUnknown)
    expect(world.waitedMs()).toBeGreaterThan(15_000)
    expect(world.waitedMs()).toBeLessThan(16_000)
    world.answerAlways(0)
    await producer.append(records(1))
    expect(places().at(-1)).toEqual([1, 1, 0])
  })

  it('is looked for where the leader is by then', async () => {
    world.script.push(broken, notLeader, 3)
    expect(await producer.append(records(1))).toBe(3)
    expect(world.moves()).toBe(2)
  })

  it('stays unknown, whatever comes after: no connection, no right, no memory of the producer', async () => {
    for (const after of [down, tooLarge, outOfOrder, tooFewReplicas]) {
      world.script.push(broken)
      world.answerAlways(after)
      await expect(producer.append(records(1))).rejects.toThrow(AppendOutcomeUnknown)
    }
  })

  it('is unknown after an error that nobody heard of', async () => {
    world.answerAlways(unheardOf)
    await expect(producer.append(records(1))).rejects.toThrow(AppendOutcomeUnknown)
  })

  it('never gives its numbers to other records: behind the last epoch it takes another id', () => {
    const last = { producerId: 1n, producerEpoch: 32_766, sequence: 5 }
    expect(inNextEpoch(last)).toEqual({ producerId: 1n, producerEpoch: 32_767, sequence: 0 })
    expect(inNextEpoch(inNextEpoch(last))).toEqual({ producerId: null, producerEpoch: 0, sequence: 0 })
  })
})

describe('an append that was surely not made', () => {
  it.each([
    ['there is no connection', down],
    ['there is no leader', notLeader],
    ['replicas are missing', tooFewReplicas],
  ])('because %s, is tried for a second', async (_, failure) => {
    world.answerAlways(failure)
    await expect(producer.append(records(1))).rejects.toThrow(Unavailable)
    expect(world.waitedMs()).toBeGreaterThan(1_000)
    expect(world.waitedMs()).toBeLessThan(2_000)
    world.answerAlways(0)
    await producer.append(records(1))
    expect(places().at(-1)).toEqual([1, 0, 0])
  })

  it('is refused at once where the log will never take it', async () => {
    world.script.push(tooLarge)
    await expect(producer.append(records(1))).rejects.toThrow(RangeError)
    world.script.push(notAllowed)
    await expect(producer.append(records(1))).rejects.toThrow(KafkaRefused)
    expect(world.sent).toHaveLength(2)
    await producer.append(records(1))
    expect(places().at(-1)).toEqual([1, 0, 0])
  })

  it('without an id is unavailable, and sends nothing', async () => {
    world.failIds(new Unavailable('sales-log'))
    await expect(producer.append(records(1))).rejects.toThrow(Unavailable)
    world.failIds(unheardOf)
    await expect(producer.append(records(1))).rejects.toThrow(Unavailable)
    expect(world.sent).toEqual([])
  })

  it('because the log forgot the producer, is made under another id', async () => {
    await producer.append(records(5))
    world.script.push(outOfOrder, 9)
    expect(await producer.append(records(1))).toBe(9)
    expect(places()).toEqual([[1, 0, 0], [1, 0, 5], [2, 0, 0]])
  })
})
