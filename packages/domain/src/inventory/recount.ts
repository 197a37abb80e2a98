import type { GameNumber } from '../game/ids.ts'
import type { CopyDifference } from './compare-copies.ts'
import { addRowHash } from './digest.ts'
import type { Hold } from './hold.ts'
import { standingSeats } from './hold.ts'
import { categoryKey } from './ids.ts'
import type { FoldTools } from './state.ts'
import type { GameStock } from './stock.ts'

type Counted = { held: number; sold: number }

/** Counts a copy's hold rows anew, so that its counters and sums can be held against the rows they stand for. */
export type Recount = {
  readonly add: (hold: Hold) => void
  /** What the counters say (`here`) where the rows say something else (`there`). */
  readonly differences: (games: ReadonlyMap<GameNumber, GameStock>) => CopyDifference[]
}

export function createRecount(sha256: FoldTools['sha256']): Recount {
  const sums = new Map<GameNumber, bigint>()
  const seats = new Map<string, Counted>()
  return {
    add: hold => {
      sums.set(hold.game, addRowHash(sums.get(hold.game) ?? 0n, hold, 1, sha256))
      const key = categoryKey(hold)
      const counted = seats.get(key) ?? { held: 0, sold: 0 }
      seats.set(key, counted)
      if (hold.state === 'held') counted.held += hold.quantity
      else if (hold.state === 'sold') counted.sold += standingSeats(hold).length
    },
    differences: games => {
      const lost = [...sums.keys()].filter(game => !games.has(game))
      return [
        ...lost.map(game => difference(game, 'hold rows', 'no game', 'some')),
        ...[...games.values()].flatMap(stock => differencesOf(stock, sums.get(stock.game) ?? 0n, seats)),
      ]
    },
  }
}

function differencesOf(stock: GameStock, sum: bigint, seats: ReadonlyMap<string, Counted>): CopyDifference[] {
  const { game, holdsSum, categories } = stock
  const found = [difference(game, 'sum of hold rows', holdsSum.toString(16), sum.toString(16))]
  for (const { category, held, sold, heldBySite } of categories.values()) {
    const counted = seats.get(categoryKey({ game, category })) ?? { held: 0, sold: 0 }
    const bySite = [...heldBySite.values()].reduce((total, quantity) => total + quantity, 0)
    found.push(
      difference(game, `category ${category} held`, String(held), String(counted.held)),
      difference(game, `category ${category} sold`, String(sold), String(counted.sold)),
      difference(game, `category ${category} held by all sites`, String(bySite), String(held)),
    )
  }
  return found.filter(({ here, there }) => here !== there)
}

const difference = (game: GameNumber, what: string, here: string, there: string): CopyDifference => ({
  game, what, here, there,
})
