import type { Repair } from '@matchday/domain/game/openfootball/repair'
import { groupRepairs, repairNames } from '@matchday/domain/game/openfootball/repair'
import { pathText } from '@matchday/domain/game/json-place'
import type { Io } from '../../output.ts'
import { table } from '../../output.ts'

/** Every repair for people: those that are the same in one row, with their games; each kind is said once. */
export function repairTable(io: Io, repairs: readonly Repair[]): void {
  const said = new Set<string>()
  const rows = groupRepairs(repairs).map(group => {
    const [{ kind, from, to }] = group
    const name = said.has(kind) ? '' : repairNames[kind]
    said.add(kind)
    const games = group.flatMap(({ game }) => (game === null ? [] : [game]))
    const isSeries = kind === 'number-assigned' && group.length > 1
    return [name, from ?? '', isSeries ? '' : (to ?? ''), rangesText(games)]
  })
  table(io, ['Repair', 'From', 'To', 'Games'], rows)
}

/** For programs: one object a repair, its path as text. */
export const repairJson = (repair: Repair): object => ({ ...repair, path: pathText(repair.path) })

/** `1-3, 7` of 3, 1, 2 and 7. */
export function rangesText(numbers: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const number of [...new Set(numbers)].toSorted((left, right) => left - right)) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === number - 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ')
}
