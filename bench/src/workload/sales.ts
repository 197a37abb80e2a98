import { hash } from 'node:crypto'
import { categoryNumber, gameNumber } from '@matchday/domain/game/ids'
import type { HoldRequested, ReleaseRequested, SaleRequested } from '@matchday/domain/inventory/entry'
import type { BuyerHash, HoldId } from '@matchday/domain/inventory/ids'
import { site } from './federation.ts'
import { gamesMax, priceOf, soldOutGame } from './listing.ts'

export type Sale = HoldRequested | SaleRequested | ReleaseRequested

/** Of ten holds five are bought, two are given back, and three are left to end; each some entries after its request. */
const fates = ['sold', 'left', 'sold', 'released', 'sold', 'left', 'sold', 'released', 'sold', 'left'] as const

/** Requests between a hold and what becomes of it: most are in another batch than their request. */
const lag = 3_000

/**
 * The records of a tournament being sold, spread over all its games: 59 requests, 29 sales and 12 releases in a
 * hundred, once it is under way. Ids are as random as real ones, yet the same for the same seed.
 * @param seed text that no other workload in one log has
 */
export function* salesOf(seed: string): Generator<Sale, never> {
  for (let serial = 0; ; serial++) {
    yield requested(seed, serial)
    const earlier = serial - lag
    const fate = earlier < 0 ? 'left' : fates[earlier % fates.length]
    if (fate === 'left' || fate === undefined) continue
    const { buyer: _, ttlMs: _ttl, country: _country, ...hold } = requested(seed, earlier)
    if (fate === 'sold') yield { ...hold, kind: 'sale-requested' }
    else yield { ...hold, kind: 'release-requested', reason: 'released', seats: null }
  }
}

function requested(seed: string, serial: number): HoldRequested {
  const category = categoryNumber(1 + (serial % 4))
  return {
    kind: 'hold-requested',
    site,
    sentAtMs: null,
    hold: holdIdOf(seed, serial),
    game: gameOf(serial),
    category,
    quantity: 1 + (serial % 3),
    price: priceOf(category),
    buyer: hash('sha256', `buyer ${seed} ${serial}`, 'base64url') as BuyerHash,
    ttlMs: null,
    country: 'BR',
  }
}

function gameOf(serial: number) {
  const game = gameNumber(1 + (serial % gamesMax))
  return game === soldOutGame ? gameNumber(gamesMax) : game
}

function holdIdOf(seed: string, serial: number): HoldId {
  const hex = hash('sha256', `hold ${seed} ${serial}`, 'hex')
  const [low, middle, high] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(20, 32)]
  return `${low}-${middle}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${high}` as HoldId
}

/** The next `count` records of a workload. */
export const take = (sales: Generator<Sale, never>, count: number): Sale[] =>
  Array.from({ length: count }, () => sales.next().value)
