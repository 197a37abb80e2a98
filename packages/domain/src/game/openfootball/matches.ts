import type { GameNumber } from '../ids.ts'
import { gameNumber, gameNumberMax } from '../ids.ts'
import type { Place } from '../json-place.ts'
import { below, integerAt, isRecord, note, shown, soundly, textAt } from '../json-place.ts'
import { toBeAnnounced } from '../wire-game.ts'
import type { Group } from './groups.ts'
import { groupLetterAt, teamAt } from './groups.ts'
import { kickOffAt } from './kick-off.ts'
import type { KnockoutRound } from './knockout-rounds.ts'
import { knockoutRoundOf } from './knockout-rounds.ts'
import type { Repair } from './repair.ts'
import type { Aliases } from './source.ts'
import type { Stadium } from './stadiums.ts'
import { stadiumOf } from './stadiums.ts'

/** A game of the worldcup file with its names resolved, before numbers and rounds are given out. */
export type Match = GroupMatch | KnockoutMatch
export type GroupMatch = OfMatch & { readonly kind: 'group'; readonly group: string }
export type KnockoutMatch = OfMatch & { readonly kind: 'knockout'; readonly round: KnockoutRound }

type OfMatch = {
  readonly place: Place
  /** Null where the file gives none. */
  readonly number: GameNumber | null
  readonly kickOffMs: number
  readonly venue: string
  readonly home: string
  readonly away: string
}

/** What the names in a match are looked up in. */
export type Names = {
  readonly stadiums: readonly Stadium[]
  readonly groups: readonly Group[]
  readonly aliases: Aliases
}

const resultFields = ['score', 'score1', 'score2', 'goals1', 'goals2']
const knownFields = ['num', 'round', 'date', 'time', 'team1', 'team2', 'group', 'ground', ...resultFields]

/** One match of the file; undefined where a fault was noted. */
export const matchAt = (place: Place, names: Names, repairs: Repair[]): Match | undefined =>
  soundly(place, () => (isRecord(place) ? readMatch(place, names, repairs) : undefined))

function readMatch(place: Place, names: Names, repairs: Repair[]): Match | undefined {
  reportDropped(place, repairs)
  const number = numberAt(below(place, 'num'))
  const stadium = stadiumOf(below(place, 'ground'), names.stadiums, names.aliases.grounds, repairs)
  const kickOffMs = stadium === undefined ? 0 : kickOffAt(place, stadium, repairs)
  const isInGroup = below(place, 'group').value !== undefined
  const side = isInGroup ? groupSide(place, names, repairs) : knockoutSide(place, repairs)
  return side && { place, number, kickOffMs, venue: stadium?.name ?? '', ...side }
}

type Side = Pick<OfMatch, 'home' | 'away'>

function groupSide(
  place: Place,
  { groups, aliases }: Names,
  repairs: Repair[],
): (Side & Pick<GroupMatch, 'kind' | 'group'>) | undefined {
  const letter = groupLetterAt(below(place, 'group'))
  const round = textAt(below(place, 'round'))
  if (knockoutRoundOf(round) !== undefined) {
    note(below(place, 'round'), `${shown(round)} is no round of a group, and the game has one`)
  }
  const group = groups.find(one => one.letter === letter)
  if (group === undefined) {
    if (letter !== '') note(below(place, 'group'), `group ${letter} is not in the groups file`)
    return undefined
  }
  const home = teamAt(below(place, 'team1'), group, aliases.teams, repairs)
  const away = teamAt(below(place, 'team2'), group, aliases.teams, repairs)
  if (home === away && home !== '') note(below(place, 'team2'), `${shown(home)} cannot play itself`)
  return { kind: 'group', group: letter, home, away }
}

function knockoutSide(
  place: Place,
  repairs: Repair[],
): (Side & Pick<KnockoutMatch, 'kind' | 'round'>) | undefined {
  const at = below(place, 'round')
  const name = textAt(at)
  const round = knockoutRoundOf(name)
  if (round === undefined && name !== '') {
    note(at, `${shown(name)} is no knockout round that is known, and the game has no group`)
  }
  const [home, away] = [withheld(below(place, 'team1'), repairs), withheld(below(place, 'team2'), repairs)]
  return round && { kind: 'knockout', round, home, away }
}

/** A place in the draw, such as `1A`, `3A/B/C` or `W49`, is no result and stays; a team is one. */
function withheld(place: Place, repairs: Repair[]): string {
  const team = textAt(place)
  if (team === '' || team === toBeAnnounced || /^([1-4][A-Z](\/[A-Z])*|[WL]\d{1,4})$/.test(team)) return team
  const to = toBeAnnounced
  repairs.push({ kind: 'team-withheld', file: 'worldcup', path: place.path, game: null, from: team, to })
  return to
}

const numberAt = (place: Place): GameNumber | null =>
  place.value === undefined ? null : gameNumber(integerAt(place, 1, gameNumberMax))

function reportDropped(place: Place, repairs: Repair[]): void {
  const fields = Object.keys(place.value as object)
  const dropped = { file: 'worldcup', path: place.path, game: null, to: null } as const
  const results = fields.filter(name => resultFields.includes(name))
  if (results.length > 0) repairs.push({ kind: 'results-dropped', ...dropped, from: results.join(', ') })
  const unknown = fields.filter(name => !knownFields.includes(name))
  if (unknown.length > 0) repairs.push({ kind: 'field-dropped', ...dropped, from: unknown.join(', ') })
}
