import type { LogChunk, RawRecord, SalesLog } from '@matchday/domain/ports/sales-log'
import type { Clock } from '@matchday/domain/ports/clock'
import { LogOutOfRange, Unavailable } from '@matchday/domain/ports/unavailable'
import { decodeRecord } from '../wire/decode-record.ts'
import { encodeRecord } from '../wire/encode-record.ts'
import { existing, placeOf } from '../wire/place-of.ts'
import { rawRecord } from '../wire/text-record.ts'

/** What a broker keeps: the bytes of every record, stamped as they came. Lives as long as the process. */
export type MemoryLogStore = {
  readonly logId: string
  readonly partitions: number
  /** The records of a partition by offset, from 0. */
  readonly recordsOf: (partition: number) => readonly RawRecord[]
  /** Append any bytes, as any program that reaches the log could; the store stamps them. @returns their offset */
  readonly appendRaw: (partition: number, record: Omit<RawRecord, 'timestampMs'>) => number
  /** @returns stop */
  readonly onAppended: (wake: () => void) => () => void
}

export type MemoryLogOptions = { readonly logId: string; readonly partitions: number; readonly clock: Clock }

export function createMemoryLogStore({ logId, partitions, clock }: MemoryLogOptions): MemoryLogStore {
  const records = Array.from({ length: partitions }, (): RawRecord[] => [])
  const subscribers = new Set<() => void>()
  const recordsOf = (partition: number): RawRecord[] => records[existing(partition, partitions)] ?? []
  return {
    logId,
    partitions,
    recordsOf,
    appendRaw: (partition, { key, value, headers }) => {
      const kept = recordsOf(partition)
      const timestampMs = Math.max(kept.at(-1)?.timestampMs ?? 0, clock())
      kept.push({ key, value, headers, timestampMs })
      // Later: whoever appends must not find itself inside a reader.
      setImmediate(() => {
        for (const wake of subscribers) wake()
      })
      return kept.length - 1
    },
    onAppended: wake => {
      const one = (): void => wake()
      subscribers.add(one)
      return () => void subscribers.delete(one)
    },
  }
}

/** A connection to a log in memory; every connection to one store sees the same log. */
export function createMemoryLog(store: MemoryLogStore): SalesLog {
  const { logId, partitions } = store
  const stops = new Set<() => void>()
  let isClosed = false
  const mustBeOpen = (): void => {
    if (isClosed) throw new Unavailable('sales-log')
  }
  return {
    logId,
    partitions,
    append: async record => {
      mustBeOpen()
      const partition = placeOf(record, partitions)
      return { partition, offset: store.appendRaw(partition, rawRecord(encodeRecord(record), 0)) }
    },
    appendRaw: async (partition, record) => {
      mustBeOpen()
      return { partition, offset: store.appendRaw(partition, record) }
    },
    read: async ({ partition, offset }, max) => {
      mustBeOpen()
      return chunkOf(store.recordsOf(partition), partition, offset, max)
    },
    end: async partition => {
      mustBeOpen()
      return store.recordsOf(partition).length
    },
    onAppended: wake => {
      const stop = store.onAppended(wake)
      stops.add(stop)
      return stop
    },
    close: async () => {
      isClosed = true
      for (const stop of stops) stop()
    },
  }
}

function chunkOf(records: readonly RawRecord[], partition: number, from: number, max: number): LogChunk {
  const end = records.length
  if (from < 0 || from > end) throw new LogOutOfRange(partition, from, 0, end)
  const raws = records.slice(from, from + max)
  return {
    next: from + raws.length,
    end,
    entries: raws.map((raw, index) => ({
      offset: from + index,
      timestampMs: raw.timestampMs,
      stampedBy: 'log',
      said: decodeRecord(raw),
    })),
    rawOf: offset => {
      const raw = raws[offset - from]
      if (raw === undefined) throw new RangeError(`offset ${offset} is not in this chunk`)
      return raw
    },
  }
}
