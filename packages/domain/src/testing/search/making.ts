import type { Move } from './explore.ts'
import { askingOf } from './asking.ts'
import { newIdentity } from './identity.ts'
import { plainLeft, plainRow } from './plain.ts'
import type { Rules } from './rules.ts'
import type { Start } from './start.ts'
import { momentOf } from './start.ts'
import { arrivesInVain, isInVain } from './vain.ts'
import type { Left, Worker, World } from './world.ts'

/** How the worlds of one search are made from each other. */
export function makingOf(rules: Rules) {
  const identity = newIdentity()
  const { deep, shallow } = identity
  const asking = askingOf(rules, identity)
  const list = <Part>(parts: Part[]): readonly Part[] => shallow('list', parts)

  /** Who would only find that nothing is left to do, or that it comes too late, has found it already. */
  const settled = (world: World, worker: Worker): Worker => {
    const { seen, sending } = worker
    if (seen === null || seen === 'outdated') return worker
    const step = sending === null ? asking.stepOf(seen, momentOf(world.left)).kind : null
    if (step === 'rest' || step === 'await-buyer') return shallow('worker', { ...worker, seen: null })
    if (!rules.compareAndSet || seen.payment === world.row) return worker
    if (step !== 'write' && !isInVain(world, seen.payment)) return worker
    return shallow('worker', { ...worker, seen: worker.recovers ? null : 'outdated', sending: null })
  }

  return {
    rules,
    deep,
    shallow,
    asking,
    change: (before: World, name: string, changed: Partial<World>): Move<World> => {
      const meant = { ...before, ...changed }
      const log = asking.plainLog(meant.log, meant.row)
      const left = shallow('left', plainLeft(meant.left, meant.row))
      const delayed = meant.delayed !== null && arrivesInVain({ ...meant, log }, meant.delayed) ? null : meant.delayed
      const world = { ...meant, log, left, delayed }
      return { name, to: shallow('world', { ...world, workers: list(world.workers.map(one => settled(world, one))) }) }
    },
    /** The workers of a world, one of them changed. */
    become: (world: World, worker: Worker, changed: Partial<Worker>): Pick<World, 'workers'> => ({
      workers: list(world.workers.map(one => (one === worker ? shallow('worker', { ...one, ...changed }) : one))),
    }),
    spend: (left: Left, what: keyof Left | null): Left =>
      what === null ? left : shallow('left', { ...left, [what]: left[what] - 1 }),
    /** A world of which no part is known yet. One of its workers, at most, is at work. */
    start: ({ row, log, provider }: Start, left: Left, names: readonly string[], atWork: string | null): World => {
      const known = deep(plainRow(row))
      const workers = names.map((name): Worker => shallow('worker', {
        name,
        recovers: name === 'recovery',
        seen: name === atWork ? asking.starting(known) : null,
        sending: null,
      }))
      const parts = { row: known, log: deep(log), provider: deep(provider), workers: list(workers) }
      return shallow('world', { ...parts, delayed: null, left: shallow('left', left) })
    },
  }
}

export type Making = ReturnType<typeof makingOf>
