import type { Catalogue } from '@matchday/domain/ports/catalogue'
import type { Clock } from '@matchday/domain/ports/clock'
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

/** Asks every probe, side by side; simultaneous askers share one round. */
export function createReadiness(probes: readonly Probe[], clock: Clock): () => Promise<ReadinessBody> {
  let round: { readonly sinceMs: number; readonly result: Promise<ReadinessBody> } | null = null
  return () => {
    if (round === null || clock() - round.sinceMs >= heldForMs) round = { sinceMs: clock(), result: ask(probes) }
    return round.result
  }
}

async function ask(probes: readonly Probe[]): Promise<ReadinessBody> {
  const parts = await Promise.all(probes.map(stateOf))
  return { status: parts.every(({ ok }) => ok) ? 'ready' : 'not-ready', parts }
}

async function stateOf({ name, check }: Probe): Promise<PartState> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${probeTimeoutMs} ms`)), probeTimeoutMs)
  try {
    await Promise.race([check(), late])
    return { name, ok: true }
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}
