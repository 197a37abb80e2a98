import type { ReleaseRequested } from '../inventory/entry.ts'
import { holdKey } from '../inventory/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { Decided } from '../inventory/decided.ts'
import type { Reservations } from '../ports/reservations.ts'
import type { ReservationId, SessionId } from '../reservation/ids.ts'
import type { Reservation, ReservationRecord } from '../reservation/reservation.ts'
import { holdRefsOf, reservationOf } from '../reservation/reservation.ts'
import type { ReaderPorts } from './append.ts'
import { appendAndRead, readUnlessKnown } from './append.ts'

export type ReleasePorts = ReaderPorts & { readonly reservations: Reservations; readonly clock: Clock }

export type ReleaseOutcome =
  /** No such reservation in this session. */
  | { readonly kind: 'not-found' }
  /** Paid for: it takes a refund, not a release. */
  | { readonly kind: 'sold'; readonly reservation: Reservation }
  | { readonly kind: 'released'; readonly reservation: Reservation }
  /** Its requests, or their releases, were not heard in time: some of it may be held still, or be held yet. */
  | { readonly kind: 'undecided'; readonly reservation: Reservation }

/** Give a session's held seats back. Releasing what has ended already changes nothing. @throws Unavailable */
export async function releaseReservation(
  ports: ReleasePorts,
  { id, session }: { readonly id: ReservationId; readonly session: SessionId },
): Promise<ReleaseOutcome> {
  const record = await ports.reservations.find(id)
  if (record === null || record.session !== session) return { kind: 'not-found' }
  const refs = holdRefsOf(record)
  const before = await readUnlessKnown(ports, refs)
  if (before === 'timeout') return { kind: 'undecided', reservation: { state: 'requested', record } }
  const after = await appendAndRead(ports, releaseRequestsOf(record, before, ports.clock()), refs)
  return outcomeOf(reservationOf(record, after === 'timeout' ? before : after))
}

function outcomeOf(reservation: Reservation): ReleaseOutcome {
  switch (reservation.state) {
    case 'confirmed':
      return { kind: 'sold', reservation }
    case 'requested':
    case 'held':
      return { kind: 'undecided', reservation }
    case 'refused':
    case 'expired':
    case 'released':
    case 'refunded':
    case 'abandoned':
      return { kind: 'released', reservation }
    default:
      return reservation satisfies never
  }
}

/** A release for each hold of a record that is live; those this site gives back are released by its consumer. */
export function releaseRequestsOf(
  record: ReservationRecord,
  decided: ReadonlyMap<string, Decided>,
  sentAtMs: number,
): ReleaseRequested[] {
  return record.items.flatMap(({ game, category, price, holds }) =>
    holds.flatMap(({ id, quantity }): ReleaseRequested[] => {
      const { site } = record
      const found = decided.get(holdKey({ game, site, id }))
      if (found?.hold.state !== 'held' || found.givenBack) return []
      const of = { site, sentAtMs, hold: id, game, category, quantity, price }
      return [{ kind: 'release-requested', ...of, reason: 'released', seats: null }]
    }),
  )
}
