import type { CategoryNumber, GameNumber } from './ids.ts'
import type { CategoryListing, GameListing } from './listing.ts'
import type { ListLimits, MasterList } from './master-list.ts'
import type { Venue } from './venue.ts'

type OfGame = { readonly game: GameNumber }
type OfCategory = OfGame & { readonly category: CategoryNumber }
type FromTo<Value> = { readonly from: Value; readonly to: Value }
type Teams = { readonly home: string; readonly away: string }

/** One difference between two master lists, in the direction from the old one to the new one. */
export type ListChange =
  | (FromTo<string> & { readonly kind: 'tournament-changed'; readonly field: 'id' | 'name' })
  | (FromTo<string | null> & { readonly kind: 'note-changed' })
  | (FromTo<string> & { readonly kind: 'currency-changed' })
  | (FromTo<number> & { readonly kind: 'limit-changed'; readonly limit: keyof ListLimits })
  | { readonly kind: 'venue-added'; readonly venue: Venue }
  | { readonly kind: 'venue-removed'; readonly venue: Venue }
  | (FromTo<Venue> & { readonly kind: 'venue-changed' })
  | (OfGame & { readonly kind: 'game-added'; readonly listing: GameListing })
  | (OfGame & { readonly kind: 'game-removed'; readonly listing: GameListing })
  | (OfGame & FromTo<number> & { readonly kind: 'kick-off-moved' })
  | (OfGame & FromTo<string> & { readonly kind: 'moved-to-venue' })
  | (OfGame & FromTo<Teams> & { readonly kind: 'teams-changed' })
  | (OfGame & FromTo<number> & { readonly kind: 'round-changed' })
  | (OfGame & FromTo<string | null> & { readonly kind: 'group-changed' })
  | (OfCategory & { readonly kind: 'category-added'; readonly listing: CategoryListing })
  | (OfCategory & { readonly kind: 'category-removed'; readonly listing: CategoryListing })
  | (OfCategory & FromTo<number> & { readonly kind: 'capacity-changed' })
  | (OfCategory & FromTo<number> & { readonly kind: 'price-changed' })

/** Everything that is different in `to`: first what holds for all games, then game by game in order of number. */
export function diffLists(from: MasterList, to: MasterList): ListChange[] {
  return [
    ...headerChanges(from, to),
    ...venueChanges(from.venues, to.venues),
    ...gameChanges(from.games, to.games),
  ]
}

function headerChanges(from: MasterList, to: MasterList): ListChange[] {
  const changes: ListChange[] = []
  for (const field of ['id', 'name'] as const) {
    if (from.tournament[field] !== to.tournament[field]) {
      changes.push({ kind: 'tournament-changed', field, from: from.tournament[field], to: to.tournament[field] })
    }
  }
  if (from.note !== to.note) changes.push({ kind: 'note-changed', from: from.note, to: to.note })
  if (from.currency !== to.currency) changes.push({ kind: 'currency-changed', from: from.currency, to: to.currency })
  for (const limit of ['perBuyerAndGame', 'perBuyerAndTournament', 'holdMaxMs'] as const) {
    if (from.limits[limit] !== to.limits[limit]) {
      changes.push({ kind: 'limit-changed', limit, from: from.limits[limit], to: to.limits[limit] })
    }
  }
  return changes
}

function venueChanges(from: readonly Venue[], to: readonly Venue[]): ListChange[] {
  return pairs(from, to, venue => venue.name).flatMap(([before, after]): ListChange[] => {
    if (before === undefined) return after === undefined ? [] : [{ kind: 'venue-added', venue: after }]
    if (after === undefined) return [{ kind: 'venue-removed', venue: before }]
    const same =
      before.city === after.city && before.capacity === after.capacity && before.timezone === after.timezone
    return same ? [] : [{ kind: 'venue-changed', from: before, to: after }]
  })
}

function gameChanges(from: readonly GameListing[], to: readonly GameListing[]): ListChange[] {
  const both = pairs(from, to, listing => listing.game)
  const number = ([before, after]: (typeof both)[number]): number => before?.game ?? after?.game ?? 0
  return both
    .toSorted((left, right) => number(left) - number(right))
    .flatMap(([before, after]): ListChange[] => {
      if (before !== undefined && after !== undefined) return changesOfGame(before, after)
      if (before !== undefined) return [{ kind: 'game-removed', game: before.game, listing: before }]
      return after === undefined ? [] : [{ kind: 'game-added', game: after.game, listing: after }]
    })
}

function changesOfGame(before: GameListing, after: GameListing): ListChange[] {
  const { game } = before
  const changes: ListChange[] = []
  if (before.kickOffMs !== after.kickOffMs) {
    changes.push({ kind: 'kick-off-moved', game, from: before.kickOffMs, to: after.kickOffMs })
  }
  if (before.venue !== after.venue) changes.push({ kind: 'moved-to-venue', game, from: before.venue, to: after.venue })
  if (before.home !== after.home || before.away !== after.away) {
    const from = { home: before.home, away: before.away }
    changes.push({ kind: 'teams-changed', game, from, to: { home: after.home, away: after.away } })
  }
  if (before.round !== after.round) changes.push({ kind: 'round-changed', game, from: before.round, to: after.round })
  if (before.group !== after.group) changes.push({ kind: 'group-changed', game, from: before.group, to: after.group })
  for (const [old, young] of pairs(before.categories, after.categories, listing => listing.category)) {
    changes.push(...changesOfCategory(game, old, young))
  }
  return changes
}

function changesOfCategory(game: GameNumber, old?: CategoryListing, young?: CategoryListing): ListChange[] {
  if (old === undefined) {
    return young === undefined ? [] : [{ kind: 'category-added', game, category: young.category, listing: young }]
  }
  const { category } = old
  if (young === undefined) return [{ kind: 'category-removed', game, category, listing: old }]
  const changes: ListChange[] = []
  if (old.capacity !== young.capacity) {
    changes.push({ kind: 'capacity-changed', game, category, from: old.capacity, to: young.capacity })
  }
  if (old.price !== young.price) {
    changes.push({ kind: 'price-changed', game, category, from: old.price, to: young.price })
  }
  return changes
}

/** Elements with the same key side by side, in the order of `from`, then those that only `to` has. */
function pairs<Value, Key>(
  from: readonly Value[],
  to: readonly Value[],
  keyOf: (value: Value) => Key,
): (readonly [Value | undefined, Value | undefined])[] {
  const after = new Map(to.map(value => [keyOf(value), value]))
  const known = new Set(from.map(keyOf))
  const kept = from.map((value): [Value, Value | undefined] => [value, after.get(keyOf(value))])
  const added = to.filter(value => !known.has(keyOf(value))).map((value): [undefined, Value] => [undefined, value])
  return [...kept, ...added]
}
