import type { Place } from '../json-place.ts'
import { below, elementsOf, isRecord, note, shown, textAt } from '../json-place.ts'
import type { Repair } from './repair.ts'

/** A group of the groups file; its teams are named as the master list names them. */
export type Group = { readonly letter: string; readonly teams: readonly string[]; readonly place: Place }

/** The groups file's groups; a team in two of them is a fault. */
export function groupsAt(place: Place): Group[] {
  const seen = new Set<string>()
  const groups: Group[] = []
  for (const at of elementsOf(below(place, 'groups'), 1, 26) ?? []) {
    if (!isRecord(at)) continue
    const letter = groupLetterAt(below(at, 'name'))
    const teams: string[] = []
    for (const teamAt of elementsOf(below(at, 'teams'), 2, 100) ?? []) {
      const team = textAt(teamAt)
      if (team === undefined) continue
      if (seen.has(team)) note(teamAt, `${shown(team)} is in the groups twice`)
      seen.add(team)
      teams.push(team)
    }
    if (groups.some(group => group.letter === letter)) note(below(at, 'name'), `group ${letter} is there twice`)
    if (letter !== undefined) groups.push({ letter, teams, place: at })
  }
  return groups
}

/** `A` of `Group A`. */
export function groupLetterAt(place: Place): string | undefined {
  const name = textAt(place)
  if (name === undefined) return undefined
  return /^Group ([A-Z])$/.exec(name)?.[1] ?? note(place, `${shown(name)} is not a group such as "Group A"`)
}

/** The name in the group of the team that a group game names, directly or by an alias. */
export function teamAt(
  place: Place,
  group: Group,
  aliases: ReadonlyMap<string, string>,
  repairs: Repair[],
): string | undefined {
  const name = textAt(place)
  if (name === undefined || group.teams.includes(name)) return name
  const alias = aliases.get(name)
  if (alias !== undefined && group.teams.includes(alias)) {
    repairs.push({ kind: 'team-renamed', file: 'worldcup', path: place.path, game: null, from: name, to: alias })
    return alias
  }
  const also = alias === undefined ? '' : `, and neither is ${shown(alias)}, its alias`
  return note(place, `${shown(name)} is not a team of group ${group.letter} by the groups file${also}`)
}
