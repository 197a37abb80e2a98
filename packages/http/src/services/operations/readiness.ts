import type { Catalogue } from '@matchday/domain/ports/catalogue'
import { divergenceText } from '@matchday/domain/inventory/digest-standing'
import type { Clock } from '@matchday/domain/ports/clock'
import type { Convergence } from '@matchday/domain/ports/convergence'
import type { Reservations } from '@matchday/domain/ports/reservations'
import type { ReservationId } from '@matchday/domain/reservation/ids'
import type { PartState, ReadinessBody } from '../../schemas/operations.ts'

/** Something this process cannot work without; rejects, with the reason, while it cannot be used. */
export type Probe = { readonly name: string; readonly check: () => Promise<void> }

/** A copy that was at the end of the log longer ago than this is not fit to sell from, in milliseconds. */
export const staleAfterMs = 10_000
/** A probe that takes longer than this has failed, in milliseconds. */
const probeTimeoutMs = 1_000
/** An answer holds for this long, in milliseconds, so that being asked often costs the database nothing. */
const heldForMs = 500

/** An id that no reservation has: ids are derived, and never all zeros. */
const nobody = '00000000-0000-0000-0000-000000000000' as ReservationId

export const probeDatabase = ({ find }: Pick<Reservations, 'find'>): Probe => ({
  name: 'database',
  check: async () => void (await find(nobody)),
})

export function freshness(catalogue: Catalogue, clock: Clock): Probe {
  return {
    name: 'copy',
    check: () => {
      const { caughtUpAtMs } = catalogue.view()
      const ageMs = clock() - caughtUpAtMs
      if (ageMs < staleAfterMs) return Promise.resolve()
      const since = caughtUpAtMs === 0 ? 'yet' : `for ${Math.round(ageMs / 1_000)} s`
      return Promise.reject(new Error(`it has not been at the end of the log ${since}; is the consumer running?`))
    },
  }
}

/** What an operator must look at; nothing of it keeps the site from selling. */
export type Alarms = () => Promise<readonly string[]>

/**
 * Copies that differ from this one. Which of the two is wrong nobody here can say, and any site may state what it
 * likes: so it closes no shop.
 */
export const divergences = ({ standings }: Pick<Convergence, 'standings'>): Alarms => async () => {
  const differing = (await standings()).filter(({ differsFrom }) => differsFrom !== null)
  return differing.map(standing => divergenceText(standing.partition, standing))
}

/** Asks every probe, side by side; simultaneous askers share one round. */
export function createReadiness(
  probes: readonly Probe[],
  alarms: Alarms,
  clock: Clock,
): () => Promise<ReadinessBody> {
  let round: { readonly sinceMs: number; readonly result: Promise<ReadinessBody> } | null = null
  return () => {
    const nowMs = clock()
    if (round === null || nowMs - round.sinceMs >= heldForMs) round = { sinceMs: nowMs, result: ask(probes, alarms) }
    return round.result
  }
}

async function ask(probes: readonly Probe[], alarms: Alarms): Promise<ReadinessBody> {
  // Where they cannot be asked for, a probe says why.
  const [parts, raised] = await Promise.all([Promise.all(probes.map(stateOf)), inTime(alarms()).catch(() => [])])
  return { status: parts.every(({ ok }) => ok) ? 'ready' : 'not-ready', parts, alarms: [...raised] }
}

async function stateOf({ name, check }: Probe): Promise<PartState> {
  try {
    await inTime(check())
    return { name, ok: true }
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) }
  }
}

async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${probeTimeoutMs} ms`)), probeTimeoutMs)
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
