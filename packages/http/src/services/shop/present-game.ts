import type { Stage } from '@matchday/domain/game/stage'
import { utcText } from '@matchday/domain/game/utc-time'
import { availabilityOf } from '@matchday/domain/inventory/availability'
import type { CategoryStock, GameStock, PublishedList } from '@matchday/domain/inventory/stock'
import { presentPrice } from '../../edge/present-money.ts'
import type { GameAvailabilityBody, GameBody } from '../../schemas/games.ts'

/** A game that has a list, as the shop shows it. */
export type ShownGame = {
  readonly stock: GameStock & { readonly list: PublishedList }
  readonly stage: Stage
  readonly onSale: boolean
}

export function presentGame({ stock, stage, onSale }: ShownGame): GameBody {
  const { listing, limits, currency: code } = stock.list
  return {
    game: stock.game,
    stage,
    round: listing.round,
    group: listing.group,
    kickOff: utcText(listing.kickOffMs),
    venue: listing.venue,
    home: listing.home,
    away: listing.away,
    onSale,
    limits: { perBuyer: limits.perBuyer, holdSeconds: limits.holdMaxMs / 1_000 },
    categories: listedCategories(stock).map(category => ({
      category: category.category,
      ...availabilityOf(category),
      price: presentPrice(category.price, code),
    })),
  }
}

export const presentAvailability = ({ stock, onSale }: ShownGame): GameAvailabilityBody => ({
  game: stock.game,
  onSale,
  categories: listedCategories(stock).map(category => ({ category: category.category, ...availabilityOf(category) })),
})

/** A category that only announcements name counts, but is not on sale: buyers do not see it. */
export const listedCategories = (stock: GameStock): CategoryStock[] =>
  [...stock.categories.values()].filter(({ listed }) => listed).toSorted((one, other) => one.category - other.category)
