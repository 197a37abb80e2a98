import { timingSafeEqual } from 'node:crypto'
import type { SessionId } from '@matchday/domain/reservation/ids'
import { createHmacSha256 } from './hmac-sha256.ts'

export type SessionTokens = {
  /** `<session>.<mac>`: what a buyer sends as Bearer. Nothing is stored; the same session has one token. */
  readonly issue: (session: SessionId) => string
  /** The session of a token that this site issued, null for any other text. Constant time in the mac. */
  readonly read: (token: string) => SessionId | null
}

const pattern = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/

/**
 * Tokens under this site's secret, which also makes ids: what is hashed starts with a word of its own, so that no id
 * is ever a token's mac.
 * @throws RangeError for a secret that is too short
 */
export function createSessionTokens(siteSecret: string): SessionTokens {
  const hmac = createHmacSha256(siteSecret)
  const macOf = (session: string): string => hmac(`session-token:${session}`, 'base64url')
  return {
    issue: session => `${session}.${macOf(session)}`,
    read: token => {
      const [, session, mac] = pattern.exec(token) ?? []
      if (session === undefined || mac === undefined) return null
      // Compared as text: base64url has spare bits, and only the one spelling that was issued is a token.
      return timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(session))) ? (session as SessionId) : null
    },
  }
}
