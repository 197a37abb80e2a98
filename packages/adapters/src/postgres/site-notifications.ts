import { Client } from 'pg'
import type { SiteNotification } from './notification.ts'
import { channel, readPayload } from './notification.ts'

/** Who wants to know of this site's commits. */
export type Follower = {
  readonly notified: (notification: SiteNotification) => void
  /** Listening (again): whatever was said before was not heard. */
  readonly connected: () => void
}

/** This process's one connection that hears of commits. */
export type SiteNotifications = {
  /** @returns stop following */
  readonly follow: (follower: Follower) => () => void
  readonly close: () => Promise<void>
}

const backOffMs = { first: 50, most: 5_000 }
/** A connection whose other end vanished says nothing: it is asked, this often, and must answer as fast. */
const askEveryMs = 5_000

/** Listens from now on, and again whenever the connection breaks. */
export function listenToSite(url: string): SiteNotifications {
  const followers = new Set<Follower>()
  const closed = new AbortController()
  let isListening = false

  const listen = async (): Promise<void> => {
    const client = new Client({
      connectionString: url, keepAlive: true, connectionTimeoutMillis: askEveryMs, query_timeout: askEveryMs,
    })
    const ended = Promise.withResolvers<void>()
    client.on('error', () => ended.resolve())
    client.on('end', () => ended.resolve())
    client.on('notification', ({ payload }) => {
      const notification = readPayload(payload ?? '')
      if (notification !== null) for (const follower of followers) follower.notified(notification)
    })
    const stop = (): void => ended.resolve()
    closed.signal.addEventListener('abort', stop)
    const asking = setInterval(() => void client.query('SELECT 1').catch(stop), askEveryMs)
    try {
      await client.connect()
      await client.query(`LISTEN ${channel}`)
      isListening = true
      for (const follower of followers) follower.connected()
      await ended.promise
    } finally {
      isListening = false
      clearInterval(asking)
      closed.signal.removeEventListener('abort', stop)
      // Where a question is still open, as when the other end vanished, this does not wait for a goodbye.
      await client.end().catch(() => {})
    }
  }

  const running = keepGoing(listen, closed.signal)
  return {
    follow: follower => {
      followers.add(follower)
      if (isListening) follower.connected()
      return () => void followers.delete(follower)
    },
    close: async () => {
      closed.abort()
      await running
    },
  }
}

/** Again and again until aborted; a try that lasted starts the waits anew. */
async function keepGoing(listen: () => Promise<void>, signal: AbortSignal): Promise<void> {
  let waitMs = backOffMs.first
  while (!signal.aborted) {
    const startedAt = performance.now()
    await listen().catch(() => {})
    if (performance.now() - startedAt > backOffMs.most) waitMs = backOffMs.first
    await pause(waitMs, signal)
    waitMs = Math.min(2 * waitMs, backOffMs.most)
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
