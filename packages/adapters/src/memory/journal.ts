import type { Journal } from '@matchday/domain/ports/journal'
import type { MemorySiteStore } from './site-store.ts'

/** This site's history, in memory. */
export const memoryJournal = (store: MemorySiteStore): Journal => {
  const linesOf = (partition: number) => store.partitions.get(partition)?.journal ?? []
  return {
    at: ({ partition, offset }) => Promise.resolve(linesOf(partition).filter(line => line.offset === offset)),
    since: (partition, after, max) => {
      const isAfter = ({ offset, step }: { offset: number; step: number }): boolean =>
        offset > after.offset || (offset === after.offset && step > after.step)
      return Promise.resolve(linesOf(partition).filter(isAfter).slice(0, max))
    },
  }
}
