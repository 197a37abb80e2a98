import type { GameNumber } from './ids.ts'
import type { GameListing } from './listing.ts'

/** `knockout` is a game after the groups whose stage cannot be told from the list. */
export type Stage =
  | 'group'
  | 'round-of-32'
  | 'round-of-16'
  | 'quarter-final'
  | 'semi-final'
  | 'third-place'
  | 'final'
  | 'knockout'

/** In the order they are played. */
export const stages: readonly Stage[] = [
  'group',
  'knockout',
  'round-of-32',
  'round-of-16',
  'quarter-final',
  'semi-final',
  'third-place',
  'final',
]

/** What of a game its stage is derived from. */
type Staged = Pick<GameListing, 'game' | 'round' | 'group'>

/** Rounds before the last one, latest first, and the games each must have to be what it is called. */
const earlierRounds: readonly { readonly stage: Stage; readonly games: number }[] = [
  { stage: 'semi-final', games: 2 },
  { stage: 'quarter-final', games: 4 },
  { stage: 'round-of-16', games: 8 },
  { stage: 'round-of-32', games: 16 },
]

/**
 * The stage of every game of a whole list. Lists do not state it: a game with a group is in the group stage, and
 * knockout rounds are counted back from the last, which holds the final and perhaps the game for third place. A round
 * of another size than its place in that count demands is `knockout`, and so is every round before it.
 */
export function stagesOf(games: readonly Staged[]): ReadonlyMap<GameNumber, Stage> {
  const stages = new Map<GameNumber, Stage>(
    games.map(({ game, group }) => [game, group === null ? 'knockout' : 'group']),
  )
  const rounds = knockoutRounds(games)
  const last = rounds[0] ?? []
  const semiFinals = rounds[1] ?? []
  const [final, third, ...others] = last.toSorted((left, right) => right.game - left.game)
  // Two games alone may as well be the semi-finals of a list still being written.
  const told = others.length === 0 && (third === undefined || semiFinals.length === 2)
  if (final === undefined || !told) return stages
  stages.set(final.game, 'final')
  if (third !== undefined) stages.set(third.game, 'third-place')
  for (const [index, { stage, games: size }] of earlierRounds.entries()) {
    const round = rounds[index + 1]
    if (round?.length !== size) break
    for (const { game } of round) stages.set(game, stage)
  }
  return stages
}

/** Games without a group by round, the last round first. */
function knockoutRounds(games: readonly Staged[]): Staged[][] {
  const byRound = Map.groupBy(
    games.filter(({ group }) => group === null),
    ({ round }) => round,
  )
  return [...byRound.entries()].toSorted(([left], [right]) => right - left).map(([, round]) => round)
}
