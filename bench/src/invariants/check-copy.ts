import { sha256 } from '@matchday/adapters/federation/fold-tools'
import type { CopyState } from '@matchday/domain/inventory/compare-copies'
import { differencesBetween } from '@matchday/domain/inventory/compare-copies'
import { digestOf } from '@matchday/domain/inventory/digest'
import { categoryKey } from '@matchday/domain/inventory/ids'
import { sellable } from '@matchday/domain/inventory/stock'
import type { Recounted } from './recount.ts'

/** More lines than this say no more. */
const linesMax = 5

export type Expected = {
  /** Hold rows that were granted, whatever became of them since. */
  readonly granted: number
  /** Whether the log may have been asked for what there is not: a copy that is behind does not refuse by itself. */
  readonly mayRefuse: boolean
}

/** What is wrong with a copy, one line each: its rows are not those expected, its counters not the rows' sums. */
export function brokenRows(copy: CopyState, { categories, holdsSums }: Recounted, expected: Expected): string[] {
  const granted = categories.reduce((sum, { rows, refused }) => sum + rows - refused, 0)
  const refused = categories.reduce((sum, category) => sum + category.refused, 0)
  const broken: string[] = []
  if (granted !== expected.granted) broken.push(`${granted} holds were granted, but ${expected.granted} answered so`)
  if (refused > 0 && !expected.mayRefuse) broken.push(`${refused} holds were refused`)
  for (const { game, categories: stocks, holdsSum } of copy.games.values()) {
    if (holdsSum !== (holdsSums.get(game) ?? 0n)) broken.push(`game ${game}: the sum of its hold rows is another`)
    for (const stock of stocks.values()) {
      const name = `game ${game}, category ${stock.category}`
      const sums = categories.find(one => one.game === game && one.category === stock.category)
      const [held, sold] = [sums?.held ?? 0, sums?.sold ?? 0]
      const heldBySites = [...stock.heldBySite.values()].reduce((sum, seats) => sum + seats, 0)
      const isHeld = stock.held === held && heldBySites === held
      if (!isHeld) broken.push(`${name} counts ${stock.held} held, rows say ${held}`)
      if (stock.sold !== sold) broken.push(`${name} counts ${stock.sold} sold, rows say ${sold}`)
      if (sellable(stock) < 0) broken.push(`${name} is oversold by ${-sellable(stock)}`)
    }
  }
  return cut(broken)
}

/** What a copy says otherwise than a replay of its log does; equal digests are compared no further. */
export function brokenReplay(copy: CopyState, replayed: CopyState): string[] {
  if (digestOfCopy(copy) === digestOfCopy(replayed)) return []
  const differences = differencesBetween(copy, replayed).map(({ game, what, here, there }) => {
    const of = game === null ? '' : `game ${game}, `
    return `${of}${what}: ${here} in the copy, ${there} in a replay of the log`
  })
  return cut(['the digest is not that of a replay of the log', ...differences])
}

export const digestOfCopy = ({ partition, games, queues }: CopyState): string =>
  digestOf(partition, [...games.values()], at => queues.get(categoryKey(at))?.pendings ?? [], sha256)

const cut = (lines: readonly string[]): string[] =>
  lines.length <= linesMax ? [...lines] : [...lines.slice(0, linesMax), `and ${lines.length - linesMax} more`]
