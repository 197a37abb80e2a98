import type { GameNumber } from '../ids.ts'
import type { JsonPath } from '../json-place.ts'
import type { SourceFile } from './source.ts'

/** What kind of thing was put right, and how a reader is told of it. */
export const repairNames = {
  'city-suffix-dropped': 'the number behind a city with several stadiums is left out',
  'venue-renamed': 'a ground has another name in the stadiums file, by the alias given',
  'venue-by-city': 'a ground is given as a city with one stadium',
  'team-renamed': 'a team has another name in the groups file, by the alias given',
  'team-withheld': 'who plays in a knockout game is a result: to be announced',
  'results-dropped': 'results are no part of a master list',
  'field-dropped': 'a field that this format is not known to have is left out',
  'zone-from-stadium': 'a local time without a zone has the zone of its stadium',
  'zone-differs': 'a time states another offset than its stadium, and is believed',
  'round-derived': 'the round is counted from the games of its teams, or back from the final',
  'number-assigned': 'a missing game number is the next free one, by kick-off, then group',
  'number-tied': 'kick-off and group leave the order of numbers open: by name of venue',
} as const

export type RepairKind = keyof typeof repairNames

/** One thing that the importer changed, dropped or filled in, from what the source says to what the list says. */
export type Repair = {
  readonly kind: RepairKind
  readonly file: SourceFile
  readonly path: JsonPath
  /** The number the game got; null where the repair is of no one game. */
  readonly game: GameNumber | null
  /** Null where the source says nothing. */
  readonly from: string | null
  /** Null where the list says nothing. */
  readonly to: string | null
}

/**
 * The repairs that are the same but for their game, or the number it was given, together: by kind, in the order of
 * `repairNames`, then in the order they were first made.
 */
export function groupRepairs(repairs: readonly Repair[]): (readonly [Repair, ...Repair[]])[] {
  const groups = new Map<string, [Repair, ...Repair[]]>()
  for (const repair of repairs) {
    const { kind, file, from, to } = repair
    const key = JSON.stringify(kind === 'number-assigned' ? [kind] : [kind, file, from, to])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [repair])
    else group.push(repair)
  }
  return [...groups.values()].toSorted(([left], [right]) => kinds.indexOf(left.kind) - kinds.indexOf(right.kind))
}

const kinds = Object.keys(repairNames)
