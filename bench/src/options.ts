import { parseArgs } from 'node:util'
import type { LogKind, Size } from './scenario.ts'

export type Options = {
  readonly size: Size
  readonly log: LogKind
  /** Names of the scenarios to run; empty: all. */
  readonly only: readonly string[]
  /** Where to write the figures as JSON. */
  readonly json: string | null
  /** Whether a missed budget fails the run. */
  readonly strict: boolean
  readonly markdown: boolean
  /** Milliseconds that each flush takes longer than this machine's disk does. */
  readonly slowerByMs: number
}

export const usage = `pnpm bench [options]

  --quick        everything once, in under a minute; the figures say little
  --large        also with 10 million holds in the table; takes several minutes more
  --log kafka    over Kafka, signed, on a broker of the run's own; postgres unless set
  --only NAME    one scenario; may be repeated
  --json FILE    the figures for programs
  --markdown     the table as Markdown
  --strict       a missed budget fails the run, as a broken invariant always does
  --flush-ms N   as on a disk that takes N ms longer to flush a commit, 0 to 100
  --rounds N     rounds of each contender, of which the median counts`

/** What a run measures that is to say something. */
const full: Size = {
  rounds: 5, warmUpMs: 1_000, measureMs: 4_000, connections: [32, 128, 512], connectionsElsewhere: 128,
  foldEntries: 400_000, backlog: 200_000, largeHolds: 0,
}

/** What shows that everything still works. */
const quick: Size = {
  ...full, rounds: 1, warmUpMs: 300, measureMs: 1_000, foldEntries: 100_000, backlog: 40_000,
}

/** Postgres's own bound of what it waits before a flush. */
const flushMsMax = 100

const largeHolds = 10_000_000
/** Quick and large together: as large as a minute allows. */
const largeHoldsQuick = 500_000

/** @throws Error with one line, for an option that is not there or a number that is none */
export function optionsOf(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      large: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      json: { type: 'string' },
      log: { type: 'string', default: 'postgres' },
      rounds: { type: 'string' },
      'flush-ms': { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const { log } = values
  if (log !== 'postgres' && log !== 'kafka') throw new Error(`--log takes postgres or kafka, not "${log}"`)
  const slowerByMs = Number(values['flush-ms'])
  if (!(slowerByMs >= 0 && slowerByMs <= flushMsMax)) {
    throw new Error(`--flush-ms takes a number from 0 to ${flushMsMax}, not "${values['flush-ms']}"`)
  }
  const size = values.quick ? quick : full
  const large = values.quick ? largeHoldsQuick : largeHolds
  const rounds = values.rounds === undefined ? size.rounds : Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1_000) {
    throw new Error(`--rounds takes a whole number from 1 to 1000, not "${values.rounds}"`)
  }
  return {
    size: { ...size, rounds, largeHolds: values.large ? large : 0 },
    log,
    only: values.only,
    json: values.json ?? null,
    strict: values.strict,
    markdown: values.markdown,
    slowerByMs,
  }
}
