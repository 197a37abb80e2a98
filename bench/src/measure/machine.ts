import { availableParallelism, cpus, release, totalmem, type } from 'node:os'

/** What the figures of a run depend on most. */
export type Machine = {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  readonly node: string
  readonly postgres: string
  /** Until a small write is on the disk, in milliseconds; with what `--flush-ms` adds to each of Postgres's. */
  readonly flushMs: number
}

/** @param postgres as the server names its version */
export const thisMachine = (postgres: string, flushMs: number): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${type()} ${release()}`,
  node: process.version,
  postgres,
  flushMs,
})

export const describeMachine = ({ cpu, cores, memoryGiB, system, node, postgres, flushMs }: Machine): string =>
  `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}, PostgreSQL ${postgres}; ` +
  `a write is on the disk in ${flushMs.toFixed(2)} ms`
