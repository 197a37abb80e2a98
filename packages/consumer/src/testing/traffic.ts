import type { CategoryNumber, GameNumber } from '@matchday/domain/game/ids'
import type { HoldRequested } from '@matchday/domain/inventory/entry'
import { foldRules } from '@matchday/domain/inventory/federation'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { Outgoing } from '@matchday/domain/ports/sales-log'
import { buyer, hold } from '@matchday/domain/testing/world'

const gamesDefault = 4
const categories = 2

/** What opens a log: the federation, and a few games with too few seats for everybody. */
export function openingOf(
  { sha256, version, publisher, partitions }: Federation,
  { capacity = 300, games = gamesDefault } = {},
): Outgoing[] {
  const said = { site: publisher.id, sentAtMs: null }
  return [
    ...Array.from({ length: partitions }, (_, partition): Outgoing => ({
      kind: 'federation-published', ...said, sha256, version, rules: foldRules, partition,
    })),
    ...Array.from({ length: games }, (_, index): Outgoing => ({
      kind: 'list-published', ...said, version: 1, currency: 'USD', limits: { perBuyer: 6, holdMaxMs: 600_000 },
      listing: {
        game: (index + 1) as GameNumber, round: 1, kickOffMs: 0,
        venue: 'Stadium', home: 'Home', away: 'Away', group: 'A',
        categories: Array.from({ length: categories }, (_, at) => ({
          category: (at + 1) as CategoryNumber, capacity, price: 10,
        })),
      },
    })),
  ]
}

/** One seat of game 1 for a buyer, by one site. */
export const holdBy = (site: string, number: number, over: Partial<HoldRequested> = {}): HoldRequested => ({
  kind: 'hold-requested', site: site as SiteId, sentAtMs: null, hold: hold(number), game: 1 as GameNumber,
  category: 1 as CategoryNumber, quantity: 1, price: 10, buyer: buyer(number), ttlMs: null, country: 'BR', ...over,
})

/** Numbers from 0 (included) to 1 that are the same in every run. Source: Park and Miller, 1988. */
export function chanceFrom(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

/**
 * Buyers of two sites who fight for the seats: requests, sales and releases of what was asked for a while ago, some
 * said twice, some holds so short that they end on the way.
 */
export function trafficOf(count: number, { seed = 1, sites = ['a', 'b'], games = gamesDefault } = {}): Outgoing[] {
  const chance = chanceFrom(seed)
  const below = (max: number): number => Math.floor(chance() * max)
  const asked: HoldRequested[] = []
  const records: Outgoing[] = []
  for (let number = 1; number <= count; number++) {
    const earlier = asked[asked.length - 1 - below(Math.min(asked.length, 400))]
    const what = chance()
    if (earlier === undefined || what < 0.6) {
      const request = holdBy(sites[below(sites.length)] ?? 'a', seed * 1_000_000 + number, {
        game: (1 + below(games)) as GameNumber,
        category: (1 + below(categories)) as CategoryNumber,
        quantity: 1 + below(3),
        buyer: buyer(below(500)),
        ttlMs: chance() < 0.3 ? 1 + below(200) : null,
      })
      asked.push(request)
      records.push(request)
    } else if (what < 0.65) records.push(earlier)
    else {
      const { buyer: _buyer, ttlMs: _ttlMs, country: _country, ...terms } = earlier
      const reason = what < 0.9 ? 'refunded' : 'released'
      if (what < 0.85) records.push({ ...terms, kind: 'sale-requested' })
      else records.push({ ...terms, kind: 'release-requested', reason, seats: null })
    }
  }
  return records
}

export const digestRecord = (site: string): Outgoing => ({
  kind: 'digest-stated', site: site as SiteId, sentAtMs: null, partition: 0, state: null, at: null,
})
