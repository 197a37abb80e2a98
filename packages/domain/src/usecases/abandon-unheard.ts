import { holdKey } from '../inventory/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { Reservations } from '../ports/reservations.ts'
import { holdRefsOf } from '../reservation/reservation.ts'
import type { ReaderPorts } from './append.ts'
import { readToTheEnd } from './append.ts'

/** How old a reservation is before anyone wonders whether its requests ever reached the log. */
export const unheardAfterMs = 60_000
/** The most reservations of one round. */
export const abandonMax = 500

export type AbandonPorts = ReaderPorts & {
  readonly reservations: Pick<Reservations, 'unheard' | 'abandon'>
  readonly clock: Clock
}

/** `timeout`: this site's copy did not get to the end of the log in time, so nobody can say. */
export type AbandonRound = { readonly abandoned: number; readonly more: boolean } | 'timeout'

/**
 * Mark reservations none of whose requests reached the log: whoever wrote them died before the append. They are marked
 * only after this site has folded everything the log holds now. A request that arrives even later is decided all the
 * same, and its reservation is then what its holds are.
 * @throws Unavailable
 */
export async function abandonUnheard(ports: AbandonPorts): Promise<AbandonRound> {
  const { reservations, clock } = ports
  const found = await reservations.unheard(clock() - unheardAfterMs, abandonMax)
  if (found.length === 0) return { abandoned: 0, more: false }
  const heard = await readToTheEnd(ports, found.flatMap(holdRefsOf))
  if (heard === 'timeout') return 'timeout'
  const unheard = found.filter(record => holdRefsOf(record).every(ref => !heard.has(holdKey(ref))))
  await reservations.abandon(unheard.map(({ id }) => id), clock())
  return { abandoned: unheard.length, more: found.length === abandonMax }
}
