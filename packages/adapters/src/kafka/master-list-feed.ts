import type { FeedEntry } from '@matchday/domain/feed/entry'
import { homePartition } from '@matchday/domain/inventory/home-partition'
import type { Clock } from '@matchday/domain/ports/clock'
import type { MasterListFeed } from '@matchday/domain/ports/master-list-feed'
import { AppendOutcomeUnknown, LogOutOfRange, Unavailable } from '@matchday/domain/ports/unavailable'
import type { SignRecords } from '../signing/sign-records.ts'
import { decodeFeedRecord, encodeToldGame } from '../wire/feed-record.ts'
import type { KafkaConnection } from './link.ts'
import type { RecordChunk } from './partition-reader.ts'
import type { LoggedRecord } from './records/take-records.ts'
import { rawAt } from './records/take-records.ts'
import type { TopicLog } from './topic-log.ts'
import { openTopicLog } from './topic-log.ts'

export type KafkaFeedOptions = {
  readonly connection: KafkaConnection
  readonly topic: string
  /** Null where what this site tells is not signed. */
  readonly sign: SignRecords | null
  readonly clock: Clock
  /** Make the topic, of one partition, where it is missing. Default: do. */
  readonly createTopic?: boolean
}

/**
 * Open a master-list topic. It is whoever's it is, and taken as it is: nothing is sold by it.
 * @throws Unavailable when no broker can be reached
 * @throws KafkaRefused, in one line for an operator, when the credentials will not do or there is no topic
 */
export async function openKafkaFeed(options: KafkaFeedOptions): Promise<MasterListFeed> {
  const { connection, topic, sign, clock, createTopic } = options
  const terms = { partitions: null, mayCreate: createTopic ?? true, acceptSettings: true }
  const log = await openTopicLog({ connection, topic, part: 'master-list-feed', terms, sign, clock })
  const { partitions } = log
  return {
    topic,
    partitions,
    read: async ({ partition, offset }, max) => {
      const { records, next, end } = await readFromThereOrAnew(log, partition, offset, max)
      return { entries: records.map(entryOf), next, end, rawOf: at => rawAt(records, at) }
    },
    end: partition => log.offsetAt(partition, 'end'),
    publish: async (site, games) => {
      const appends = games.map(told => log.append(homePartition(told.game, partitions), encodeToldGame(site, told)))
      throwUnlessAll(await Promise.allSettled(appends))
    },
    onPublished: log.onAppended,
    close: log.close,
  }
}

async function readFromThereOrAnew(log: TopicLog, partition: number, from: number, max: number): Promise<RecordChunk> {
  try {
    return await log.read(partition, from, max)
  } catch (error) {
    if (!(error instanceof LogOutOfRange)) throw error
    return log.read(partition, await log.offsetAt(partition, 'first'), max)
  }
}

/** Several batches may be under way, to several brokers: what of them was appended is one answer for all. */
function throwUnlessAll(outcomes: readonly PromiseSettledResult<unknown>[]): void {
  const failures = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [outcome.reason as Error] : []))
  const [first] = failures
  if (first === undefined) return
  const refused = failures.find(failure => !(failure instanceof Unavailable || failure instanceof AppendOutcomeUnknown))
  if (refused !== undefined) throw refused
  const isNone = failures.length === outcomes.length && failures.every(failure => failure instanceof Unavailable)
  throw isNone ? first : new AppendOutcomeUnknown(first)
}

function entryOf({ offset, raw, undecodable }: LoggedRecord): FeedEntry {
  if (undecodable === null) return { offset, said: decodeFeedRecord(raw) }
  const detail = `its batch cannot be taken apart: ${undecodable}`
  return { offset, said: { kind: 'malformed', reason: 'undecodable', detail } }
}
