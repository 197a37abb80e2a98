import type { Place } from '../json-place.ts'
import { below, elementsOf, isRecord, note, shown, textAt } from '../json-place.ts'
import type { Repair } from './repair.ts'

/** A group of the groups file; its teams are named as the master list names them. */
export type Group = { readonly letter: string; readonly teams: readonly string[]; readonly place: Place }

/** The groups file's groups; a group or a team that is there twice is a fault. */
export function groupsAt(place: Place): Group[] {
  const [letters, teams] = [new Set<string>(), new Set<string>()]
  return elementsOf(below(place, 'groups'), 1, 26).filter(at => isRecord(at)).map(at => {
    const name = below(at, 'name')
    const letter = groupLetterAt(name)
    if (letters.has(letter)) note(name, `group ${letter} is there twice`)
    if (letter !== '') letters.add(letter)
    const inGroup = elementsOf(below(at, 'teams'), 2, 100).map(teamAt => {
      const team = textAt(teamAt)
      if (teams.has(team)) note(teamAt, `${shown(team)} is in the groups twice`)
      if (team !== '') teams.add(team)
      return team
    })
    return { letter, teams: inGroup, place: at }
  })
}

/** `A` of `Group A`; empty text stands in where a fault was noted. */
export function groupLetterAt(place: Place): string {
  const name = textAt(place)
  const letter = /^Group ([A-Z])$/.exec(name)?.[1]
  if (letter === undefined && name !== '') note(place, `${shown(name)} is not a group such as "Group A"`)
  return letter ?? ''
}

/** The name in the group of the team that a group game names, directly or by an alias. */
export function teamAt(
  place: Place,
  group: Group,
  aliases: ReadonlyMap<string, string>,
  repairs: Repair[],
): string {
  const name = textAt(place)
  if (name === '' || group.teams.includes(name)) return name
  const alias = aliases.get(name)
  if (alias !== undefined && group.teams.includes(alias)) {
    repairs.push({ kind: 'team-renamed', file: 'worldcup', path: place.path, game: null, from: name, to: alias })
    return alias
  }
  const also = alias === undefined ? '' : `, and neither is ${shown(alias)}, its alias`
  note(place, `${shown(name)} is not a team of group ${group.letter} by the groups file${also}`)
  return ''
}
