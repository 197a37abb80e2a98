import type { SessionTokens } from '@matchday/adapters/keys/session-token'
import type { PlaceHoldsPorts } from '@matchday/domain/usecases/place-holds'

/** What the reservations service needs. */
export type ReservationPorts = PlaceHoldsPorts & {
  readonly tokens: SessionTokens
  /** Counts what became of a request, for whoever watches the site. */
  readonly count: (outcome: string) => void
}
