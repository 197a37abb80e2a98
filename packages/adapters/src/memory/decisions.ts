import type { Decisions } from '@matchday/domain/ports/decisions'
import type { Position } from '@matchday/domain/ports/sales-log'
import type { MemorySiteStore } from './site-store.ts'
import { decidedIn } from './site-store.ts'

/** What the log decided, told by whoever commits to the same store. */
export function memoryDecisions(store: MemorySiteStore): Decisions {
  const isFolded = ({ partition, offset }: Position): boolean =>
    (store.partitions.get(partition)?.whole.partition.nextOffset ?? 0) > offset
  return {
    after: async (positions, holds, timeoutMs) => {
      if (positions.every(isFolded)) return decidedIn(store, holds)
      const outcome = Promise.withResolvers<'folded' | 'timeout'>()
      const listener = (): void => {
        if (positions.every(isFolded)) outcome.resolve('folded')
      }
      const timer = setTimeout(() => outcome.resolve('timeout'), timeoutMs)
      store.listeners.add(listener)
      try {
        return (await outcome.promise) === 'timeout' ? 'timeout' : decidedIn(store, holds)
      } finally {
        clearTimeout(timer)
        store.listeners.delete(listener)
      }
    },
  }
}
