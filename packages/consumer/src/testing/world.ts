import type { LogEntry, Said } from '@matchday/domain/inventory/entry'
import type { LogChunk, RawRecord, SalesLog } from '@matchday/domain/ports/sales-log'
import { LogOutOfRange } from '@matchday/domain/ports/unavailable'
import type { Hooks } from './hooks.ts'
import { createVirtualTime } from './virtual-time.ts'

export type World = ReturnType<typeof createWorld>

const noBytes: RawRecord = { key: null, value: null, headers: [], timestampMs: 0 }

/** One log and any number of sites on it, in one process and in time that a test drives. */
export function createWorld({ startMs = 1_000_000 } = {}) {
  const time = createVirtualTime(startMs)
  const entries: LogEntry[] = []
  const listeners = new Set<() => void>()

  const say = (...said: readonly Said[]): void => {
    for (const what of said) {
      entries.push({ offset: entries.length, timestampMs: time.clock(), stampedBy: 'log', said: what })
    }
    for (const wake of listeners) wake()
  }

  const logFor = (hooks: Hooks): SalesLog => ({
    logId: 'log',
    partitions: 1,
    append: record => {
      hooks.onAppend()
      say(record)
      return Promise.resolve({ partition: 0, offset: entries.length - 1 })
    },
    appendRaw: () => Promise.reject(new RangeError('this log keeps what is said, not bytes')),
    read: async ({ partition, offset }, max): Promise<LogChunk> => {
      const [next, end] = [Math.min(offset + max, entries.length), entries.length]
      const chunk = { entries: entries.slice(offset, next), rawOf: () => noBytes, next, end }
      await hooks.onRead(offset)
      if (offset > chunk.end) throw new LogOutOfRange(partition, offset, 0, chunk.end)
      return chunk
    },
    end: () => Promise.resolve(entries.length),
    onAppended: wake => {
      listeners.add(wake)
      return () => void listeners.delete(wake)
    },
    close: () => Promise.resolve(),
  })

  return { time, entries, say, listeners, logFor }
}
