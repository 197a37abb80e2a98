/** What a problem of one kind always says; `advice` is the detail where an answer has nothing more exact to say. */
export type Problem = { readonly status: number; readonly title: string; readonly advice: string }

/**
 * Everything this API refuses, and the only place that turns a refusal into HTTP. The name is the last part of the
 * problem's `type`, which clients keep to: add, never rename.
 */
export const problems = {
  // What was sent is no good in itself.
  'not-json': { status: 400, title: 'The body is not JSON', advice: 'Send one JSON object in UTF-8.' },
  'too-deep': { status: 400, title: 'The body is nested too deeply', advice: 'Send what the schema describes.' },
  'body-too-large': { status: 413, title: 'The body is too large', advice: 'Send at most 16384 bytes.' },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is in a format that is not read here',
    advice: 'Send Content-Type: application/json, in UTF-8 and uncompressed.',
  },
  'invalid-request': {
    status: 400,
    title: 'The request is not what this operation expects',
    advice: 'Correct the fields listed in errors; /openapi.json describes them.',
  },
  'missing-field': { status: 400, title: 'A field is missing', advice: 'Send it.' },
  'unknown-field': { status: 400, title: 'There is no such field', advice: 'Leave it out.' },
  'bad-value': { status: 400, title: 'A value is not one of those that are allowed', advice: 'Correct it.' },
  'bad-quantity': {
    status: 400,
    title: 'A quantity is not a whole number from 1',
    advice: 'Ask for 1 ticket or more.',
  },
  'bad-idempotency-key': {
    status: 400,
    title: 'The Idempotency-Key cannot be used',
    advice: 'Send 1 to 255 visible ASCII characters, without spaces; a random UUID serves well.',
  },
  'malformed-request': {
    status: 400,
    title: 'The request is not valid HTTP',
    advice: 'Correct the path or the headers.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    advice: 'Send at most 16384 bytes of headers.',
  },
  'request-timeout': { status: 408, title: 'The request took too long to arrive', advice: 'Send it again.' },

  // What was asked for is understood, and cannot be.
  'empty-basket': { status: 400, title: 'There is nothing in the basket', advice: 'Ask for at least one item.' },
  'too-many-lines': {
    status: 400,
    title: 'There are too many items in the basket',
    advice: 'Make several reservations.',
  },
  'unknown-game': { status: 422, title: 'There is no such game', advice: 'See /api/v1/games.' },
  'unknown-category': { status: 422, title: 'This game has no such category', advice: 'See /api/v1/games.' },
  'invalid-basket': {
    status: 422,
    title: 'The basket cannot be sold',
    advice: 'Correct the items listed in errors; nothing was reserved.',
  },
  'key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    advice: 'Send a new key with a new request, and the same key only with the same body.',
  },
  'game-started': { status: 409, title: 'The game has started', advice: 'Choose a later game.' },
  'not-on-sale': { status: 409, title: 'The game is not on sale yet', advice: 'Try again later.' },
  'price-changed': { status: 409, title: 'The price has changed', advice: 'Read it again and decide anew.' },
  'over-limit': {
    status: 409,
    title: 'This is more than one buyer may have of this game',
    advice: 'Ask for fewer tickets, or release some.',
  },
  'over-tournament-limit': {
    status: 409,
    title: 'This is more than one buyer may have of the tournament',
    advice: 'Ask for fewer tickets, or release some.',
  },
  'site-over-share': {
    status: 409,
    title: 'This site holds all that it may of the category for now',
    advice: 'Try again in some minutes, when holds have ended.',
  },
  'sold-out': {
    status: 409,
    title: 'Not enough seats are left',
    advice: 'Ask for fewer, for another category, or again later: seats on hold may return.',
  },
  'not-reserved': {
    status: 409,
    title: 'Not every item could be reserved, so none was',
    advice: 'The reasons are in errors; nothing is held.',
  },
  'already-sold': { status: 409, title: 'The tickets are paid for', advice: 'Ask for a refund instead.' },

  // Who asks, and where.
  unauthorized: {
    status: 401,
    title: 'This needs the token of a reservation',
    advice: 'Send Authorization: Bearer with the token that came with your reservation.',
  },
  'not-found': { status: 404, title: 'There is nothing here', advice: 'See / for what there is.' },
  'reservation-not-found': {
    status: 404,
    title: 'You have no such reservation',
    advice: 'See /api/v1/reservations for those of your token.',
  },
  'game-not-found': { status: 404, title: 'There is no such game', advice: 'See /api/v1/games.' },
  'method-not-allowed': { status: 405, title: 'This cannot be done here', advice: 'See Allow for what can.' },

  // Not the client's fault.
  unavailable: {
    status: 503,
    title: 'This site cannot decide right now',
    advice: 'Nothing is lost. Send the same request with the same Idempotency-Key again after Retry-After seconds.',
  },
  busy: { status: 503, title: 'Too many follow along already', advice: 'Try again after Retry-After seconds.' },
  internal: { status: 500, title: 'Something is broken here', advice: 'It was logged under the id in instance.' },
} as const satisfies Record<string, Problem>

export type ProblemKind = keyof typeof problems

/** The URI reference under which a kind is known, and explained when it is fetched. */
export const problemType = (kind: ProblemKind): string => `/problems/${kind}`

export const isProblemKind = (name: string): name is ProblemKind => Object.hasOwn(problems, name)
