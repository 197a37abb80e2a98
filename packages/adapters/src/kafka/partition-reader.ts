import type { Unavailable } from '@matchday/domain/ports/unavailable'
import { LogOutOfRange } from '@matchday/domain/ports/unavailable'
import type { Cluster } from './cluster.ts'
import { KafkaFault } from './fault.ts'
import type { Batch } from './records/open-batch.ts'
import { openBatch, sliceBatches } from './records/open-batch.ts'
import type { LoggedRecord } from './records/take-records.ts'
import { takeRecords } from './records/take-records.ts'
import { offsetAt } from './requests/administer.ts'
import { fetchOne } from './requests/fetch.ts'

/** As a `LogChunk`, of records that are not looked into. */
export type RecordChunk = {
  readonly records: readonly LoggedRecord[]
  readonly next: number
  readonly end: number
}

/** Reads one partition of a topic, as `SalesLog.read`. @throws LogOutOfRange, Unavailable */
export type PartitionReader = (from: number, max: number) => Promise<RecordChunk>

/** So much is fetched for each record that is asked for, within bounds; a signed record has some 800 bytes. */
const recordBytes = 1_024
const fetchMinBytes = 64 * 1_024
const fetchMaxBytes = 2 * 1_024 * 1_024

/** Batches that were fetched and are not read yet. They are opened one by one, for each may swell to 64 MiB. */
type Fetched = {
  readonly next: number
  /** One past the last record of the partition when this was fetched. */
  readonly end: number
  readonly opened: Batch | null
  readonly batches: readonly Buffer[]
  /** Of the first batch that is not opened yet. */
  readonly index: number
}

export function createPartitionReader(cluster: Cluster, partition: number): PartitionReader {
  /** What the last read left over: the next one goes on there, as a rule. */
  let rest: Fetched | null = null

  return async (from, max) => {
    const records: LoggedRecord[] = []
    let at = rest?.next === from ? await take(cluster, rest, max, records) : null
    // A chunk that goes up to the end says where that is now, not where it was.
    if (at === null || records.length < max || at.next >= at.end) {
      const fetched = await fetch(cluster, partition, at?.next ?? from, max - records.length)
      at = await take(cluster, fetched, max, records)
    }
    rest = at.opened === null && at.index === at.batches.length ? null : at
    return { records, next: at.next, end: at.end }
  }
}

/** @throws LogOutOfRange, Unavailable */
async function fetch(cluster: Cluster, partition: number, offset: number, max: number): Promise<Fetched> {
  const maxBytes = Math.min(fetchMaxBytes, Math.max(fetchMinBytes, max * recordBytes))
  const wire = () => fetchOne({ topic: cluster.topic, partition, offset, maxWaitMs: 0, maxBytes })
  try {
    const found = await cluster.ask(partition, wire)
    // So a broker answers whom its quota holds back.
    if (found === undefined) throw cluster.unavailable(new Error('the broker gives nothing out now'))
    const batches = sliceBatches(found.batches)
    if (batches.length === 0 && offset < found.end) throw unreadable(cluster, offset, 'it is cut off')
    return { next: offset, end: found.end, opened: null, batches, index: 0 }
  } catch (error) {
    throw error instanceof KafkaFault && error.type === 'OFFSET_OUT_OF_RANGE'
      ? await outOfRange(cluster, partition, offset)
      : error
  }
}

async function outOfRange(cluster: Cluster, partition: number, offset: number): Promise<Error> {
  const [first, end] = await Promise.all((['first', 'end'] as const).map(which =>
    cluster.ask(partition, () => offsetAt(cluster.topic, partition, which))))
  return new LogOutOfRange(partition, offset, first ?? 0, end ?? 0)
}

/** Moves records out of what was fetched, until `into` has `max` or nothing is left. @throws Unavailable */
async function take(cluster: Cluster, fetched: Fetched, max: number, into: LoggedRecord[]): Promise<Fetched> {
  let { next, opened, index } = fetched
  while (into.length < max) {
    const bytes = fetched.batches[index]
    if (opened === null) {
      if (bytes === undefined) break
      opened = await openBatch(bytes)
      index++
    }
    if (opened.kind === 'damaged') {
      // What is before it counts. It is fetched again when its turn comes, and may be whole then.
      if (into.length > 0) return { next, end: fetched.end, opened: null, batches: [], index: 0 }
      throw unreadable(cluster, opened.first, opened.why)
    }
    next = Math.max(next, takeRecords(opened, next, max - into.length, into))
    if (next > opened.last) opened = null
  }
  return { ...fetched, next, opened, index }
}

const unreadable = ({ topic, unavailable }: Cluster, offset: number, why: string): Unavailable =>
  unavailable(new Error(`the batch of ${topic} at offset ${offset} cannot be read: ${why}`))
