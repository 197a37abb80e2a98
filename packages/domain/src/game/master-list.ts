import type { Result } from '../result.ts'
import { refuse } from '../result.ts'
import type { Currency } from './currency.ts'
import { currency, isCurrency } from './currency.ts'
import { gameNumberMax, isGameNumber } from './ids.ts'
import type { Fault, Place } from './json-place.ts'
import {
  below,
  documentPlace,
  elementsOf,
  integerAt,
  isRecord,
  note,
  pathText,
  settled,
  shown,
  textAt,
} from './json-place.ts'
import type { GameListing, SaleLimits } from './listing.ts'
import type { Venue } from './venue.ts'
import { noteSeating, venuesAt } from './venue.ts'
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
  noteSeating(below(place, 'games'), games, venues)
  return settled(place, { ...header, venues: venues.filter(venue => venue !== undefined), games: inOrder(games) })
}

/** A bare array of the wire's games, as other sites exchange them, or every fault in it. It knows no venues. */
export function checkGames(document: unknown): Result<readonly GameListing[], readonly Fault[]> {
  const place = documentPlace(document)
  return settled(place, inOrder(gamesAt(place)))
}

/** What belongs to bare games to make a list, as an object of `tournament`, `note`, `currency` and `limits`. */
export function checkHeader(document: unknown): Result<ListHeader, readonly Fault[]> {
  const place = documentPlace(document)
  if (!isRecord(place, ['tournament', 'note', 'currency', 'limits'])) return refuse(place.faults)
  return settled(place, headerAt(place))
}

/** The part of a document above its games: what a list and a pricing file share. */
export function headerAt(place: Place): ListHeader {
  const noteAt = below(place, 'note')
  return {
    tournament: tournamentAt(below(place, 'tournament')),
    note: noteAt.value === undefined ? null : textAt(noteAt, 2_000),
    currency: currencyAt(below(place, 'currency')),
    limits: limitsAt(below(place, 'limits')),
  }
}

function tournamentAt(place: Place): Tournament {
  if (!isRecord(place, ['id', 'name'])) return { id: '', name: '' }
  const id = textAt(below(place, 'id'), 64)
  if (id !== '' && !/^[a-z0-9][a-z0-9-]*$/.test(id)) {
    note(below(place, 'id'), `${shown(id)} has other characters than a-z, 0-9 and inner hyphens`)
  }
  return { id, name: textAt(below(place, 'name')) }
}

function currencyAt(place: Place): Currency {
  if (isCurrency(place.value)) return place.value
  note(place, `${shown(place.value)} is not an ISO 4217 currency such as "USD"`)
  return currency('USD')
}

function limitsAt(place: Place): ListLimits {
  const known = isRecord(place, ['perBuyerAndGame', 'perBuyerAndTournament', 'holdMaxMs'])
  if (!known) return { perBuyerAndGame: 1, perBuyerAndTournament: 1, holdMaxMs: 1 }
  return {
    perBuyerAndGame: integerAt(below(place, 'perBuyerAndGame'), 1, ticketsPerBuyerMax),
    perBuyerAndTournament: integerAt(below(place, 'perBuyerAndTournament'), 1, ticketsPerBuyerMax),
    holdMaxMs: integerAt(below(place, 'holdMaxMs'), 1, holdMaxMsMax),
  }
}

/** The games at their indexes in the file, undefined for each that has a fault; a number given twice is one too. */
function gamesAt(place: Place): (GameListing | undefined)[] {
  const seen = new Map<number, Place>()
  return elementsOf(place, 1, gameNumberMax).map(at => {
    const number = below(at, 'matchNumber')
    const listing = listingAt(at)
    if (!isGameNumber(number.value)) return listing
    const first = seen.get(number.value)
    if (first === undefined) seen.set(number.value, at)
    else note(number, `${number.value} is already the number of ${pathText(first.path)}`)
    return listing
  })
}

const inOrder = (games: readonly (GameListing | undefined)[]): GameListing[] =>
  games.filter(listing => listing !== undefined).toSorted((left, right) => left.game - right.game)
