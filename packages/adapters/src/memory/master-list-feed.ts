import type { MasterListFeed } from '@matchday/domain/ports/master-list-feed'
import { homePartition } from '@matchday/domain/inventory/home-partition'
import type { RawRecord } from '@matchday/domain/ports/sales-log'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { decodeFeedRecord, encodeToldGame } from '../wire/feed-record.ts'
import { existing } from '../wire/place-of.ts'
import { rawRecord } from '../wire/text-record.ts'
import type { MemoryLogStore } from './sales-log.ts'

/** A connection to a master-list topic in memory; every connection to one store sees the same topic. */
export function createMemoryFeed(store: MemoryLogStore): MasterListFeed {
  const { logId, partitions } = store
  const stops = new Set<() => void>()
  let isClosed = false
  const recordsOf = (partition: number): readonly RawRecord[] => {
    if (isClosed) throw new Unavailable('master-list-feed')
    return store.recordsOf(existing(partition, partitions))
  }
  return {
    topic: logId,
    partitions,
    read: async ({ partition, offset }, max) => {
      const records = recordsOf(partition)
      const end = records.length
      const from = offset >= 0 && offset <= end ? offset : 0
      const raws = records.slice(from, from + max)
      const entries = raws.map((raw, index) => ({ offset: from + index, said: decodeFeedRecord(raw) }))
      return { entries, next: from + raws.length, end, rawOf: at => rawAt(raws, at - from) }
    },
    end: async partition => recordsOf(partition).length,
    publish: async (site, games) => {
      for (const told of games) {
        const partition = homePartition(told.game, partitions)
        recordsOf(partition)
        store.appendRaw(partition, rawRecord(encodeToldGame(site, told), 0))
      }
    },
    onPublished: wake => {
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

function rawAt(raws: readonly RawRecord[], index: number): RawRecord {
  const raw = raws[index]
  if (raw === undefined) throw new RangeError(`message ${index} is not in this chunk`)
  return raw
}
