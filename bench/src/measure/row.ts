/** One line of the table, and of the JSON file. */
export type Row = {
  readonly scenario: string
  /** What was measured, as `reservations, hot game`. */
  readonly what: string
  /** Connections that asked; null where nobody asks over HTTP. */
  readonly connections: number | null
  /** `requests`, `reads`, `entries`: what is counted by second. */
  readonly unit: string
  /** The median of all rounds. */
  readonly perSecond: number
  /** Half the distance between the slowest and the fastest round, as a share of the median. */
  readonly spread: number
  readonly rounds: readonly number[]
  /** Medians over the rounds; null where there are no single answers to wait for. */
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly cpu: CpuShare | null
  readonly ratios: readonly Ratio[]
  readonly budgets: readonly Verdict[]
}

/** CPU time per unit, in microseconds, user and system, by process; null where the system does not tell. */
export type CpuShare = {
  readonly server: number
  readonly stores: number
  /** The load generator, or whoever else drives the measurement. */
  readonly generator: number
}

/** This row's rate by that of another row of the same run. */
export type Ratio = { readonly to: string; readonly times: number }

export type Verdict = {
  readonly name: string
  readonly wanted: string
  readonly got: string
  readonly met: boolean
}
