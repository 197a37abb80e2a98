import { hash } from 'node:crypto'
import type { SessionId } from '@matchday/domain/reservation/ids'
import type { PlaceHoldsOutcome } from '@matchday/domain/usecases/place-holds'
import { placeHolds } from '@matchday/domain/usecases/place-holds'
import type { Request } from 'express'
import type { Answer } from '../../edge/answer.ts'
import { json, problem, stillLoading } from '../../edge/answer.ts'
import { bearerOf, idempotencyKeyOf, unauthorized } from '../../edge/credentials.ts'
import { readJson } from '../../edge/read-json.ts'
import { faultsOf, pointerOf } from '../../edge/request-faults.ts'
import { problemType } from '../../problems.ts'
import type { PlacedReservationBody, PlaceReservation } from '../../schemas/reservations.ts'
import { placeReservation } from '../../schemas/reservations.ts'
import type { ReservationPorts } from './ports.ts'
import { presentReservation } from './present-reservation.ts'
import { count, refuseBasket, refuseItems } from './refusals.ts'

/** POST /api/v1/reservations: whatever is wrong with the request is said before anything is written. */
export async function place(ports: ReservationPorts, request: Request): Promise<Answer> {
  const bearer = bearerOf(request.headers, ports.tokens)
  if (bearer.kind === 'bad') return unauthorized(bearer)
  const key = idempotencyKeyOf(request.headers)
  if (typeof key === 'object' && key !== null) return refuseKey()
  const body = await readJson(request)
  if (!body.ok) return problem(body.refusal)
  const parsed = placeReservation.safeParse(body.value)
  if (!parsed.success) {
    return problem('invalid-request', { errors: faultsOf(placeReservation, body.value, pointerOf) })
  }
  // Without a copy every game is unknown, which is not what the buyer should hear.
  if (ports.catalogue.view().revision === 0) return stillLoading()
  const session = bearer.kind === 'session' ? bearer.session : null
  const outcome = await placeHolds(ports, commandOf(parsed.data, session, key))
  ports.count(outcome.kind === 'placed' ? outcome.reservation.state : outcome.kind)
  return answer(ports, outcome, parsed.data)
}

const refuseKey = (): Answer => {
  const type = problemType('bad-idempotency-key')
  return problem('bad-idempotency-key', {
    errors: [{ field: 'Idempotency-Key', reason: 'must be 1 to 255 visible ASCII characters', type }],
  })
}

function commandOf({ items, buyer }: PlaceReservation, session: SessionId | null, key: string | null) {
  const contact = { email: buyer.email, name: buyer.name, country: buyer.country ?? null }
  // Of what was understood, not of the bytes: spaces and the order of fields do not make another request.
  const said = [items.map(({ game, category, quantity }) => [game, category, quantity]), Object.values(contact)]
  return { lines: items, contact, session, key, bodyHash: hash('sha256', JSON.stringify(said), 'base64url') }
}

function answer(ports: ReservationPorts, outcome: PlaceHoldsOutcome, { items }: PlaceReservation): Answer {
  switch (outcome.kind) {
    case 'bad-basket':
      return refuseBasket(outcome.faults)
    case 'sold-out':
      return refuseItems(outcome.refused, items)
    case 'over-tournament-limit': {
      const reason = `one buyer may have ${count(outcome.limit, 'ticket')} of the tournament; you have ${outcome.has}`
      return problem(outcome.kind, { errors: [{ field: '/items', reason, type: problemType(outcome.kind) }] })
    }
    case 'key-reused':
      return problem('key-reused')
    case 'placed':
      return answerPlaced(ports, outcome.reservation, items)
    default:
      return outcome satisfies never
  }
}

type Placed = Extract<PlaceHoldsOutcome, { kind: 'placed' }>['reservation']

/**
 * A retry is told the same as the first request for as long as the same is true: 201 while held, 202 while undecided,
 * 409 where refused. What has ended since, or been paid for, is no longer created by this request: 200, as it is now.
 */
function answerPlaced(ports: ReservationPorts, reservation: Placed, items: PlaceReservation['items']): Answer {
  if (reservation.state === 'refused') return refuseItems(reservation.refused, items)
  const { id, session } = reservation.record
  const body: PlacedReservationBody = {
    ...presentReservation(reservation, ports.clock()),
    token: ports.tokens.issue(session),
  }
  const headers = { 'Cache-Control': 'no-store', Location: `/api/v1/reservations/${id}` }
  if (reservation.state === 'requested') return json(202, body, { ...headers, 'Retry-After': '1' })
  return json(reservation.state === 'held' ? 201 : 200, body, headers)
}
