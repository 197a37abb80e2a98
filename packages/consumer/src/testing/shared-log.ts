import { createMemoryLog, createMemoryLogStore } from '@matchday/adapters/memory/sales-log'
import type { GameNumber } from '@matchday/domain/game/ids'
import type { Federation } from '@matchday/domain/inventory/federation'
import { homePartition } from '@matchday/domain/inventory/home-partition'
import type { FoldTools } from '@matchday/domain/inventory/state'
import type { Clock } from '@matchday/domain/ports/clock'
import type { Outgoing, SalesLog } from '@matchday/domain/ports/sales-log'
import { federationOf, toolsFor } from '@matchday/domain/testing/world'
import { openingOf, trafficOf } from './traffic.ts'

/** A log of several partitions, in memory, on which a few dozen games are sold. */
export type SharedLog = {
  readonly federation: Federation
  readonly tools: FoldTools
  readonly partitions: readonly number[]
  /** Those that are home to a game. */
  readonly homes: ReadonlySet<number>
  /** A connection of its own. */
  readonly open: () => SalesLog
  /** Buyers of sites `a` and `b` fight for seats: so many records, others for every seed. */
  readonly fight: (count: number, seed: number) => Promise<void>
  readonly end: (partition: number) => Promise<number>
}

const games = 12

export async function openSharedLog(clock: Clock, count: number): Promise<SharedLog> {
  const federation: Federation = { ...federationOf(1), sha256: 'f'.repeat(64), partitions: count }
  const store = createMemoryLogStore({ logId: federation.logId, partitions: count, clock })
  const open = (): SalesLog => createMemoryLog(store)
  const writer = open()
  const appendAll = async (records: readonly Outgoing[]): Promise<void> =>
    void (await Promise.all(records.map(record => writer.append(record))))
  await appendAll(openingOf(federation, { capacity: 40, games }))
  return {
    federation,
    tools: toolsFor(federation),
    partitions: Array.from({ length: count }, (_, partition) => partition),
    homes: new Set(Array.from({ length: games }, (_, index) => homePartition((index + 1) as GameNumber, count))),
    open,
    fight: (records, seed) => appendAll(trafficOf(records, { seed, games })),
    end: writer.end,
  }
}
