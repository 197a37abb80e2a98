import type { Result } from '../../result.ts'
import { refuse, succeed } from '../../result.ts'
import type { GameNumber } from '../ids.ts'
import { gameNumberMax } from '../ids.ts'
import type { Place } from '../json-place.ts'
import { below, documentPlace, elementsOf, isRecord, note, shown, textAt } from '../json-place.ts'
import type { Venue } from '../venue.ts'
import { groupRounds } from './group-rounds.ts'
import { groupsAt } from './groups.ts'
import { numberKnockoutRounds } from './knockout-rounds.ts'
import type { Match } from './matches.ts'
import { matchAt } from './matches.ts'
import { numberMatches } from './numbers.ts'
import type { Repair } from './repair.ts'
import type { Aliases, Fixture, OpenfootballSource, SourceFault, SourceFile } from './source.ts'
import { stadiumsAt } from './stadiums.ts'

export type Imported = {
  /** As the files call it, such as `World Cup 2022`. */
  readonly name: string
  readonly venues: readonly Venue[]
  /** By game number, ascending. */
  readonly fixtures: readonly Fixture[]
  readonly repairs: readonly Repair[]
}

/** What cannot be repaired, all of it, and what would have been. */
export type ImportRefusal = {
  readonly faults: readonly SourceFault[]
  readonly repairs: readonly Repair[]
}

/**
 * Games and venues from openfootball's three files of a World Cup. Results are dropped, and with them who plays in the
 * knockout rounds. Whatever is changed or filled in is in `repairs`; whatever only a guess would mend is a fault, and
 * with one fault there are no games.
 */
export function importOpenfootball(source: OpenfootballSource, aliases: Aliases): Result<Imported, ImportRefusal> {
  const places = {
    worldcup: documentPlace(source.worldcup),
    stadiums: documentPlace(source.stadiums),
    groups: documentPlace(source.groups),
  }
  const repairs: Repair[] = []
  const name = nameOf(places)
  const stadiums = stadiumsAt(places.stadiums, repairs)
  const groups = groupsAt(places.groups)
  const matchesAt = below(places.worldcup, 'matches')
  const read = elementsOf(matchesAt, 1, gameNumberMax).map(at => matchAt(at, { stadiums, groups, aliases }, repairs))
  const matches = read.filter(match => match !== undefined)
  // Counting over games of which some could not be read would only find faults that are none.
  const fixtures = faultsOf(places).length > 0 ? [] : fixturesOf(matches, matchesAt, groups, repairs)
  const numbered = repairs.map(repair => withGame(repair, fixtures))
  const faults = faultsOf(places)
  if (faults.length > 0) return refuse({ faults, repairs: numbered })
  const venues = stadiums.map(({ cityAsWritten: _, ...venue }): Venue => venue)
  const inOrder = fixtures.map(([, fixture]) => fixture).toSorted((left, right) => left.game - right.game)
  return succeed({ name, venues, fixtures: inOrder, repairs: numbered })
}

type Places = Readonly<Record<Exclude<SourceFile, 'pricing'>, Place>>
type Numbered = readonly [Match, Fixture]

function fixturesOf(
  matches: readonly Match[],
  matchesAt: Place,
  groups: ReturnType<typeof groupsAt>,
  repairs: Repair[],
): Numbered[] {
  const inGroups = matches.filter(match => match.kind === 'group')
  const rounds = groupRounds(inGroups, groups)
  const knockout = matches.filter(match => match.kind === 'knockout').map(({ round }) => round)
  const knockoutRound = numberKnockoutRounds(matchesAt, knockout, Math.max(0, ...rounds.values()) + 1)
  const numbers = numberMatches(matches, repairs)
  return matches.map(match => {
    const round = match.kind === 'group' ? rounds.get(match) : knockoutRound.get(match.round)
    const game = numbers.get(match)
    if (round === undefined || game === undefined) throw new Error(`${match.home} v ${match.away} got no number`)
    const at = below(match.place, 'round')
    const report = { file: 'worldcup', path: at.path, game: null, from: String(at.value), to: String(round) } as const
    repairs.push({ kind: 'round-derived', ...report })
    const { kickOffMs, venue, home, away } = match
    return [match, { game, round, kickOffMs, venue, home, away, group: match.kind === 'group' ? match.group : null }]
  })
}

/** The three files are of one tournament, or games of one year would be played in stadiums of another. */
function nameOf(places: Places): string {
  const read = (place: Place): string => (isRecord(place) ? textAt(below(place, 'name')) : '')
  const name = read(places.worldcup)
  for (const place of [places.stadiums, places.groups]) {
    const other = read(place)
    if (name === '' || other === '' || other === name) continue
    note(below(place, 'name'), `${shown(other)} is another tournament than ${shown(name)} of the games`)
  }
  return name
}

function faultsOf(places: Places): SourceFault[] {
  return (['worldcup', 'stadiums', 'groups'] as const).flatMap(file =>
    places[file].faults.map(fault => ({ ...fault, file })),
  )
}

function withGame(repair: Repair, fixtures: readonly Numbered[]): Repair {
  const game = repair.file === 'worldcup' ? gameAt(repair, fixtures) : null
  return { ...repair, game }
}

const gameAt = ({ path }: Repair, fixtures: readonly Numbered[]): GameNumber | null =>
  fixtures.find(([match]) => match.place.path[1] === path[1])?.[1].game ?? null
