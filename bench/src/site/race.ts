import type { LoadPlan, LoadReport, RequestTemplate } from '../load/load-plan.ts'
import { answersIn } from '../load/load-plan.ts'
import { cpuOf, cpuOfFamilies } from '../measure/cpu.ts'
import type { Round } from '../measure/rounds.ts'
import type { BenchChild } from '../servers/child.ts'
import type { Size } from '../scenario.ts'

/** Somebody who is asked over HTTP, and what for. */
export type Contender = {
  readonly name: string
  readonly server: BenchChild
  readonly request: RequestTemplate
  /** How every single request must be answered. */
  readonly status: number
}

/** Loads contenders one at a time, and remembers how often each was answered. */
export type Race = {
  /** Rounds of every contender in turn, as often as the run wants: what disturbs the machine disturbs them alike. */
  readonly run: (
    contenders: readonly Contender[],
    connections: number,
  ) => Promise<ReadonlyMap<string, readonly Round[]>>
  /** Answers so far, each with the status that was due. */
  readonly answered: (contender: string) => number
  /** Answers that were not as they had to be, one line each. */
  readonly broken: () => readonly string[]
}

export type RaceParts = {
  readonly size: Size
  readonly generator: BenchChild
  /** Of what keeps data: Postgres, and the broker where there is one. */
  readonly storePids: readonly number[]
  readonly step: (text: string) => void
}

/** More than any round sends: no two requests of a run have the same serial number. */
const serialsPerRound = 100_000_000

export function createRace({ size, generator, storePids, step }: RaceParts): Race {
  const answers = new Map<string, number>()
  const broken: string[] = []
  let serial = 0

  const round = async ({ name, server, request, status }: Contender, connections: number): Promise<Round> => {
    const { warmUpMs, measureMs } = size
    serial += serialsPerRound
    const plan: LoadPlan = { url: server.url, request, firstSerial: serial, connections, warmUpMs, measureMs }
    const pids = { server: cpuOf(server.pid), stores: cpuOfFamilies(storePids), generator: cpuOf(generator.pid) }
    const report = (await generator.ask(plan)) as LoadReport
    const all = answersIn(report)
    const spent = (before: number | null, now: number | null): number => ((now ?? 0) - (before ?? 0)) / all
    const cpu = {
      server: spent(pids.server, cpuOf(server.pid)),
      stores: spent(pids.stores, cpuOfFamilies(storePids)),
      generator: spent(pids.generator, cpuOf(generator.pid)),
    }
    answers.set(name, (answers.get(name) ?? 0) + (report.answers[status] ?? 0))
    for (const [other, count] of Object.entries(report.answers)) {
      if (Number(other) !== status) broken.push(`${name}: answered ${other} instead of ${status}, ${count} times`)
    }
    const { timed, seconds, p50Ms, p99Ms } = report
    return { perSecond: timed / seconds, p50Ms, p99Ms, cpu: pids.server === null ? null : cpu }
  }

  return {
    run: async (contenders, connections) => {
      const rounds = new Map(contenders.map(({ name }) => [name, [] as Round[]]))
      for (let at = 1; at <= size.rounds; at++) {
        for (const contender of contenders) {
          step(`${contender.name}, ${connections} connections, round ${at} of ${size.rounds}`)
          rounds.get(contender.name)?.push(await round(contender, connections))
        }
      }
      return rounds
    },
    answered: contender => answers.get(contender) ?? 0,
    broken: () => broken,
  }
}
