import { describe, expect, it } from '@jest/globals'
import { gameNumber } from './ids.ts'
import type { Stage } from './stage.ts'
import { stages, stagesOf } from './stage.ts'

type Staged = Parameters<typeof stagesOf>[0][number]

/** Knockout rounds of these sizes after `groupGames` in round 1, numbered through. */
function listOf(groupGames: number, sizes: readonly number[]): Staged[] {
  const knockout = sizes.flatMap((size, index) => Array<number>(size).fill(index + 4))
  return [...Array<number>(groupGames).fill(1), ...knockout].map((round, index) => ({
    game: gameNumber(index + 1),
    round,
    group: index < groupGames ? 'A' : null,
  }))
}

const stagesIn = (games: readonly Staged[]): (Stage | undefined)[] => {
  const stageOf = stagesOf(games)
  return games.map(({ game }) => stageOf.get(game))
}

const runs = (list: readonly (Stage | undefined)[]): string =>
  list
    .reduce<[Stage | undefined, number][]>((all, stage) => {
      const last = all.at(-1)
      if (last?.[0] === stage) return [...all.slice(0, -1), [stage, last![1] + 1]]
      return [...all, [stage, 1]]
    }, [])
    .map(([stage, count]) => `${count} ${stage}`)
    .join(', ')

describe('stages', () => {
  it.each([
    [48, [8, 4, 2, 2], '48 group, 8 round-of-16, 4 quarter-final, 2 semi-final, 1 third-place, 1 final'],
    [72, [16, 8, 4, 2, 2],
      '72 group, 16 round-of-32, 8 round-of-16, 4 quarter-final, 2 semi-final, 1 third-place, 1 final'],
    [0, [4, 2, 1], '4 quarter-final, 2 semi-final, 1 final'],
    [6, [1], '6 group, 1 final'],
    [6, [], '6 group'],
    [0, [2], '2 knockout'],
    [0, [4, 2], '6 knockout'],
    [0, [4], '4 knockout'],
    [0, [2, 3], '5 knockout'],
    [0, [8, 3, 2, 1], '11 knockout, 2 semi-final, 1 final'],
    [0, [32, 16, 8, 4, 2, 1], '32 knockout, 16 round-of-32, 8 round-of-16, 4 quarter-final, 2 semi-final, 1 final'],
    [0, [8, 16, 8, 4, 2, 1], '8 knockout, 16 round-of-32, 8 round-of-16, 4 quarter-final, 2 semi-final, 1 final'],
    [0, [2, 1, 1], '3 knockout, 1 final'],
  ])('of %d group games and rounds of %j', (groups, sizes, expected) => {
    expect(runs(stagesIn(listOf(groups, sizes)))).toBe(expected)
  })

  it('do not depend on the order of the list, and the final is the highest number of the last round', () => {
    const games = listOf(2, [4, 2, 2])
    expect([...stagesOf(games.toReversed())].toSorted(([left], [right]) => left - right)).toEqual([...stagesOf(games)])
  })

  it('are told for every game', () => {
    expect(stagesOf([]).size).toBe(0)
    expect(new Set(stagesIn(listOf(2, [16, 8, 4, 2, 2])).concat('knockout'))).toEqual(new Set(stages))
  })
})
