import type { LogEntry } from '@matchday/domain/inventory/entry'
import type { Clock } from '@matchday/domain/ports/clock'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import type { SignRecords } from '../signing/sign-records.ts'
import { decodeRecord } from '../wire/decode-record.ts'
import { encodeRecord } from '../wire/encode-record.ts'
import { placeOf } from '../wire/place-of.ts'
import { withRaw } from '../wire/raw-entry.ts'
import { malformed } from '../wire/text-record.ts'
import type { KafkaConnection } from './link.ts'
import type { LoggedRecord } from './records/take-records.ts'
import { rawAt } from './records/take-records.ts'
import { openTopicLog } from './topic-log.ts'

export type KafkaLogOptions = {
  readonly connection: KafkaConnection
  readonly topic: string
  /** The log's id in the federation's file: Kafka has none for a topic that its sites could agree on. */
  readonly logId: string
  /** The federation's; a topic that has another number is refused. */
  readonly partitions: number
  /** Null where the sites that can write to the topic trust each other. */
  readonly sign: SignRecords | null
  /** Stamps what this site appends, where the topic does not do it. */
  readonly clock: Clock
  /** Take a topic that may lose records, or is stamped by its senders. Default: refuse it. */
  readonly acceptTopicSettings?: boolean
  /** Make the topic where it is missing. Default: do. */
  readonly createTopic?: boolean
}

/**
 * Open a topic as the sales log.
 * @throws Unavailable when no broker can be reached
 * @throws KafkaRefused, in one line for an operator, when the credentials or the topic will not do
 */
export async function openKafkaLog(options: KafkaLogOptions): Promise<SalesLog> {
  const { connection, topic, logId, partitions, sign, clock, acceptTopicSettings, createTopic } = options
  const terms = { partitions, mayCreate: createTopic ?? true, acceptSettings: acceptTopicSettings ?? false }
  const log = await openTopicLog({ connection, topic, part: 'sales-log', terms, sign, clock })
  return {
    logId,
    partitions,
    append: async record => log.append(placeOf(record, partitions), encodeRecord(record)),
    appendRaw: log.appendRaw,
    read: async ({ partition, offset }, max) => {
      const { records, next, end } = await log.read(partition, offset, max)
      return { entries: records.map(entryOf), next, end, rawOf: at => rawAt(records, at) }
    },
    end: partition => log.offsetAt(partition, 'end'),
    onAppended: log.onAppended,
    close: log.close,
  }
}

function entryOf({ offset, stampedBy, raw, undecodable }: LoggedRecord): LogEntry {
  const said = undecodable === null ? decodeRecord(raw) : malformed('undecodable')
  return withRaw({ offset, timestampMs: raw.timestampMs, stampedBy, said }, raw)
}
