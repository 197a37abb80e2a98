import type { CategoryNumber, GameNumber } from '../game/ids.ts'
import type { GameStock } from '../inventory/stock.ts'
import type { CatalogueView } from '../inventory/catalogue-view.ts'
import type { Result } from '../result.ts'
import { refuse, succeed } from '../result.ts'

/** The most lines one basket may have. */
export const basketLinesMax = 20

/** What a buyer asks for; the numbers are integers, but may name nothing. */
export type BasketLine = { readonly game: number; readonly category: number; readonly quantity: number }

/** A line that can be asked of the log: duplicates added up, at today's price. */
export type PricedLine = {
  readonly game: GameNumber
  readonly category: CategoryNumber
  readonly quantity: number
  /** Unit price, whole units of `currency`. */
  readonly price: number
  readonly currency: string
}

type OfGame = { readonly line: number; readonly game: number }

/** Why a basket cannot be asked for at all; `line` is the index of the first line concerned. */
export type BasketFault =
  | { readonly kind: 'empty-basket' }
  | { readonly kind: 'too-many-lines'; readonly max: number }
  | { readonly kind: 'bad-quantity'; readonly line: number }
  | (OfGame & { readonly kind: 'unknown-game' })
  | (OfGame & { readonly kind: 'unknown-category'; readonly category: number })
  | (OfGame & { readonly kind: 'game-started'; readonly kickOffMs: number })
  | (OfGame & { readonly kind: 'over-limit'; readonly limit: number; readonly asked: number })
  | { readonly kind: 'over-tournament-limit'; readonly limit: number; readonly asked: number }

/**
 * Check a basket against this site's copy and price it. Every fault is reported, not the first only.
 * @param calendarMs the tournament's day: a game that has kicked off by then is not sold
 */
export function priceBasket(
  lines: readonly BasketLine[],
  view: CatalogueView,
  calendarMs: number,
): Result<readonly PricedLine[], readonly BasketFault[]> {
  if (lines.length === 0) return refuse([{ kind: 'empty-basket' }])
  if (lines.length > basketLinesMax) return refuse([{ kind: 'too-many-lines', max: basketLinesMax }])
  const faults: BasketFault[] = []
  const priced = new Map<string, PricedLine>()
  lines.forEach((asked, line) => {
    const found = priceLine(asked, line, view, calendarMs)
    if (!found.ok) {
      faults.push(found.refusal)
      return
    }
    const key = `${asked.game}|${asked.category}`
    const before = priced.get(key)?.quantity ?? 0
    priced.set(key, { ...found.value, quantity: before + asked.quantity })
  })
  faults.push(...limitFaults(lines, [...priced.values()], view))
  return faults.length > 0 ? refuse(faults) : succeed([...priced.values()])
}

function priceLine(
  { game, category, quantity }: BasketLine,
  line: number,
  view: CatalogueView,
  calendarMs: number,
): Result<PricedLine, BasketFault> {
  if (!Number.isSafeInteger(quantity) || quantity < 1) return refuse({ kind: 'bad-quantity', line })
  const stock = view.games.get(game as GameNumber)
  if (stock?.list === undefined || stock.list === null) return refuse({ kind: 'unknown-game', line, game })
  const found = stock.categories.get(category as CategoryNumber)
  if (found === undefined || !found.listed) return refuse({ kind: 'unknown-category', line, game, category })
  const { currency, listing: { kickOffMs } } = stock.list
  if (kickOffMs <= calendarMs) return refuse({ kind: 'game-started', line, game, kickOffMs })
  const { price } = found
  return succeed({ game: stock.game, category: found.category, quantity, price, currency })
}

function limitFaults(lines: readonly BasketLine[], priced: readonly PricedLine[], view: CatalogueView): BasketFault[] {
  const faults: BasketFault[] = []
  const byGame = Map.groupBy(priced, line => line.game)
  for (const [game, ofGame] of byGame) {
    const limit = perBuyer(view.games.get(game))
    const asked = seatsIn(ofGame)
    if (asked <= limit) continue
    faults.push({ kind: 'over-limit', line: lines.findIndex(line => line.game === game), game, limit, asked })
  }
  const limit = view.federation?.settings.perBuyerTournament ?? null
  const asked = seatsIn(priced)
  if (limit !== null && asked > limit) faults.push({ kind: 'over-tournament-limit', limit, asked })
  return faults
}

const perBuyer = (stock: GameStock | undefined): number => stock?.list?.limits.perBuyer ?? 0

export const seatsIn = (lines: readonly { readonly quantity: number }[]): number =>
  lines.reduce((sum, line) => sum + line.quantity, 0)
