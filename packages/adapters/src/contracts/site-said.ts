import type { HoldRequested, ReleaseRequested, SaleRequested } from '@matchday/domain/inventory/entry'
import type { HoldRef } from '@matchday/domain/inventory/ids'
import type { ReservationId, SessionId } from '@matchday/domain/reservation/ids'
import type { ReservationRecord } from '@matchday/domain/reservation/reservation'
import { buyer, category, game, hold, listed, opening, site } from '@matchday/domain/testing/world'

const term = (number: number, of = 1) => ({
  site: site('a'), sentAtMs: null, hold: hold(number), game: game(of), category: category(1), quantity: 2, price: 10,
})

/** A request by site `a` for two seats of category 1 at the price that {@link start} lists. */
export const request = (number: number, { of = 1, by = 1, ttlMs = null as number | null } = {}): HoldRequested => ({
  kind: 'hold-requested', ...term(number, of), buyer: buyer(by), ttlMs, country: null,
})

export const saleOf = (number: number, of = 1): SaleRequested => ({ kind: 'sale-requested', ...term(number, of) })

export const releaseOf = (number: number, of = 1): ReleaseRequested => ({
  kind: 'release-requested', ...term(number, of), reason: 'released', seats: null,
})

export const refOf = (number: number, of = 1): HoldRef => ({ game: game(of), site: site('a'), id: hold(number) })

/** Opens a partition and lists game 1: eight seats of category 1, three of 2; a hold lives 100 ms. */
export const start = [opening(), listed(1, { 1: 8, 2: 3 })] as const

const uuid = (kind: string, number: number): string =>
  `${kind}0000000-0000-8000-8000-${String(number).padStart(12, '0')}`

export const session = (number: number): SessionId => uuid('e', number) as SessionId

/** A reservation of two seats of game 1, on the hold that {@link request} asks for. */
export const reservation = (number: number, changed: Partial<ReservationRecord> = {}): ReservationRecord => ({
  id: uuid('f', number) as ReservationId,
  session: session(1),
  site: site('a'),
  buyer: buyer(1),
  contact: { email: 'ada@example.org', name: 'Ada', country: null },
  items: [{
    game: game(1), category: category(1), quantity: 2, price: 10, currency: 'USD',
    holds: [{ id: hold(number), quantity: 2 }],
  }],
  bodyHash: `hash-${number}`,
  createdAtMs: 1_000 + number,
  abandonedAtMs: null,
  ...changed,
})
