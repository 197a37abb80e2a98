import type { ReservationId, SessionId } from '@matchday/domain/reservation/ids'
import type { Reservation } from '@matchday/domain/reservation/reservation'
import { listReservations, readReservation } from '@matchday/domain/usecases/read-reservations'
import { releaseReservation } from '@matchday/domain/usecases/release-reservation'
import type { Request } from 'express'
import type { Answer } from '../../edge/answer.ts'
import { json, problem } from '../../edge/answer.ts'
import { bearerOf, unauthorized } from '../../edge/credentials.ts'
import type { Route, Service } from '../../route.ts'
import { operations } from './operations.ts'
import { place } from './place.ts'
import type { ReservationPorts } from './ports.ts'
import { presentReservation } from './present-reservation.ts'

const collection = '/api/v1/reservations'
const single = '/api/v1/reservations/{id}'

/** Holds for a buyer's basket, seen and released by whoever has the token. */
export function createReservations(ports: ReservationPorts): Service {
  const routes: Route[] = [
    { method: 'post', path: collection, operation: operations.place, handle: request => place(ports, request) },
    { method: 'get', path: collection, operation: operations.list, handle: owned(ports, list) },
    { method: 'get', path: single, operation: operations.read, handle: owned(ports, read) },
    { method: 'delete', path: single, operation: operations.release, handle: owned(ports, release) },
  ]
  return { name: 'reservations', routes, close: () => {} }
}

type OwnedHandler = (ports: ReservationPorts, session: SessionId, request: Request) => Promise<Answer>

/** Only with a token, and then only what belongs to its session. */
const owned = (ports: ReservationPorts, handler: OwnedHandler) => async (request: Request): Promise<Answer> => {
  const bearer = bearerOf(request.headers, ports.tokens)
  return bearer.kind === 'session' ? handler(ports, bearer.session, request) : unauthorized(bearer)
}

const list: OwnedHandler = async (ports, session) => {
  const nowMs = ports.clock()
  const found = await listReservations(ports.reservations, session)
  return privately(200, { reservations: found.map(reservation => presentReservation(reservation, nowMs)) })
}

const read: OwnedHandler = async (ports, session, request) => {
  const id = idOf(request)
  const found = id === null ? null : await readReservation(ports.reservations, { id, session })
  return found === null ? problem('reservation-not-found') : presented(ports, 200, found)
}

const release: OwnedHandler = async (ports, session, request) => {
  const id = idOf(request)
  const outcome = id === null ? null : await releaseReservation(ports, { id, session })
  if (outcome === null || outcome.kind === 'not-found') return problem('reservation-not-found')
  if (outcome.kind === 'sold') return problem('already-sold')
  const { state } = outcome.reservation
  // Not over yet: the log has not been heard on the request itself, or on its release.
  const isOpen = outcome.kind === 'undecided' || state === 'requested' || state === 'held'
  ports.count(isOpen ? 'release-undecided' : 'released')
  return presented(ports, isOpen ? 202 : 200, outcome.reservation)
}

const presented = (ports: ReservationPorts, status: number, reservation: Reservation): Answer =>
  privately(status, presentReservation(reservation, ports.clock()))

const privately = (status: number, value: unknown): Answer => json(status, value, { 'Cache-Control': 'no-store' })

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function idOf({ params }: Request): ReservationId | null {
  const id = String(params.id)
  return idPattern.test(id) ? (id as ReservationId) : null
}
