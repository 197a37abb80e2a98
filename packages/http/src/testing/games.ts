import { categoryNumber, gameNumber } from '@matchday/domain/game/ids'
import type { GameListing } from '@matchday/domain/game/listing'
import { readUtc } from '@matchday/domain/game/utc-time'
import type { CategoryStock, GameStock } from '@matchday/domain/inventory/stock'
import { emptyCategory, emptyGame } from '@matchday/domain/inventory/stock'
import type { Catalogue, CatalogueChange } from '@matchday/domain/ports/catalogue'
import type { CatalogueView } from '@matchday/domain/inventory/catalogue-view'

type Counters = Partial<Pick<CategoryStock, 'capacity' | 'held' | 'sold' | 'announcedSold' | 'announcedPending'>>

export type GameParts = Partial<Omit<GameListing, 'game' | 'kickOffMs' | 'categories'>> & {
  readonly kickOff?: string
  readonly currency?: string
  readonly version?: number
  readonly perBuyer?: number
  readonly holdMaxMs?: number
  /** By category number; each of 10 seats unless it says otherwise, category n at n00 a seat. */
  readonly categories?: Readonly<Record<number, Counters>>
}

/** A day before the first game of these tests. */
export const todayMs = Date.UTC(2022, 10, 19)

export function listingOf(number: number, parts: GameParts = {}): GameListing {
  const { categories = { 1: {}, 2: {} }, kickOff = '2022-11-20T16:00:00Z' } = parts
  return {
    game: gameNumber(number),
    round: parts.round ?? 1,
    kickOffMs: readUtc(kickOff) ?? NaN,
    venue: parts.venue ?? 'Al Bayt Stadium',
    home: parts.home ?? 'Qatar',
    away: parts.away ?? 'Ecuador',
    group: parts.group === undefined ? 'A' : parts.group,
    categories: Object.entries(categories).map(([key, { capacity = 10 }]) => ({
      category: categoryNumber(Number(key)),
      capacity,
      price: Number(key) * 100,
    })),
  }
}

/** A game as the copy has it. */
export function stockOf(number: number, parts: GameParts = {}): GameStock {
  const listing = listingOf(number, parts)
  const counters = parts.categories ?? {}
  const limits = { perBuyer: parts.perBuyer ?? 6, holdMaxMs: parts.holdMaxMs ?? 600_000 }
  return {
    ...emptyGame(listing.game),
    list: { version: parts.version ?? 1, currency: parts.currency ?? 'USD', limits, listing },
    categories: new Map(
      listing.categories.map(({ category, capacity, price }) => [
        category,
        { ...emptyCategory(category), listed: true, price, ...counters[category], capacity },
      ]),
    ),
  }
}

export type FakeCatalogue = Catalogue & {
  readonly change: (...games: readonly GameStock[]) => void
  readonly set: (view: Partial<CatalogueView>) => void
  readonly followers: () => number
}

/** A copy that changes when the test says so. */
export function createFakeCatalogue(...games: readonly GameStock[]): FakeCatalogue {
  const listeners = new Set<(change: CatalogueChange) => void>()
  let view: CatalogueView = {
    revision: 1,
    games: new Map(games.map(stock => [stock.game, stock])),
    federation: null,
    caughtUpAtMs: 0,
    nextDueMs: null,
  }
  return {
    view: () => view,
    follow: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    change: (...changed) => {
      const after = new Map([...view.games, ...changed.map(stock => [stock.game, stock] as const)])
      view = { ...view, revision: view.revision + 1, games: after }
      for (const tell of listeners) tell({ revision: view.revision, games: changed })
    },
    set: changed => {
      view = { ...view, ...changed }
    },
    followers: () => listeners.size,
  }
}
