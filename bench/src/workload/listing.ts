import { categoryNumber, gameNumber } from '@matchday/domain/game/ids'
import type { GameListing, SaleLimits } from '@matchday/domain/game/listing'

/** The games of the bench's tournament. */
export const gamesMax = 64
/** Games that everybody wants, one after the other: one category has no more seats than a run may sell. */
export const hotGames = [gameNumber(1), gameNumber(3), gameNumber(4)] as const
/** Sold out before anybody is measured being refused. */
export const soldOutGame = gameNumber(2)
/** What the bench's buyers ask for. */
export const askedCategory = categoryNumber(1)

const categories = [618, 440, 302, 55].map((price, index) => ({ category: categoryNumber(index + 1), price }))
/** More than any run sells of one game, so that every request is granted; no list may state more. */
const ample = 1_000_000
/** So few that one buyer gets them all, and nothing is left. */
export const scarceSeats = 6

/** Holds outlive every run: no round pays for the ends of an earlier one. */
export const limits: SaleLimits = { perBuyer: 6, holdMaxMs: 24 * 3_600_000 }
export const currency = 'USD'
export const perBuyerTournament = 60

const teams = ['Argentina', 'Brazil', 'Croatia', 'Denmark', 'Ecuador', 'France', 'Germany', 'Iran']
const kickOffMs = Date.UTC(2100, 5, 1, 18)

/** As large as a real tournament's list, with room for millions of holds. */
export const listings: readonly GameListing[] = Array.from({ length: gamesMax }, (_, index) => {
  const game = gameNumber(index + 1)
  const capacity = game === soldOutGame ? scarceSeats : ample
  return {
    game,
    round: 1 + Math.floor(index / 16),
    kickOffMs: kickOffMs + index * 3 * 3_600_000,
    venue: `Stadium ${1 + (index % 8)}`,
    home: teams[index % 8] ?? 'TBA',
    away: teams[(index + 3) % 8] ?? 'TBA',
    group: 'ABCDEFGH'.charAt(index % 8),
    categories: categories.map(({ category, price }) => ({ category, capacity, price })),
  }
})

export const priceOf = (category: number): number => categories[category - 1]?.price ?? 0
