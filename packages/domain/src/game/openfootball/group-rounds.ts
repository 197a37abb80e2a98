import { note } from '../json-place.ts'
import type { Group } from './groups.ts'
import type { GroupMatch } from './matches.ts'

/**
 * The round of every group game, 1 for its teams' first. Noted: teams of a group that meet never or twice, and, where
 * they all meet once, a game that is not the same one in the count of both its teams.
 */
export function groupRounds(
  matches: readonly GroupMatch[],
  groups: readonly Group[],
): ReadonlyMap<GroupMatch, number> {
  const countable = new Set(groups.filter(group => notePairs(group, matches) === 0).map(({ letter }) => letter))
  const played = new Map<string, number>()
  const rounds = new Map<GroupMatch, number>()
  for (const match of matches.toSorted((left, right) => left.kickOffMs - right.kickOffMs)) {
    const home = (played.get(match.home) ?? 0) + 1
    const away = (played.get(match.away) ?? 0) + 1
    if (home !== away && countable.has(match.group)) {
      note(match.place, `is game ${home} of ${match.home} but game ${away} of ${match.away}: its round cannot be told`)
    }
    played.set(match.home, home).set(match.away, away)
    rounds.set(match, home)
  }
  return rounds
}

/** @returns how many pairs of teams do not meet exactly once */
function notePairs(group: Group, matches: readonly GroupMatch[]): number {
  let wrong = 0
  for (const [index, one] of group.teams.entries()) {
    for (const other of group.teams.slice(index + 1)) {
      const isPair = ({ home, away }: GroupMatch): boolean =>
        (home === one && away === other) || (home === other && away === one)
      const [first, ...again] = matches.filter(isPair)
      if (first === undefined) note(group.place, `${one} and ${other} are in it and never meet`)
      for (const match of again) note(match.place, `${one} and ${other} meet a second time in their group`)
      wrong += first === undefined ? 1 : again.length
    }
  }
  return wrong
}
