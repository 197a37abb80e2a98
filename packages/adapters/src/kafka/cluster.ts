import { setTimeout as pause } from 'node:timers/promises'
import type { OutsidePart } from '@matchday/domain/ports/unavailable'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import type { Wire } from 'kafkajs/src/network/connectionPool.js'
import { isPassing } from './fault.ts'
import type { Address, KafkaConnection, Link } from './link.ts'
import { createLink, LinkBroken, LinkDown } from './link.ts'
import { KafkaRefused } from './refused.ts'
import type { TopicPlace } from './requests/administer.ts'
import { whereIs } from './requests/administer.ts'

/** A broker answers the requests of one connection in turn, so each of these has its own to every broker. */
type Purpose = 'ask' | 'append' | 'watch'

/** The brokers of a cluster, as those that keep one topic. */
export type Cluster = {
  readonly topic: string
  /** What the cluster says of the topic now. @throws Unavailable, KafkaRefused, KafkaFault */
  readonly place: () => Promise<TopicPlace>
  /** Who leads a partition, as far as is known here. @throws Unavailable, KafkaFault */
  readonly leaderOf: (partition: number) => Promise<Address>
  /** A leader may have moved: look where it is before going there again. */
  readonly forget: () => void
  readonly link: (address: Address, purpose: Purpose) => Link
  /**
   * Ask a partition's leader for what changes nothing; again, where it turns out to be another.
   * @throws Unavailable, KafkaFault
   */
  readonly ask: <Decoded, Answer>(partition: number, wire: () => Wire<Decoded, Answer>) => Promise<Answer>
  /** Nothing was done, or whatever was done may be done again. */
  readonly isOfTheWay: (error: unknown) => boolean
  /** What callers are told of it. */
  readonly unavailable: (cause?: unknown) => Unavailable
  readonly close: () => void
}

export const answerMaxMs = 10_000
const triesMax = 3
const betweenTriesMs = 50

/** @param part what the topic is to this site */
export function createCluster(connection: KafkaConnection, topic: string, part: OutsidePart): Cluster {
  const links = new Map<string, Link>()
  const seeds = connection.brokers.map(addressOf)
  let known: TopicPlace | null = null
  let isStale = true
  let looking: Promise<TopicPlace> | null = null
  let isClosed = false

  const unavailable = (cause?: unknown): Unavailable => new Unavailable(part, cause)

  const link = (address: Address, purpose: Purpose): Link => {
    if (isClosed) throw unavailable()
    const name = `${purpose} ${address.host}:${address.port}`
    const made = links.get(name) ?? createLink(address, connection)
    links.set(name, made)
    return made
  }

  // A cluster that let this process in before does not mean it when it is just starting again.
  const isOfTheWay = (error: unknown): boolean =>
    error instanceof LinkDown || error instanceof LinkBroken || isPassing(error) ||
    (error instanceof KafkaRefused && known !== null)

  /** Any broker can tell. Those named at first are asked when none does that was heard of since. */
  const look = async (): Promise<TopicPlace> => {
    let failure: unknown
    for (const address of [...(known?.brokers ?? []), ...seeds]) {
      try {
        known = await link(address, 'ask').send(whereIs(topic), answerMaxMs)
        isStale = false
        return known
      } catch (error) {
        if (!isOfTheWay(error)) throw error
        failure = error
      }
    }
    throw unavailable(failure)
  }
  const place = (): Promise<TopicPlace> => (looking ??= look().finally(() => (looking = null)))

  const leaderOf = async (partition: number): Promise<Address> => {
    const { brokers, partitions } = isStale || known === null ? await place() : known
    const leader = partitions?.find(({ partitionId }) => partitionId === partition)?.leader
    const found = brokers.find(({ nodeId }) => nodeId === leader)
    if (found !== undefined) return found
    isStale = true
    throw unavailable(new Error(`partition ${partition} of ${topic} has no leader now`))
  }

  return {
    topic,
    place,
    leaderOf,
    forget: () => {
      isStale = true
    },
    link,
    ask: async (partition, wire) => {
      for (let tries = 1; ; tries++) {
        try {
          return await link(await leaderOf(partition), 'ask').send(wire(), answerMaxMs)
        } catch (error) {
          if (!isOfTheWay(error)) throw error
          isStale = true
          if (tries === triesMax) throw unavailable(error)
          await pause(tries * betweenTriesMs)
        }
      }
    },
    isOfTheWay,
    unavailable,
    close: () => {
      isClosed = true
      for (const made of links.values()) made.close()
    },
  }
}

/** `host:port`; an IPv6 host stands in brackets. */
function addressOf(broker: string): Address {
  const [, host, port] = /^\[?(.+?)\]?:(\d{1,5})$/.exec(broker) ?? []
  if (host === undefined) throw new RangeError(`a broker is named as host:port, not ${broker}`)
  return { host, port: Number(port) }
}
