import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'

/** Where those who append tell those who read; a channel is the database's own. */
export const channel = 'matchday_log'

const pauseMinMs = 100
const pauseMaxMs = 5_000

/**
 * Listen on a connection of its own, and connect again whenever it breaks, after a pause that doubles up to 5 seconds.
 *
 * @param heard called with each payload, and with null after connecting: anything may have been missed before
 * @returns stop; resolves when the connection is closed
 */
export function listen(databaseUrl: string, heard: (payload: string | null) => void): () => Promise<void> {
  const stopping = new AbortController()
  const running = run(databaseUrl, heard, stopping.signal)
  return () => {
    stopping.abort()
    return running
  }
}

async function run(databaseUrl: string, heard: (payload: string | null) => void, signal: AbortSignal): Promise<void> {
  let pauseMs = pauseMinMs
  while (!signal.aborted) {
    const wasConnected = await listenOnce(databaseUrl, heard, signal)
    pauseMs = wasConnected ? pauseMinMs : Math.min(pauseMs * 2, pauseMaxMs)
    await sleep(pauseMs, undefined, { signal }).catch(() => {})
  }
}

/** @returns whether it got as far as listening; resolves when the connection ended, for whatever reason */
async function listenOnce(
  databaseUrl: string,
  heard: (payload: string | null) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const client = new Client({ connectionString: databaseUrl, keepAlive: true, connectionTimeoutMillis: 5_000 })
  const ended = Promise.withResolvers<void>()
  client.on('error', () => ended.resolve())
  client.on('end', () => ended.resolve())
  client.on('notification', ({ payload }) => heard(payload ?? null))
  const stop = (): void => ended.resolve()
  signal.addEventListener('abort', stop)
  try {
    await client.connect()
    await client.query(`LISTEN ${channel}`)
    heard(null)
    await ended.promise
    return true
  } catch {
    return false
  } finally {
    signal.removeEventListener('abort', stop)
    await client.end().catch(() => {})
  }
}
