import { randomBytes } from 'node:crypto'
import { lstat, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
import { lockState } from '../embedded/lock.ts'
import { removeEmbeddedPostgres } from '../embedded/remove.ts'
import { startEmbeddedPostgres } from '../embedded/start.ts'

export type TestPostgres = {
  /** Makes an empty database that no other test has, and returns its connection string. */
  freshDatabase(): Promise<string>
  /** Drops the databases made here; a cluster that was started here goes too. */
  stop(): Promise<void>
}

/** Where the run's one cluster is announced to its suites. */
const sharedUrlVariable = 'MATCHDAY_TEST_POSTGRES'

/**
 * Empty databases for a suite. Jest's `int` project runs one throw-away cluster that all suites share, each with its
 * own databases; anywhere else this starts one. Nothing is synced to the disk.
 */
export const startTestPostgres = async (): Promise<TestPostgres> => {
  const shared = process.env[sharedUrlVariable]
  if (shared !== undefined) return databasesOn(shared, async () => {})
  const cluster = await startThrowAwayCluster()
  return databasesOn(cluster.url, cluster.remove)
}

const databasesOn = (serverUrl: string, release: () => Promise<void>): TestPostgres => {
  const made: string[] = []
  return {
    freshDatabase: async () => {
      const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`
      await run(serverUrl, `CREATE DATABASE ${escapeIdentifier(name)}`)
      made.push(name)
      const url = new URL(serverUrl)
      url.pathname = `/${name}`
      return url.href
    },
    stop: async () => {
      for (const name of made.splice(0)) {
        await run(serverUrl, `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`)
      }
      await release()
    },
  }
}

const run = async (url: string, statement: string): Promise<void> => {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

/** What a test run keeps in the temporary folder is called so; a later run clears what a killed one left. */
export const folderPrefix = 'matchday-test-'

/** A cluster in the system's temporary folder, whose url leads to its `postgres` database. */
export const startThrowAwayCluster = async (): Promise<{ url: string; remove(): Promise<void> }> => {
  await removeAbandoned()
  const dataDir = join(tmpdir(), `${folderPrefix}${randomBytes(6).toString('hex')}`)
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  const remove = async (): Promise<void> => {
    await server.stop()
    await removeEmbeddedPostgres(dataDir)
  }
  return { url: server.url('postgres'), remove }
}

/** Clears away what killed test runs left: their server still runs and nobody else ever looks at their folder. */
const removeAbandoned = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const folder = join(tmpdir(), name)
    if (!name.startsWith(folderPrefix) || !(await isAbandoned(folder))) continue
    // Another run may clear it at the same moment; neither needs it gone.
    await removeEmbeddedPostgres(folder).catch(() => {})
    await rm(folder, { recursive: true, force: true }).catch(() => {})
  }
}

/**
 * Ours, and its lock's owner is dead, or without a lock for an hour, which is longer than any suite needs its folder.
 * In a place that all may write to, another user's is not to be trusted.
 */
const isAbandoned = async (folder: string): Promise<boolean> => {
  const { uid, mtimeMs } = await lstat(folder).catch(() => ({ uid: -1, mtimeMs: 0 }))
  if (uid !== process.geteuid?.()) return false
  const state = await lockState(folder).catch(() => 'held')
  return state === 'abandoned' || (state === 'free' && Date.now() - mtimeMs > 3_600_000)
}

/** Starts the run's one cluster and announces it; returns how to remove it. */
export const sharePostgres = async (): Promise<() => Promise<void>> => {
  const cluster = await startThrowAwayCluster()
  process.env[sharedUrlVariable] = cluster.url
  return cluster.remove
}
