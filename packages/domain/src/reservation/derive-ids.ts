import type { CategoryNumber, GameNumber } from '../game/ids.ts'
import type { BuyerHash, HoldId } from '../inventory/ids.ts'
import type { KeyedHash } from './keyed-hash.ts'
import type { ReservationId, SessionId } from './ids.ts'

/** Within whom an idempotency key is unique: a buyer's session where there is one, else the buyer. */
export type Scope = { readonly session: SessionId } | { readonly buyer: BuyerHash }

/**
 * Ids are derived, so that a retry names the same reservation and the same holds, and the log itself makes it a no-op.
 * They are UUIDs of version 8: the first 16 bytes of a keyed hash, with the version and variant bits set.
 */
function uuidOf(keyedHash: KeyedHash, parts: readonly (string | number)[]): string {
  const hex = keyedHash(JSON.stringify(parts))
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  const version = `8${hex.slice(13, 16)}`
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${version}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const reservationIdOf = (keyedHash: KeyedHash, scope: Scope, key: string): ReservationId =>
  uuidOf(keyedHash, [
    'reservation',
    ...('session' in scope ? ['session', scope.session] : ['buyer', scope.buyer]),
    key,
  ]) as ReservationId

/** The session a first reservation opens. */
export const sessionIdOf = (keyedHash: KeyedHash, reservation: ReservationId): SessionId =>
  uuidOf(keyedHash, ['session', reservation]) as SessionId

/** `part` counts the holds that one line is split into, from 0. */
export const holdIdOf = (
  keyedHash: KeyedHash,
  reservation: ReservationId,
  game: GameNumber,
  category: CategoryNumber,
  part: number,
): HoldId => uuidOf(keyedHash, ['hold', reservation, game, category, part]) as HoldId

/** The one hold that a late payment asks for in the place of an expired one. */
export const replacementIdOf = (keyedHash: KeyedHash, reservation: ReservationId, expired: HoldId): HoldId =>
  uuidOf(keyedHash, ['late-hold', reservation, expired]) as HoldId
