import { mkdir, realpath } from 'node:fs/promises'
import { ensureCluster, superuser } from './cluster.ts'
import { createDatabase } from './create-database.ts'
import { asFolderFault } from './error.ts'
import { lockFolder } from './lock.ts'
import type { FolderLock } from './lock.ts'
import { stopOrphan } from './orphan.ts'
import { place, thisHost } from './placement.ts'
import type { Host, Placement } from './placement.ts'
import { startOnPort } from './port.ts'
import { startPostmaster } from './postmaster.ts'
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

/**
 * Starts the Postgres 18 that npm brought on `dataDir`, making the cluster on first use. It listens on 127.0.0.1 only.
 * Rejects with EmbeddedError, one line fit for people. A server that a killed process left on this folder is
 * stopped first; a living one is refused as `already-running`. Signals are the caller's: wire them to `stop`.
 */
export const startEmbeddedPostgres = async (
  options: EmbeddedPostgresOptions,
  host: Host = thisHost(),
): Promise<EmbeddedPostgres> => {
  const locks: FolderLock[] = []
  const releaseAll = async (): Promise<void> => {
    for (const lock of locks.toReversed()) await lock.release()
  }
  try {
    await mkdir(options.dataDir, { recursive: true, mode: 0o755 })
    const dataDir = await realpath(options.dataDir)
    locks.push(await lockFolder(dataDir))
    const placement = await takeOver(options, dataDir, host, locks)
    return await startLocked(options, placement, releaseAll)
  } catch (error) {
    await releaseAll()
    throw asFolderFault(error, options.dataDir)
  }
}

/** Ends what an earlier run left and settles where and as whom Postgres runs now. */
const takeOver = async (
  { notice = () => {} }: EmbeddedPostgresOptions,
  dataDir: string,
  host: Host,
  locks: FolderLock[],
): Promise<Placement> => {
  const before = await homeOf(dataDir)
  // A copied folder points to the same data as its original, so the data has a lock of its own.
  if (before !== dataDir) locks.push(await lockFolder(before))
  if (await stopOrphan(before)) notice(`stopped a Postgres that an earlier run left on ${before}`)
  const placement = await place(dataDir, host)
  if (placement.home !== before) locks.push(await lockFolder(placement.home))
  if (placement.home !== dataDir) {
    notice(`the data is in ${placement.home}: Postgres does not run as root, and only root can enter ${dataDir}`)
  }
  return placement
}

const startLocked = async (
  { durable = true, port: wanted, settings: own }: EmbeddedPostgresOptions,
  placement: Placement,
  release: () => Promise<void>,
): Promise<EmbeddedPostgres> => {
  const password = await ensureCluster(placement, durable)
  const settings = { ...defaultSettings(durable), ...own }
  const { port, postmaster } = await startOnPort(wanted, (port) => startPostmaster(placement, port, settings))
  return serving(postmaster, port, password, release)
}

const serving = (
  postmaster: Postmaster,
  port: number,
  password: string,
  release: () => Promise<void>,
): EmbeddedPostgres => {
  const url = (database: string): string =>
    `postgres://${superuser}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`
  // Runs when the process ends without having stopped us, never on a signal; the next start waits for what is left.
  const lastResort = (): void => postmaster.interrupt()
  process.once('exit', lastResort)
  const stop = async (): Promise<void> => {
    await postmaster.stop()
    process.off('exit', lastResort)
    await release()
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
