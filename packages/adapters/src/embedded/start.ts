import { mkdir, realpath } from 'node:fs/promises'
import { createServer } from 'node:net'
import { Client, escapeIdentifier } from 'pg'
import { ensureCluster, superuser } from './cluster.ts'
import { asFolderFault, EmbeddedPostgresError } from './error.ts'
import { lockFolder } from './lock.ts'
import type { FolderLock } from './lock.ts'
import { place, thisHost } from './placement.ts'
import type { Host } from './placement.ts'
import { startPostmaster, stopOrphan } from './postmaster.ts'
import type { Postmaster } from './postmaster.ts'
import { homeOf } from './relocation.ts'
import { defaultSettings } from './settings.ts'

export type EmbeddedPostgresOptions = {
  /** The folder that is the cluster's own: pgdata, password, log and lock. Made when it is not there. */
  readonly dataDir: string
  /** On 127.0.0.1; a free one when absent. */
  readonly port?: number
  /** Server settings, winning over the defaults of settings.ts. */
  readonly settings?: Readonly<Record<string, string>>
  /** False only for tests: commits are not synced to the disk. */
  readonly durable?: boolean
  /** Hears, in one line each, what the person who started us should know: a server taken over, data moved. */
  readonly notice?: (line: string) => void
}

export type EmbeddedPostgres = {
  readonly port: number
  readonly pid: number
  /** Settles when the server has ended, asked for or not. */
  readonly exited: Promise<void>
  /** A connection string for one database, as the superuser. */
  url(database: string): string
  /** Makes the database; nothing happens when it is there. */
  createDatabase(name: string): Promise<void>
  /** Fast shutdown: open transactions roll back. Returns when no process and no lock is left; may be called twice. */
  stop(): Promise<void>
}

/** Attempts at a free port, which another program may take between our look and Postgres' bind. */
const portAttemptsMax = 5

/**
 * Starts the Postgres 18 that npm brought on `dataDir`, making the cluster on first use. It listens on 127.0.0.1 only.
 * Rejects with EmbeddedPostgresError, one line fit for people. A server that a killed process left on this folder is
 * stopped first; a living one is refused as `already-running`. Signals are the caller's: wire them to `stop`.
 */
export const startEmbeddedPostgres = async (
  options: EmbeddedPostgresOptions,
  host: Host = thisHost(),
): Promise<EmbeddedPostgres> => {
  let lock: FolderLock | undefined
  try {
    await mkdir(options.dataDir, { recursive: true, mode: 0o755 })
    const dataDir = await realpath(options.dataDir)
    lock = await lockFolder(dataDir)
    return await startLocked(options, dataDir, host, lock)
  } catch (error) {
    await lock?.release()
    throw asFolderFault(error, options.dataDir)
  }
}

const startLocked = async (
  options: EmbeddedPostgresOptions,
  dataDir: string,
  host: Host,
  lock: FolderLock,
): Promise<EmbeddedPostgres> => {
  const { durable = true, notice = () => {} } = options
  if (await stopOrphan(await homeOf(dataDir))) notice(`stopped a Postgres that an earlier run left on ${dataDir}`)
  const placement = await place(dataDir, host, notice)
  const password = await ensureCluster(placement, durable)
  const settings = { ...defaultSettings(durable), ...options.settings }
  const start = (port: number): Promise<Postmaster> => startPostmaster(placement, port, settings)
  const { port, postmaster } = await onPort(options.port, start)
  return serving(postmaster, port, password, lock)
}

const serving = (postmaster: Postmaster, port: number, password: string, lock: FolderLock): EmbeddedPostgres => {
  const url = (database: string): string =>
    `postgres://${superuser}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`
  // Runs when the process ends without having stopped us, never on a signal; the next start waits for what is left.
  const lastResort = (): void => postmaster.interrupt()
  process.once('exit', lastResort)
  const stop = async (): Promise<void> => {
    await postmaster.stop()
    process.off('exit', lastResort)
    await lock.release()
  }
  let stopped: Promise<void> | undefined
  return {
    port,
    pid: postmaster.pid,
    exited: postmaster.exited,
    url,
    createDatabase: (name) => createDatabase(url('postgres'), name),
    stop: () => (stopped ??= stop()),
  }
}

const onPort = async (
  wanted: number | undefined,
  start: (port: number) => Promise<Postmaster>,
): Promise<{ port: number; postmaster: Postmaster }> => {
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted ?? (await freePort())
    try {
      return { port, postmaster: await start(port) }
    } catch (error) {
      const taken = error instanceof EmbeddedPostgresError && error.code === 'port-taken'
      if (!taken || wanted !== undefined || attempt === portAttemptsMax) throw error
    }
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })

/** Postgres' codes for a database that is there already, seen before or lost to another in a race. */
const duplicateCodes = new Set(['42P04', '23505'])

const createDatabase = async (url: string, name: string): Promise<void> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!duplicateCodes.has(code)) throw error
  } finally {
    await client.end()
  }
}
