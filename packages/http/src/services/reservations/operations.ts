import { z } from 'zod'
import type { ZodOpenApiOperationObject } from 'zod-openapi'
import { everywhere, jsonResponse, problemResponses } from '../../openapi/responses.ts'
import { placedReservation, placeReservation, reservation, reservationList } from '../../schemas/reservations.ts'

const tags = ['Reservations']
const security = [{ token: [] }]
const ofReservation = { requestParams: { path: z.object({ id: z.uuid() }) }, security }
const Location = z.string().meta({ description: 'Where to read it', example: '/api/v1/reservations/…' })
const RetryAfter = z.string().meta({ description: 'Seconds', example: '1' })

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/)
  .optional()
  .meta({ description: 'With it a retry is the same request, not a second one; within one buyer or one token' })

type Operation = 'place' | 'list' | 'read' | 'release'

/** What the reservations' operations are documented to do. */
export const operations: Record<Operation, ZodOpenApiOperationObject> = {
  place: {
    operationId: 'placeReservation',
    summary: 'Reserve tickets, all or nothing',
    description:
      'Without a token this opens a session, whose token comes with the answer; with one, the reservation joins it. ' +
      'A retry with the same Idempotency-Key and the same body gets the same answer for as long as it is true.',
    tags,
    security: [{}, { token: [] }],
    requestParams: { header: z.object({ 'Idempotency-Key': idempotencyKey }) },
    requestBody: {
      required: true,
      content: { 'application/json': { schema: placeReservation, example: exampleBasket() } },
    },
    responses: {
      200: jsonResponse('A retry of what has been paid for, or has ended, since', placedReservation),
      201: { ...jsonResponse('Held for you until expiresAt', placedReservation), headers: z.object({ Location }) },
      202: {
        ...jsonResponse('Not decided in time: read it at Location', placedReservation),
        headers: z.object({ Location, 'Retry-After': RetryAfter }),
      },
      ...problemResponses(
        'invalid-request', 'not-json', 'too-deep', 'bad-idempotency-key', 'body-too-large', 'unsupported-media-type',
        'unauthorized', 'unknown-game', 'unknown-category', 'invalid-basket', 'key-reused', 'game-started',
        'not-on-sale', 'price-changed', 'over-limit', 'over-tournament-limit', 'site-over-share', 'sold-out',
        'not-reserved', 'unavailable', ...everywhere,
      ),
    },
  },
  list: {
    operationId: 'listReservations',
    summary: "The token's reservations, newest first, at most 100",
    tags,
    security,
    responses: {
      200: jsonResponse('The reservations', reservationList),
      ...problemResponses('unauthorized', 'unavailable', ...everywhere),
    },
  },
  read: {
    operationId: 'getReservation',
    summary: 'One reservation as it is now',
    tags,
    ...ofReservation,
    responses: {
      200: jsonResponse('The reservation', reservation),
      ...problemResponses('unauthorized', 'reservation-not-found', 'unavailable', ...everywhere),
    },
  },
  release: {
    operationId: 'releaseReservation',
    summary: 'Give the seats back',
    description: 'Of what has ended already nothing changes, and the answer says how it ended.',
    tags,
    ...ofReservation,
    responses: {
      200: jsonResponse('It is over', reservation),
      202: jsonResponse('Not decided in time: read it again', reservation),
      ...problemResponses('unauthorized', 'reservation-not-found', 'already-sold', 'unavailable', ...everywhere),
    },
  },
}

function exampleBasket() {
  return {
    items: [{ game: 1, category: 3, quantity: 2 }],
    buyer: { email: 'ana@example.com', name: 'Ana Silva', country: 'BR' },
  }
}
