import type { HoldRef } from '@matchday/domain/inventory/ids'
import { holdKey } from '@matchday/domain/inventory/ids'
import type { Decided } from '@matchday/domain/inventory/decided'
import type { Decisions } from '@matchday/domain/ports/decisions'
import type { BatchCommit } from '@matchday/domain/ports/site-copy'
import type { Position } from '@matchday/domain/ports/sales-log'
import type { BulkPool } from './bulk-pool.ts'
import { reaching } from './database-fault.ts'
import type { HoldLookup } from './hold-lookup.ts'
import { doorOf, isCount } from './rows/bad-row.ts'
import { isDecided } from './rows/hold-row.ts'
import type { SiteNotifications } from './site-notifications.ts'

/** While somebody waits, the partitions are looked at this often: a notification can be lost. */
export const lookEveryMs = 250

type Waiter = {
  readonly positions: readonly Position[]
  readonly holds: readonly HoldRef[]
  readonly answer: (found: ReadonlyMap<string, Decided> | 'timeout' | Promise<ReadonlyMap<string, Decided>>) => void
  readonly fail: (error: unknown) => void
}

export type SiteDecisions = Decisions & {
  /** This process committed a batch: who waits for it is told what is in it, without a way to the database. */
  readonly committed: (batch: BatchCommit) => void
  readonly close: () => void
}

/** What the log decided, told by notifications and, where these are lost, by looking. */
export function decisionsOn(pool: BulkPool, lookup: HoldLookup, notifications: SiteNotifications): SiteDecisions {
  const folded = new Map<number, number>()
  const waiting = new Set<Waiter>()
  let looking: NodeJS.Timeout | undefined
  let isLooking = false

  const isFolded = ({ partition, offset }: Position): boolean => (folded.get(partition) ?? 0) > offset

  const advance = (partition: number, nextOffset: number, batch: BatchCommit | null = null): void => {
    if (nextOffset <= (folded.get(partition) ?? 0)) return
    folded.set(partition, nextOffset)
    const told = [...waiting].filter(waiter => waiter.positions.every(isFolded))
    const fresh = batch === null || told.length === 0 ? new Map<string, Decided>() : freshlyDecided(batch)
    for (const { holds, answer } of told) answer(pickAll(fresh, holds) ?? lookup.add(holds))
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
    committed: batch => advance(batch.changes.partition.partition, batch.changes.partition.nextOffset, batch),
    close: () => {
      unfollow()
      for (const waiter of waiting) waiter.answer('timeout')
    },
  }
}

/** Holds that a batch decided and left as they were decided; of others more may be known than the batch says. */
function freshlyDecided({ changes, giveBacks }: BatchCommit): Map<string, Decided> {
  const back = new Set(giveBacks.map(holdKey))
  const decided = changes.holds.filter(isDecided).map((hold): [string, Decided] => {
    const key = holdKey(hold)
    return [key, { hold, givenBack: back.has(key) }]
  })
  return new Map(decided)
}

/** All of the holds, or null where one is missing. */
function pickAll(fresh: ReadonlyMap<string, Decided>, holds: readonly HoldRef[]): Map<string, Decided> | null {
  const found = new Map<string, Decided>()
  for (const key of holds.map(holdKey)) {
    const decided = fresh.get(key)
    if (decided === undefined) return null
    found.set(key, decided)
  }
  return found
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
