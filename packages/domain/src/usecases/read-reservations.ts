import type { Reservations } from '../ports/reservations.ts'
import type { ReservationId, SessionId } from '../reservation/ids.ts'
import type { Reservation } from '../reservation/reservation.ts'
import { holdRefsOf, reservationOf } from '../reservation/reservation.ts'

/** The most reservations one listing returns. */
export const listedMax = 100

/** @returns null where this session has no such reservation. @throws Unavailable */
export async function readReservation(
  reservations: Reservations,
  { id, session }: { readonly id: ReservationId; readonly session: SessionId },
): Promise<Reservation | null> {
  const record = await reservations.find(id)
  if (record === null || record.session !== session) return null
  return reservationOf(record, await reservations.holds(holdRefsOf(record)))
}

/** A session's own reservations, newest first, at most {@link listedMax}. @throws Unavailable */
export async function listReservations(reservations: Reservations, session: SessionId): Promise<Reservation[]> {
  const records = await reservations.ofSession(session, listedMax)
  const decided = await reservations.holds(records.flatMap(holdRefsOf))
  return records.map(record => reservationOf(record, decided))
}
