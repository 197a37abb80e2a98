import { setTimeout as pause } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import { answerMaxMs } from './cluster.ts'
import { mustSucceed } from './fault.ts'
import type { Address } from './link.ts'
import { offsetAt } from './requests/administer.ts'
import { fetchAll } from './requests/fetch.ts'

/** Tells this process's readers of what is appended, by itself or by others. */
export type Watch = {
  /** Watching begins with the first subscriber, and ends with the last. */
  readonly subscribe: (wake: () => void) => () => void
  /** This process appended; `end` is one past its last record. */
  readonly appended: (partition: number, end: number) => void
  readonly close: () => void
}

/** The broker answers at the first record, or after this long. */
const waitMaxMs = 1_000
/** After a wake-up, those who come next are told of together: a reader finds all of them anyway. */
const quietMs = 5
const retryMs = 500

export function createWatch(cluster: Cluster, partitions: number): Watch {
  const subscribers = new Set<() => void>()
  const ownEnds = new Map<number, number>()
  const closed = new AbortController()
  let watching: Promise<void> | null = null

  const isWanted = (): boolean => subscribers.size > 0 && !closed.signal.aborted
  const wakeAll = (): void => {
    for (const wake of subscribers) wake()
  }

  /** Of what this process appended, its readers were told at once. */
  const isNews = (partition: number, end: number): boolean => end > (ownEnds.get(partition) ?? 0)

  const watchAll = async (): Promise<void> => {
    while (isWanted()) {
      // A hint: while there is none, readers find out by polling.
      await watchOnce(cluster, partitions, { isWanted, wakeAll, isNews }).catch(cluster.forget)
      if (isWanted()) await pause(retryMs, undefined, { signal: closed.signal }).catch(() => {})
    }
    watching = null
  }

  return {
    subscribe: wake => {
      const one = (): void => wake()
      subscribers.add(one)
      watching ??= watchAll()
      return () => void subscribers.delete(one)
    },
    appended: (partition, end) => {
      ownEnds.set(partition, end)
      // Not from within: what a reader throws is no failure of the append.
      queueMicrotask(wakeAll)
    },
    close: () => {
      subscribers.clear()
      closed.abort()
    },
  }
}

type Round = {
  readonly isWanted: () => boolean
  readonly wakeAll: () => void
  readonly isNews: (partition: number, end: number) => boolean
}

/** Until nobody wants it. @throws whatever makes it begin anew: a broker that went, a partition that moved */
async function watchOnce(cluster: Cluster, partitions: number, round: Round): Promise<void> {
  const all = Array.from({ length: partitions }, (_, partition) => partition)
  const ends = await Promise.all(all.map(partition =>
    cluster.ask(partition, () => offsetAt(cluster.topic, partition, 'end'))))
  const leaders = await Promise.all(all.map(cluster.leaderOf))
  // What was appended before is heard of by nobody else.
  round.wakeAll()
  let isOver = false
  const isWanted = (): boolean => !isOver && round.isWanted()
  const led = Map.groupBy(all, partition => leaders[partition])
  try {
    await Promise.all(Array.from(led, async ([leader, some]) => {
      if (leader !== undefined) await watchLeader(cluster, leader, some, ends, { ...round, isWanted })
    }))
  } finally {
    isOver = true
  }
}

/** @param ends by partition: one past the last record that readers were told of */
async function watchLeader(
  cluster: Cluster,
  leader: Address,
  partitions: readonly number[],
  ends: number[],
  { isWanted, wakeAll, isNews }: Round,
): Promise<void> {
  const { topic } = cluster
  while (isWanted()) {
    const at = partitions.map(partition => ({ partition, offset: ends[partition] ?? 0 }))
    const wire = fetchAll({ topic, partitions: at, maxWaitMs: waitMaxMs, maxBytes: 1 })
    const found = await cluster.link(leader, 'watch').send(wire, waitMaxMs + answerMaxMs)
    let mustWake = false
    for (const { partition, errorCode, end } of found) {
      mustSucceed(errorCode)
      if (end > (ends[partition] ?? 0)) mustWake ||= isNews(partition, end)
      ends[partition] = end
    }
    if (mustWake) wakeAll()
    await pause(quietMs)
  }
}
