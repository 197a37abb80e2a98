import type { GameNumber } from '../ids.ts'
import { gameNumber } from '../ids.ts'
import { below, note, pathText } from '../json-place.ts'
import type { Match } from './matches.ts'
import type { Repair } from './repair.ts'

/**
 * A number for every match. Given ones stay, one given twice is a fault; the others get the free numbers from 1 on, by
 * kick-off, then group, then venue. Two games at one time in one venue are a fault, so that this order is total and the
 * order of the file decides nothing.
 */
export function numberMatches(matches: readonly Match[], repairs: Repair[]): ReadonlyMap<Match, GameNumber> {
  const numbers = new Map<Match, GameNumber>()
  const taken = new Map<GameNumber, Match>()
  for (const match of matches) {
    if (match.number === null) continue
    const first = taken.get(match.number)
    const at = below(match.place, 'num')
    if (first !== undefined) note(at, `${match.number} is already the number of ${pathText(first.place.path)}`)
    taken.set(match.number, match)
    numbers.set(match, match.number)
  }
  noteDoubleBookings(matches)
  let next = 1
  let before: Match | undefined
  for (const match of matches.filter(({ number }) => number === null).toSorted(inOrder)) {
    while (taken.has(next as GameNumber)) next += 1
    const number = gameNumber(next)
    const report = { file: 'worldcup', path: match.place.path, game: null, to: String(number) } as const
    repairs.push({ kind: 'number-assigned', ...report, from: null })
    if (before !== undefined && isTied(before, match)) {
      repairs.push({ kind: 'number-tied', ...report, from: `${before.venue} before ${match.venue}` })
    }
    numbers.set(match, number)
    taken.set(number, match)
    before = match
  }
  return numbers
}

function noteDoubleBookings(matches: readonly Match[]): void {
  const taken = new Map<string, Match>()
  for (const match of matches) {
    const key = `${match.kickOffMs}|${match.venue}`
    const first = taken.get(key)
    if (first !== undefined) note(match.place, `is in ${match.venue} at the same time as ${pathText(first.place.path)}`)
    taken.set(key, match)
  }
}

/** A game without a group comes after those that have one. */
const groupOf = (match: Match): string => (match.kind === 'group' ? match.group : '~')
const isTied = (left: Match, right: Match): boolean =>
  left.kickOffMs === right.kickOffMs && groupOf(left) === groupOf(right)

const inOrder = (left: Match, right: Match): number =>
  left.kickOffMs - right.kickOffMs || byText(groupOf(left), groupOf(right)) || byText(left.venue, right.venue)
/** By code unit: the same order everywhere, whatever the locale. */
const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
