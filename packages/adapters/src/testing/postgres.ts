import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
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
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

/** A cluster in the system's temporary folder, whose url leads to its `postgres` database. */
export const startThrowAwayCluster = async (): Promise<{ url: string; remove(): Promise<void> }> => {
  const dataDir = join(tmpdir(), `matchday-test-${randomBytes(6).toString('hex')}`)
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  const remove = async (): Promise<void> => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { url: server.url('postgres'), remove }
}

export const announceShared = (url: string): void => {
  process.env[sharedUrlVariable] = url
}
