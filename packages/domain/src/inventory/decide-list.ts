import type { CategoryNumber } from '../game/ids.ts'
import type { ListPublished } from './entry.ts'
import type { CategoryStock, GameStock } from './stock.ts'
import { committed, emptyCategory } from './stock.ts'

export type ListRefusal =
  | { readonly kind: 'stale-version'; readonly current: number }
  | { readonly kind: 'category-removed'; readonly category: CategoryNumber }
  | {
      readonly kind: 'below-committed'
      readonly category: CategoryNumber
      readonly capacity: number
      readonly committed: number
    }

export type ListDecision =
  | { readonly kind: 'applied'; readonly stock: GameStock }
  | { readonly kind: 'refused'; readonly refusal: ListRefusal }

/** A list applies whole or not at all: a higher version, no category gone, none lowered below what is committed. */
export function decideList(stock: GameStock, published: ListPublished): ListDecision {
  const refusal = refusalOf(stock, published)
  if (refusal !== null) return { kind: 'refused', refusal }
  const categories = new Map(stock.categories)
  for (const { category, capacity, price } of published.listing.categories) {
    const before: CategoryStock = categories.get(category) ?? emptyCategory(category)
    categories.set(category, { ...before, listed: true, capacity, price })
  }
  const { version, currency, limits, listing } = published
  return { kind: 'applied', stock: { ...stock, categories, list: { version, currency, limits, listing } } }
}

/** The first fault, by category: the order in which rows were loaded decides nothing. */
function refusalOf(stock: GameStock, { version, listing }: ListPublished): ListRefusal | null {
  const current = stock.list?.version ?? 0
  if (version <= current) return { kind: 'stale-version', current }
  const capacities = new Map(listing.categories.map(listed => [listed.category, listed.capacity]))
  for (const before of [...stock.categories.values()].sort((a, b) => a.category - b.category)) {
    const { category } = before
    const capacity = capacities.get(category)
    if (capacity === undefined) {
      if (before.listed) return { kind: 'category-removed', category }
      continue
    }
    const taken = committed(before)
    if (capacity < before.capacity && capacity < taken) {
      return { kind: 'below-committed', category, capacity, committed: taken }
    }
  }
  return null
}
