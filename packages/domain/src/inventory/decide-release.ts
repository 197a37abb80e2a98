import type { ReleaseRequested } from './entry.ts'
import type { EndedHold, Hold, LiveHold, SoldHold } from './hold.ts'

/** Why a release changed nothing. Stored: add, never rename. */
export type ReleaseIgnored = 'unknown-hold' | 'does-not-fit' | 'already-ended' | 'sold' | 'seats-already-returned'

export type ReleaseDecision =
  | { readonly kind: 'ended'; readonly hold: EndedHold }
  /** `seats` return; `hold` is what remains. */
  | { readonly kind: 'returned'; readonly hold: SoldHold | EndedHold; readonly seats: readonly number[] }
  | { readonly kind: 'ignored'; readonly why: ReleaseIgnored }
  | { readonly kind: 'notice' }

const ignored = (why: ReleaseIgnored): ReleaseDecision => ({ kind: 'ignored', why })

/**
 * `released` ends a live hold; `refunded` ends a live one or returns seats of a sold one, each at most once.
 * A release that does not fit its hold, and any other reason, changes nothing.
 */
export function decideRelease(hold: Hold | undefined, release: ReleaseRequested): ReleaseDecision {
  const { reason } = release
  if (reason !== 'released' && reason !== 'refunded') return { kind: 'notice' }
  if (hold === undefined) return ignored('unknown-hold')
  if (hold.category !== release.category) return ignored('does-not-fit')
  switch (hold.state) {
    case 'held':
      return endLive(hold, release, reason)
    case 'sold':
      return reason === 'refunded' ? returnSeats(hold, release) : ignored('sold')
    case 'expired':
    case 'released':
    case 'refused':
    case 'refunded':
      return ignored('already-ended')
    default:
      return hold satisfies never
  }
}

/** A live hold ends whole: naming some of its seats fits nothing. */
function endLive(hold: LiveHold, release: ReleaseRequested, state: 'released' | 'refunded'): ReleaseDecision {
  const seats = namedSeats(hold, release)
  if (seats === null || seats.size !== hold.quantity) return ignored('does-not-fit')
  const { expiresAtMs: _, ...terms } = hold
  return { kind: 'ended', hold: { ...terms, state } }
}

function returnSeats(hold: SoldHold, release: ReleaseRequested): ReleaseDecision {
  const named = namedSeats(hold, release)
  if (named === null) return ignored('does-not-fit')
  const seats = [...named].filter(seat => !hold.returnedSeats.includes(seat)).sort((a, b) => a - b)
  if (seats.length === 0) return ignored('seats-already-returned')
  const returnedSeats = [...hold.returnedSeats, ...seats].sort((a, b) => a - b)
  if (returnedSeats.length < hold.quantity) return { kind: 'returned', hold: { ...hold, returnedSeats }, seats }
  const { returnedSeats: _, ...terms } = hold
  return { kind: 'returned', hold: { ...terms, state: 'refunded' }, seats }
}

/** The seats a release names, all where it names none; null where they or their count do not fit the hold. */
function namedSeats(hold: Hold, { seats, quantity }: ReleaseRequested): ReadonlySet<number> | null {
  if (seats === null) {
    if (quantity !== hold.quantity) return null
    return new Set(Array.from({ length: quantity }, (_, index) => index + 1))
  }
  const named = new Set(seats)
  const within = seats.every(seat => Number.isInteger(seat) && seat >= 1 && seat <= hold.quantity)
  return within && named.size === seats.length && named.size === quantity ? named : null
}
