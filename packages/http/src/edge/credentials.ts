import type { IncomingHttpHeaders } from 'node:http'
import type { SessionId } from '@matchday/domain/reservation/ids'
import type { SessionTokens } from '@matchday/adapters/keys/session-token'
import type { Answer } from './answer.ts'
import { problem } from './answer.ts'

/** What a request says of who sends it. */
export type Bearer =
  | { readonly kind: 'none' }
  | { readonly kind: 'session'; readonly session: SessionId }
  /** A token that this site never issued, or a header that carries none. */
  | { readonly kind: 'bad' }

export function bearerOf({ authorization }: IncomingHttpHeaders, tokens: SessionTokens): Bearer {
  if (authorization === undefined) return { kind: 'none' }
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  const session = tokens.read(token)
  return session === null ? { kind: 'bad' } : { kind: 'session', session }
}

/** As RFC 6750 wants it: whoever sent nothing is told what to send, whoever sent a bad token that it is bad. */
export const unauthorized = (bearer: Bearer): Answer => {
  const challenge = 'Bearer realm="matchday"'
  return problem('unauthorized', {
    ...(bearer.kind === 'bad' && { detail: 'This token was not issued here, or was cut or changed on the way.' }),
    headers: { 'WWW-Authenticate': bearer.kind === 'bad' ? `${challenge}, error="invalid_token"` : challenge },
  })
}

const keyPattern = /^[\x21-\x7e]{1,255}$/

/** The Idempotency-Key: null where none was sent, `bad` where it cannot be one. */
export function idempotencyKeyOf(headers: IncomingHttpHeaders): string | null | { readonly kind: 'bad' } {
  const key = headers['idempotency-key']
  if (key === undefined) return null
  return typeof key === 'string' && keyPattern.test(key) ? key : { kind: 'bad' }
}
