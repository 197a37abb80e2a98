import type { Announced, HoldRequested, ReleaseRequested, Said, SaleRequested } from '../inventory/entry.ts'
import type { FederationSettings } from '../inventory/federation.ts'
import { foldBatch } from '../inventory/fold.ts'
import type { Hold } from '../inventory/hold.ts'
import { holdKey } from '../inventory/ids.ts'
import type { JournalEntry } from '../inventory/journal.ts'
import type { CategoryStock } from '../inventory/stock.ts'
import { emptyCategory } from '../inventory/stock.ts'
import type { Replayed } from './world.ts'
import { buyer, category, federationOf, game, hold, listed, logOf, opening, replay, site, toolsFor } from './world.ts'

const terms = {
  site: site('a'), sentAtMs: null, hold: hold(1), game: game(1), category: category(1), quantity: 2, price: 10,
}

/** Site a asks for two seats of game 1, category 1, at its price. */
export const asks = (changed: Partial<HoldRequested> = {}): HoldRequested => ({
  kind: 'hold-requested', ...terms, buyer: buyer(1), ttlMs: null, country: null, ...changed,
})

/** Site a sells what {@link asks} asked for. */
export const sells = (changed: Partial<SaleRequested> = {}): SaleRequested => ({
  kind: 'sale-requested', ...terms, ...changed,
})

/** Site a gives back what {@link asks} asked for. */
export const releases = (reason: string, changed: Partial<ReleaseRequested> = {}): ReleaseRequested => ({
  kind: 'release-requested', ...terms, reason, seats: null, ...changed,
})

/** Somebody who does not wait for the log tells of seats of category 1 of game 1. */
export const announces = (
  action: Announced['action'],
  quantity: number,
  changed: Partial<Announced> & { readonly categories?: readonly number[]; readonly price?: number } = {},
): Announced => {
  const { categories = [1], price = 10, ...rest } = changed
  const lines = categories.map(number => ({ category: category(number), quantity, price }))
  return { kind: 'announced', action, site: null, sentAtMs: null, game: game(1), lines, ...rest }
}

/** A log of one partition and what it made of game 1: eight seats of category 1, three of category 2, 10 each. */
export type Told = Replayed & {
  /** Category 1 of game 1. */
  readonly stock: CategoryStock
  /** The hold that {@link asks} asks for. */
  readonly hold: Hold | undefined
  /** What the last record did. */
  readonly last: readonly JournalEntry[]
}

/**
 * Open a partition at log time 1,000 and tell it things, one record a millisecond; a number moves the clock by so many
 * milliseconds more.
 */
export function tell(told: readonly (Said | number)[], settings: Partial<FederationSettings> = {}): Told {
  const said: Said[] = []
  const times: number[] = []
  let atMs = 1_000
  for (const what of [opening(), listed(1, { 1: 8, 2: 3 }), ...told]) {
    if (typeof what === 'number') {
      atMs += what
      continue
    }
    said.push(what)
    times.push(atMs++)
  }
  const entries = logOf(said).map((entry, at) => ({ ...entry, timestampMs: times[at] ?? 0 }))
  const replayed = replay(foldBatch, entries, { tools: toolsFor(federationOf(1, settings)) })
  const categories = replayed.whole.games.get(game(1))?.categories
  return {
    ...replayed,
    stock: categories?.get(category(1)) ?? emptyCategory(category(1)),
    hold: replayed.whole.holds.get(holdKey({ game: game(1), site: site('a'), id: hold(1) })),
    last: replayed.journal.filter(({ offset }) => offset === entries.length - 1),
  }
}

export const kindsOf = (journal: readonly JournalEntry[]): string[] => journal.map(({ kind }) => kind)
