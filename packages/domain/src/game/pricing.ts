import type { Result } from '../result.ts'
import { refuse, succeed } from '../result.ts'
import { categoryNumber, categoryNumberMax } from './ids.ts'
import type { Fault, Place } from './json-place.ts'
import {
  below,
  documentPlace,
  elementsOf,
  entriesOf,
  integerAt,
  isRecord,
  note,
  settled,
  soundly,
  textAt,
} from './json-place.ts'
import type { CategoryListing, GameListing } from './listing.ts'
import type { ListHeader } from './master-list.ts'
import { headerAt } from './master-list.ts'
import type { Aliases, Fixture } from './openfootball/source.ts'
import { splitSeats } from './split.ts'
import type { Stage } from './stage.ts'
import { stages, stagesOf } from './stage.ts'
import type { Venue } from './venue.ts'
import { priceMax } from './wire-game.ts'

/** What games are sold at: the stages, and the opening game, which is the first of all to kick off. */
export type PricedStage = Stage | 'opening'

/** The decisions that a fixture list does not hold: how capacity is split, prices and limits. */
export type Pricing = {
  readonly header: ListHeader
  /** Percent of a venue's capacity, of category 1 first; they add up to 100. */
  readonly shares: readonly number[]
  /** Whole currency units by category, category 1 first. */
  readonly prices: ReadonlyMap<PricedStage, readonly number[]>
}

const pricedStages: readonly PricedStage[] = ['opening', ...stages]

/** A parsed pricing file, or every fault in it. */
export function checkPricing(document: unknown): Result<Pricing, readonly Fault[]> {
  const place = documentPlace(document)
  const fields = ['tournament', 'note', 'currency', 'limits', 'capacityShares', 'prices', 'aliases']
  if (!isRecord(place, fields)) return refuse(place.faults)
  const header = headerAt(place)
  const shares = sharesAt(below(place, 'capacityShares'))
  const prices = new Map<PricedStage, readonly number[]>()
  for (const [name, at] of entriesOf(below(place, 'prices'))) {
    const stage = pricedStages.find(one => one === name)
    if (stage === undefined) note(at, `is not a stage; those with prices are ${pricedStages.join(', ')}`)
    else prices.set(stage, pricesAt(at, shares.length))
  }
  aliasesAt(below(place, 'aliases'))
  return settled(place, { header, shares, prices })
}

/** The names of a pricing file, so far as they are good, whatever else in it is not: games are read by them. */
export const aliasesIn = (document: unknown): Aliases => aliasesAt(below(documentPlace(document), 'aliases'))

/**
 * The games with their categories: the whole capacity of each one's venue is for sale, split by the shares, and priced
 * by the game's stage. Refused: stages without prices, at their place in the pricing file.
 */
export function priceFixtures(
  fixtures: readonly Fixture[],
  venues: readonly Venue[],
  pricing: Pricing,
): Result<readonly GameListing[], readonly Fault[]> {
  const stageOf = stagesOf(fixtures)
  const capacityOf = new Map(venues.map(({ name, capacity }) => [name, capacity]))
  const [opening] = fixtures.toSorted((left, right) => left.kickOffMs - right.kickOffMs || left.game - right.game)
  const unpriced = new Map<PricedStage, Fault>()
  const games = fixtures.flatMap((fixture): GameListing[] => {
    const stage = fixture === opening && pricing.prices.has('opening') ? 'opening' : stageOf.get(fixture.game)
    const capacity = capacityOf.get(fixture.venue)
    if (stage === undefined || capacity === undefined) throw new Error(`game ${fixture.game} is in no known venue`)
    const prices = pricing.prices.get(stage)
    if (prices !== undefined) return [{ ...fixture, categories: categoriesOf(capacity, pricing.shares, prices) }]
    const reason = `has no prices for this stage, which game ${fixture.game} is of`
    if (!unpriced.has(stage)) unpriced.set(stage, { path: ['prices', stage], reason })
    return []
  })
  return unpriced.size > 0 ? refuse([...unpriced.values()]) : succeed(games)
}

function categoriesOf(capacity: number, shares: readonly number[], prices: readonly number[]): CategoryListing[] {
  return splitSeats(capacity, shares).map((seats, index) => {
    const price = prices[index]
    if (price === undefined) throw new Error(`category ${index + 1} has a share and no price`)
    return { category: categoryNumber(index + 1), capacity: seats, price }
  })
}

function sharesAt(place: Place): number[] {
  const shares = soundly(place, () => elementsOf(place, 1, categoryNumberMax).map(at => integerAt(at, 0, 100)))
  const total = shares?.reduce((sum, share) => sum + share, 0) ?? 100
  if (total !== 100) note(place, `adds up to ${total}, not to 100 percent`)
  return shares ?? []
}

function pricesAt(place: Place, categories: number): number[] {
  const prices = elementsOf(place, 1, categoryNumberMax).map(at => integerAt(at, 0, priceMax))
  const differ = prices.length > 0 && categories > 0 && prices.length !== categories
  if (differ) note(place, `has ${prices.length} prices for ${categories} categories`)
  return prices
}

function aliasesAt(place: Place): Aliases {
  const none = { teams: new Map<string, string>(), grounds: new Map<string, string>() }
  if (place.value === undefined || !isRecord(place, ['teams', 'grounds'])) return none
  return { teams: namesAt(below(place, 'teams')), grounds: namesAt(below(place, 'grounds')) }
}

function namesAt(place: Place): ReadonlyMap<string, string> {
  if (place.value === undefined) return new Map()
  const names = entriesOf(place).map(([from, at]) => [from, textAt(at)] as const)
  return new Map(names.filter(([, to]) => to !== ''))
}
