import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { channel, listen } from './listener.ts'

/** Others are told at once after a pause, and then this often at most: telling costs as much as appending a batch. */
const tellEveryMs = 5

/** Wakes this process's readers, and those of others. */
export type WakeUps = {
  /** Listening begins with the first subscriber: a command that only appends needs no connection for it. */
  readonly subscribe: (wake: () => void) => () => void
  /** This process appended; `end` is one past its last record. */
  readonly appended: (end: number) => void
  readonly close: () => Promise<void>
}

/**
 * Readers of this process are woken at once, without the way over the server; others by a notification.
 *
 * The notification is no part of the append: one that is commits under a lock of the whole server, across databases,
 * and holds it until the disk has answered, so that the log's commits and those of every site would wait in one line.
 * Lost with its process it costs others a poll, no more.
 */
export function createWakeUps(databaseUrl: string, pool: Pool): WakeUps {
  const subscribers = new Set<() => void>()
  let stopListening: (() => Promise<void>) | null = null
  let appendedEnd = 0
  let telling: Promise<void> | null = null

  const wakeAll = (): void => {
    for (const wake of subscribers) wake()
  }

  /** Up to its own last append this process was woken already; its own notifications come back here too. */
  const heard = (payload: string | null): void => {
    if (payload === null || !(Number(payload) <= appendedEnd)) wakeAll()
  }

  /** One at a time; what is appended meanwhile goes together in the next. */
  const tell = async (): Promise<void> => {
    let told: number
    do {
      told = appendedEnd
      await notify(pool, told)
      await sleep(tellEveryMs)
    } while (told !== appendedEnd)
    telling = null
  }

  return {
    subscribe: wake => {
      const one = (): void => wake()
      subscribers.add(one)
      stopListening ??= listen(databaseUrl, heard)
      return () => void subscribers.delete(one)
    },
    appended: end => {
      appendedEnd = end
      // Not from within: what a reader throws is no failure of the append.
      queueMicrotask(wakeAll)
      telling ??= tell()
    },
    close: async () => {
      subscribers.clear()
      await telling
      await stopListening?.()
    },
  }
}

/** A hint: where it fails, readers find out by polling. */
async function notify(pool: Pool, end: number): Promise<void> {
  try {
    await pool.query({ name: 'notify', text: 'SELECT pg_notify($1, $2)', values: [channel, String(end)] })
  } catch {
    return
  }
}
