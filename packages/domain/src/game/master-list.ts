import type { Result } from '../result.ts'
import { refuse, succeed } from '../result.ts'
import type { Currency } from './currency.ts'
import { isCurrency } from './currency.ts'
import { gameNumberMax, isGameNumber } from './ids.ts'
import type { Fault, Place } from './json-place.ts'
import { below, documentPlace, elementsOf, integerAt, isRecord, note, pathText, shown, textAt } from './json-place.ts'
import type { GameListing, SaleLimits } from './listing.ts'
import type { Venue } from './venue.ts'
import { faultsOfSeating, venuesAt } from './venue.ts'
import { listingAt } from './wire-game.ts'

/** What a federation sells: the tournament's games, capacities, prices and limits. */
export type MasterList = ListHeader & {
  /** Empty where they are not stated: then games may name any. */
  readonly venues: readonly Venue[]
  /** By game number, ascending, each once, at least one. */
  readonly games: readonly GameListing[]
}

/** What a list says of all its games together. */
export type ListHeader = {
  readonly tournament: Tournament
  /** For the reader of the file, such as that its prices are illustrative. */
  readonly note: string | null
  readonly currency: Currency
  readonly limits: ListLimits
}

export type Tournament = { readonly id: string; readonly name: string }

export type ListLimits = {
  /** Tickets one buyer may hold and own, of one game and of all games. */
  readonly perBuyerAndGame: number
  readonly perBuyerAndTournament: number
  /** The longest a hold lives, in milliseconds: at most seven days. */
  readonly holdMaxMs: number
}

export const ticketsPerBuyerMax = 1_000_000
export const holdMaxMsMax = 7 * 24 * 3_600_000

/** What of a list's limits the fold knows: those of one game. */
export const saleLimits = ({ perBuyerAndGame, holdMaxMs }: ListLimits): SaleLimits => ({
  perBuyer: perBuyerAndGame,
  holdMaxMs,
})

/** A parsed document as a master list, or every fault in it: a list with one fault is refused whole. */
export function checkMasterList(document: unknown): Result<MasterList, readonly Fault[]> {
  const place = documentPlace(document)
  if (!isRecord(place, ['tournament', 'note', 'currency', 'limits', 'venues', 'games'])) return refuse(place.faults)
  const header = headerAt(place)
  const venues = venuesAt(below(place, 'venues'))
  const games = gamesAt(below(place, 'games'))
  if (venues !== undefined) faultsOfSeating(below(place, 'games'), games, venues)
  if (header === undefined || venues === undefined || place.faults.length > 0) return refuse(place.faults)
  return succeed({ ...header, venues: venues.filter(venue => venue !== undefined), games: inOrder(games) })
}

/** A bare array of the wire's games, as other sites exchange them, or every fault in it. It knows no venues. */
export function checkGames(document: unknown): Result<readonly GameListing[], readonly Fault[]> {
  const place = documentPlace(document)
  const games = gamesAt(place)
  return place.faults.length > 0 ? refuse(place.faults) : succeed(inOrder(games))
}

/** What belongs to bare games to make a list, as an object of `tournament`, `note`, `currency` and `limits`. */
export function checkHeader(document: unknown): Result<ListHeader, readonly Fault[]> {
  const place = documentPlace(document)
  const header = isRecord(place, ['tournament', 'note', 'currency', 'limits']) ? headerAt(place) : undefined
  return header === undefined || place.faults.length > 0 ? refuse(place.faults) : succeed(header)
}

/** The part of a document above its games: what `checkMasterList` and a pricing file share. */
export function headerAt(place: Place): ListHeader | undefined {
  const tournament = tournamentAt(below(place, 'tournament'))
  const noteAt = below(place, 'note')
  const said = noteAt.value === undefined ? null : textAt(noteAt, 2_000)
  const currencyAt = below(place, 'currency')
  const currency = isCurrency(currencyAt.value)
    ? currencyAt.value
    : note(currencyAt, `${shown(currencyAt.value)} is not an ISO 4217 currency such as "USD"`)
  const limits = limitsAt(below(place, 'limits'))
  if (tournament === undefined || said === undefined || currency === undefined || limits === undefined) return undefined
  return { tournament, note: said, currency, limits }
}

function tournamentAt(place: Place): Tournament | undefined {
  if (!isRecord(place, ['id', 'name'])) return undefined
  const [id, name] = [textAt(below(place, 'id'), 64), textAt(below(place, 'name'))]
  if (id !== undefined && !/^[a-z0-9][a-z0-9-]*$/.test(id)) {
    return note(below(place, 'id'), `${shown(id)} has other characters than a-z, 0-9 and inner hyphens`)
  }
  return id === undefined || name === undefined ? undefined : { id, name }
}

function limitsAt(place: Place): ListLimits | undefined {
  if (!isRecord(place, ['perBuyerAndGame', 'perBuyerAndTournament', 'holdMaxMs'])) return undefined
  const perBuyerAndGame = integerAt(below(place, 'perBuyerAndGame'), 1, ticketsPerBuyerMax)
  const perBuyerAndTournament = integerAt(below(place, 'perBuyerAndTournament'), 1, ticketsPerBuyerMax)
  const holdMaxMs = integerAt(below(place, 'holdMaxMs'), 1, holdMaxMsMax)
  if (perBuyerAndGame === undefined || perBuyerAndTournament === undefined || holdMaxMs === undefined) return undefined
  return { perBuyerAndGame, perBuyerAndTournament, holdMaxMs }
}

/** The games at their indexes in the file, undefined for each that has a fault; a number given twice is one too. */
function gamesAt(place: Place): (GameListing | undefined)[] {
  const places = elementsOf(place, 1, gameNumberMax) ?? []
  const seen = new Map<number, Place>()
  return places.map(at => {
    const number = below(at, 'matchNumber')
    const listing = listingAt(at)
    if (!isGameNumber(number.value)) return listing
    const first = seen.get(number.value)
    if (first !== undefined) return note(number, `${number.value} is already the number of ${pathText(first.path)}`)
    seen.set(number.value, at)
    return listing
  })
}

const inOrder = (games: readonly (GameListing | undefined)[]): GameListing[] =>
  games.filter(listing => listing !== undefined).toSorted((left, right) => left.game - right.game)
