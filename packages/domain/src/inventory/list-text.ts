import type { PublishedList } from './stock.ts'

/**
 * What a list says, but for its version, as one text: equal exactly where the lists are, in whatever order their fields
 * come, as they do from a database.
 */
export function listText({ currency, limits, listing }: Omit<PublishedList, 'version'>): string {
  const { game, round, kickOffMs, venue, home, away, group, categories } = listing
  const seats = categories.map(({ category, capacity, price }) => [category, capacity, price])
  return JSON.stringify([
    currency, limits.perBuyer, limits.holdMaxMs, game, round, kickOffMs, venue, home, away, group, seats,
  ])
}
