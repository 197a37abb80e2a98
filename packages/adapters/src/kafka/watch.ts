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
  /** A reader looked how far the log goes. */
  readonly looked: (partition: number, end: number) => void
  readonly close: () => void
}

/** The broker answers at the first record, or after this long. */
const waitMaxMs = 1_000
/** Whoever was woken looks for himself. Until he has, but no longer than this, nobody has to be told of more. */
const quietMs = 2
const retryMs = 500

export function createWatch(cluster: Cluster, partitions: number): Watch {
  const subscribers = new Set<() => void>()
  const closed = new AbortController()
  const ends = createEnds(partitions)
  let watching: Promise<void> | null = null

  const isWanted = (): boolean => subscribers.size > 0 && !closed.signal.aborted
  const wakeAll = (): void => {
    for (const wake of subscribers) wake()
  }
  const watchAll = async (): Promise<void> => {
    while (isWanted()) {
      // A hint: while there is none, readers find out by polling.
      await watchOnce(cluster, { isWanted, wakeAll, ends }).catch(cluster.forget)
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
      ends.isNews(partition, end)
      // Not from within: what a reader throws is no failure of the append.
      queueMicrotask(wakeAll)
    },
    looked: (partition, end) => {
      ends.isNews(partition, end)
      ends.looked()
    },
    close: () => {
      subscribers.clear()
      closed.abort()
    },
  }
}

/** By partition: as far as this process's readers looked, or were told. */
type Ends = {
  readonly at: number[]
  /** Whether nobody was told of this end; from now on they are. */
  readonly isNews: (partition: number, end: number) => boolean
  readonly looked: () => void
  /** Resolves when somebody looks, or after a moment. */
  readonly untilLooked: () => Promise<void>
}

function createEnds(partitions: number): Ends {
  const at = new Array<number>(partitions).fill(0)
  const waiting = new Set<() => void>()
  return {
    at,
    isNews: (partition, end) => {
      if (end <= (at[partition] ?? 0)) return false
      at[partition] = end
      return true
    },
    looked: () => {
      for (const over of waiting) over()
    },
    untilLooked: () => new Promise(resolve => {
      const over = (): void => {
        clearTimeout(timer)
        waiting.delete(over)
        resolve()
      }
      const timer = setTimeout(over, quietMs)
      waiting.add(over)
    }),
  }
}

type Round = { readonly isWanted: () => boolean; readonly wakeAll: () => void; readonly ends: Ends }

/** Until nobody wants it. @throws whatever makes it begin anew: a broker that went, a partition that moved */
async function watchOnce(cluster: Cluster, { isWanted, wakeAll, ends }: Round): Promise<void> {
  const all = [...ends.at.keys()]
  await Promise.all(all.map(async partition => {
    ends.at[partition] = await cluster.ask(partition, () => offsetAt(cluster.topic, partition, 'end'))
  }))
  const leaders = await Promise.all(all.map(cluster.leaderOf))
  // What was appended before is heard of by nobody else.
  wakeAll()
  let isOver = false
  const round: Round = { isWanted: () => !isOver && isWanted(), wakeAll, ends }
  try {
    await Promise.all(Array.from(Map.groupBy(all, partition => leaders[partition]), async ([leader, led]) => {
      if (leader !== undefined) await watchLeader(cluster, leader, led, round)
    }))
  } finally {
    isOver = true
  }
}

async function watchLeader(
  cluster: Cluster,
  leader: Address,
  partitions: readonly number[],
  { isWanted, wakeAll, ends }: Round,
): Promise<void> {
  while (isWanted()) {
    const places = partitions.map(partition => ({ partition, offset: ends.at[partition] ?? 0 }))
    // One byte, for what there is does not matter; a broker gives a whole batch all the same, if only of one partition.
    const wire = fetchAll({ topic: cluster.topic, partitions: places, maxWaitMs: waitMaxMs, maxBytes: 1 })
    const found = await cluster.link(leader, 'watch').send(wire, waitMaxMs + answerMaxMs)
    let isNews = false
    for (const { partition, errorCode, end } of found) {
      mustSucceed(errorCode)
      if (ends.isNews(partition, end)) isNews = true
    }
    if (isNews) wakeAll()
    await ends.untilLooked()
  }
}
