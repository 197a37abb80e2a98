import type { DeadLetterReason } from '@matchday/domain/inventory/dead-letter'
import type {
  DeadLetterPlace,
  DeadLetterRecord,
  DeadLetters,
  DeadLetterSummary,
} from '@matchday/domain/ports/dead-letters'
import { valueStartBytes } from '@matchday/domain/ports/dead-letters'
import type { MemorySiteStore } from './site-store.ts'

/** The records that a site in memory did not apply. */
export function memoryDeadLetters(store: MemorySiteStore): DeadLetters {
  const all = (): DeadLetterRecord[] =>
    [...store.partitions].flatMap(([partition, { deadLetters }]) =>
      deadLetters.map(letter => ({ partition, ...letter })))
  return {
    list: ({ partition, reason, order, after, max }) => {
      const sign = order === 'oldest-first' ? 1 : -1
      const found = all()
        .filter(letter => (partition ?? letter.partition) === letter.partition)
        .filter(letter => (reason ?? letter.reason) === letter.reason)
        .filter(letter => after === null || sign * byPlace(placeOf(letter), after) > 0)
        .sort((a, b) => sign * byPlace(placeOf(a), placeOf(b)))
      return Promise.resolve(found.slice(0, max).map(summaryOf))
    },
    find: ({ partition, offset }) =>
      Promise.resolve(all().find(one => one.partition === partition && one.offset === offset) ?? null),
    counts: () => {
      const counts = new Map<DeadLetterReason, number>()
      for (const { reason } of all()) counts.set(reason, (counts.get(reason) ?? 0) + 1)
      return Promise.resolve(counts)
    },
  }
}

const placeOf = ({ partition, offset, raw }: DeadLetterRecord): DeadLetterPlace => ({
  partition, offset, timestampMs: raw.timestampMs,
})

const byPlace = (a: DeadLetterPlace, b: DeadLetterPlace): number =>
  a.timestampMs - b.timestampMs || a.partition - b.partition || a.offset - b.offset

const summaryOf = ({ partition, offset, reason, raw }: DeadLetterRecord): DeadLetterSummary => ({
  partition,
  offset,
  reason,
  timestampMs: raw.timestampMs,
  key: raw.key,
  valueStart: raw.value?.slice(0, valueStartBytes) ?? null,
  valueBytes: raw.value?.length ?? 0,
  headers: raw.headers.length,
})
