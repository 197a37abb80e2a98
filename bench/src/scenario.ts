import type { EmbeddedPostgres } from '@matchday/adapters/embedded/start'
import type { Row } from './measure/row.ts'
import type { Progress } from './report/progress.ts'
import type { CreateLog } from './site/bench-log.ts'

/** How much a run measures. */
export type Size = {
  /** Rounds of each contender; medians are over them. */
  readonly rounds: number
  readonly warmUpMs: number
  readonly measureMs: number
  /** Connections the hot game is measured at. */
  readonly connections: readonly number[]
  /** Connections everything else is measured at. */
  readonly connectionsElsewhere: number
  /** Entries of one round of the fold. */
  readonly foldEntries: number
  /** Entries a site catches up with in one round. */
  readonly backlog: number
  /** Holds in the table of the large site; 0: there is none. */
  readonly largeHolds: number
}

export type LogKind = 'postgres' | 'kafka'

/** What scenarios share. */
export type Bench = {
  readonly size: Size
  readonly postgres: EmbeddedPostgres
  /** Of what keeps data: Postgres, and the broker where there is one. */
  readonly storePids: readonly number[]
  /** What the sales log is kept in. */
  readonly log: LogKind
  /** Makes a sales log, of that kind. */
  readonly createLog: CreateLog
  readonly progress: Progress
}

export type ScenarioResult = {
  readonly rows: readonly Row[]
  /** Invariants that do not hold, one line each; any of them fails the run. */
  readonly broken: readonly string[]
}

export type Scenario = {
  readonly name: string
  readonly about: string
  readonly run: (bench: Bench) => Promise<ScenarioResult>
}
