import type { HoldRef } from '@matchday/domain/inventory/ids'
import type { Decided } from '@matchday/domain/inventory/decided'
import type { Decisions } from '@matchday/domain/ports/decisions'
import type { Position } from '@matchday/domain/ports/sales-log'
import type { BulkPool } from './bulk-pool.ts'
import { reaching } from './database-fault.ts'
import type { HoldLookup } from './hold-lookup.ts'
import { doorOf, isCount } from './rows/bad-row.ts'
import type { SiteNotifications } from './site-notifications.ts'

/** While somebody waits, the partitions are looked at this often: a notification can be lost. */
export const lookEveryMs = 250

type Waiter = {
  readonly positions: readonly Position[]
  readonly holds: readonly HoldRef[]
  readonly answer: (found: ReadonlyMap<string, Decided> | 'timeout' | Promise<ReadonlyMap<string, Decided>>) => void
  readonly fail: (error: unknown) => void
}

export type SiteDecisions = Decisions & { readonly close: () => void }

/** What the log decided, told by notifications and, where these are lost, by looking. */
export function decisionsOn(pool: BulkPool, lookup: HoldLookup, notifications: SiteNotifications): SiteDecisions {
  const folded = new Map<number, number>()
  const waiting = new Set<Waiter>()
  let looking: NodeJS.Timeout | undefined
  let isLooking = false

  const isFolded = ({ partition, offset }: Position): boolean => (folded.get(partition) ?? 0) > offset

  const answerFolded = (): void => {
    for (const waiter of waiting) if (waiter.positions.every(isFolded)) waiter.answer(lookup.add(waiter.holds))
  }
  const advance = (partition: number, nextOffset: number): void => {
    if (nextOffset <= (folded.get(partition) ?? 0)) return
    folded.set(partition, nextOffset)
    answerFolded()
  }
  const look = async (): Promise<void> => {
    if (isLooking) return
    isLooking = true
    try {
      for (const [partition, nextOffset] of await partitionOffsets(pool)) advance(partition, nextOffset)
    } catch (error) {
      for (const waiter of waiting) waiter.fail(error)
    } finally {
      isLooking = false
    }
  }
  const lookWhileWaiting = (): void => {
    if (waiting.size > 0) looking ??= setInterval(() => void look(), lookEveryMs)
    else looking = void clearInterval(looking)
  }
  const unfollow = notifications.follow({
    notified: ({ partition, nextOffset }) => advance(partition, nextOffset),
    connected: () => void look(),
  })

  const after: Decisions['after'] = (positions, holds, timeoutMs) =>
    new Promise((resolve, reject) => {
      if (positions.every(isFolded)) return resolve(lookup.add(holds))
      const leave = (): void => {
        clearTimeout(timer)
        waiting.delete(waiter)
        lookWhileWaiting()
      }
      const waiter: Waiter = {
        positions,
        holds,
        answer: found => {
          leave()
          resolve(found)
        },
        fail: error => {
          leave()
          reject(error instanceof Error ? error : new Error(String(error)))
        },
      }
      const timer = setTimeout(() => waiter.answer('timeout'), timeoutMs)
      waiting.add(waiter)
      lookWhileWaiting()
    })

  return {
    after,
    close: () => {
      unfollow()
      for (const waiter of waiting) waiter.answer('timeout')
    },
  }
}

/** Where every partition stands. @throws Unavailable */
const partitionOffsets = (pool: BulkPool): Promise<(readonly [number, number])[]> =>
  reaching(async () => {
    const query = { name: 'offsets', text: 'SELECT partition, next_offset FROM partition_state', values: [] }
    return (await pool.run({ ...query, maxMs: 5_000 })).map(([partition, nextOffset]) => {
      const door = doorOf('partition_state', String(partition))
      return [door.is(partition, isCount, 'partition'), door.is(nextOffset, isCount, 'next_offset')]
    })
  })
