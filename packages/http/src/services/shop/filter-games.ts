import { readUtc } from '@matchday/domain/game/utc-time'
import type { GameFilter } from '../../schemas/game-filter.ts'
import { availabilityOf } from '@matchday/domain/inventory/availability'
import type { ShownGame } from './present-game.ts'
import { listedCategories } from './present-game.ts'

const dayMs = 86_400_000

/** Whether every filter lets a game through. Days are UTC days, both ends included. */
export function passes({ stock, stage, onSale }: ShownGame, filter: GameFilter): boolean {
  const { listing } = stock.list
  const from = startOf(filter.date ?? filter.from) ?? -Infinity
  const to = startOf(filter.date ?? filter.to) ?? Infinity
  if (listing.kickOffMs < from || listing.kickOffMs >= to + dayMs) return false
  if (filter.stage !== undefined && filter.stage !== stage) return false
  if (filter.group !== undefined && filter.group.toUpperCase() !== listing.group) return false
  if (filter.venue !== undefined && !isSameName(filter.venue, listing.venue)) return false
  if (filter.team !== undefined && ![listing.home, listing.away].some(team => isSameName(filter.team ?? '', team))) {
    return false
  }
  if (filter.available === undefined) return true
  const hasSeats = onSale && listedCategories(stock).some(category => availabilityOf(category).available > 0)
  return hasSeats === (filter.available === 'true')
}

const startOf = (day: string | undefined): number | undefined =>
  day === undefined ? undefined : readUtc(`${day}T00:00:00Z`)

const isSameName = (one: string, other: string): boolean => normal(one) === normal(other)
const normal = (name: string): string => name.normalize('NFKC').toLowerCase()
