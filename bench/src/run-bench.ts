import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { removeEmbeddedPostgres } from '@matchday/adapters/embedded/remove'
import type { EmbeddedPostgres } from '@matchday/adapters/embedded/start'
import { startEmbeddedPostgres } from '@matchday/adapters/embedded/start'
import { startEmbeddedKafka } from '@matchday/adapters/embedded-kafka/start'
import { Client } from 'pg'
import { flushMsOf } from './measure/flush.ts'
import type { Machine } from './measure/machine.ts'
import { thisMachine } from './measure/machine.ts'
import type { Row } from './measure/row.ts'
import type { Progress } from './report/progress.ts'
import type { LogKind, Scenario, ScenarioResult, Size } from './scenario.ts'
import type { CreateLog } from './site/bench-log.ts'
import { kafkaLogs } from './site/kafka-log.ts'
import { postgresLogs } from './site/postgres-log.ts'

export type RunOptions = {
  readonly size: Size
  /** What the sales log is kept in; Postgres where absent. */
  readonly log?: LogKind
  readonly progress: Progress
  /** Where the run's folder is made; on a real disk, or commits cost nothing. */
  readonly parent: string
  /** What every flush of Postgres's log takes longer than this machine's disk does; 0 where absent. */
  readonly slowerByMs?: number
  /** False only for tests. */
  readonly durable?: boolean
}

export type BenchRun = ScenarioResult & { readonly machine: Machine }

/**
 * Runs scenarios one after the other on one Postgres of the run's own, with the settings `matchday up` runs it with:
 * every commit is on the disk. Nothing of it is left behind.
 */
export async function runBench(
  scenarios: readonly Scenario[],
  { size, log = 'postgres', progress, parent, slowerByMs = 0, durable = true }: RunOptions,
): Promise<BenchRun> {
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'bench-'))
  const dataDir = join(folder, 'postgres')
  progress.step('starting Postgres')
  const postgres = await startEmbeddedPostgres({ dataDir, durable, settings: slowFlush(slowerByMs) })
  const stops = [() => postgres.stop()]
  try {
    const logs = await startLogs(log, postgres, folder, durable)
    stops.push(logs.stop)
    const storePids = [postgres.pid, ...logs.pids]
    const machine = thisMachine(await versionOf(postgres), flushMsOf(folder) + slowerByMs)
    const rows: Row[] = []
    const broken: string[] = []
    for (const scenario of scenarios) {
      const result = await scenario.run({ size, postgres, storePids, log, createLog: logs.createLog, progress })
      rows.push(...result.rows)
      broken.push(...result.broken)
    }
    return { machine, rows, broken }
  } finally {
    progress.end()
    await Promise.all(stops.map(stop => stop()))
    await removeEmbeddedPostgres(dataDir)
    await rm(folder, { recursive: true, force: true })
  }
}

type Logs = { readonly createLog: CreateLog; readonly pids: readonly number[]; readonly stop: () => Promise<void> }

/** What keeps the logs of a run, next to its Postgres. */
async function startLogs(kind: LogKind, postgres: EmbeddedPostgres, folder: string, durable: boolean): Promise<Logs> {
  if (kind === 'postgres') return { createLog: postgresLogs(postgres, folder), pids: [], stop: () => Promise.resolve() }
  const kafka = await startEmbeddedKafka({ dataDir: join(folder, 'kafka'), durable })
  const pids = kafka.nodes.map(node => node.pid())
  return { createLog: kafkaLogs(kafka, folder), pids, stop: () => kafka.stop() }
}

/** Postgres waits so long before each flush, holding the lock it is done under: as a slower disk does. */
const slowFlush = (ms: number): Record<string, string> =>
  ms === 0 ? {} : { commit_delay: String(ms * 1_000), commit_siblings: '0' }

async function versionOf(postgres: EmbeddedPostgres): Promise<string> {
  const client = new Client({ connectionString: postgres.url('postgres') })
  await client.connect()
  try {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
    return rows[0]?.server_version ?? 'unknown'
  } finally {
    await client.end()
  }
}
