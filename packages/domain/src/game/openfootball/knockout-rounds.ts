import type { Place } from '../json-place.ts'
import { note } from '../json-place.ts'

/** The rounds after the groups, in order; the game for third place counts as one of the last round. */
const knockoutRounds = [
  { key: 'round-of-32', games: 16, names: ['Round of 32'] },
  { key: 'round-of-16', games: 8, names: ['Round of 16'] },
  { key: 'quarter-final', games: 4, names: ['Quarter-final', 'Quarter-finals'] },
  { key: 'semi-final', games: 2, names: ['Semi-final', 'Semi-finals'] },
  { key: 'third-place', games: 1, names: ['Match for third place', 'Third place play-off', 'Third-place match'] },
  { key: 'final', games: 1, names: ['Final'] },
] as const

export type KnockoutRound = (typeof knockoutRounds)[number]['key']

/** The round that the file calls by `name`; undefined for a name that is not known to be one. */
export const knockoutRoundOf = (name: string): KnockoutRound | undefined =>
  knockoutRounds.find(round => (round.names as readonly string[]).includes(name))?.key

/**
 * Round numbers from `first` on, for the rounds that the games have. Noted at `place`: a round that does not have its
 * number of games, counted from the first round that has any, since every later one follows from it.
 */
export function numberKnockoutRounds(
  place: Place,
  rounds: readonly KnockoutRound[],
  first: number,
): ReadonlyMap<KnockoutRound, number> {
  const count = (key: KnockoutRound): number => rounds.filter(round => round === key).length
  const start = knockoutRounds.findIndex(({ key }) => count(key) > 0)
  const played = start < 0 ? [] : knockoutRounds.slice(start)
  for (const { key, games } of played) {
    const has = count(key)
    if (has !== games && !(key === 'third-place' && has === 0)) note(place, `has ${has} games of ${key}, not ${games}`)
  }
  const levels = played.filter(({ key }) => key !== 'third-place')
  const numbers = new Map<KnockoutRound, number>(levels.map(({ key }, index) => [key, first + index]))
  const last = numbers.get('final')
  if (last !== undefined) numbers.set('third-place', last)
  return numbers
}
