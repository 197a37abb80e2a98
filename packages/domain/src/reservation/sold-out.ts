import type { CatalogueView } from '../inventory/catalogue-view.ts'
import { sellable } from '../inventory/stock.ts'
import type { PricedLine } from './basket.ts'
import type { RefusedItem } from './reservation.ts'

/** A copy that was at the end of the log longer ago than this may not refuse by itself. */
export const freshWithinMs = 1_000

/**
 * The lines that this site's copy already knows to be sold out, so that the log need not be asked.
 * None while the copy may be behind, or while some hold is due by this site's clock: its seats may be free, and the
 * next record in the log is what frees them.
 */
export function soldOutByCopy(lines: readonly PricedLine[], view: CatalogueView, nowMs: number): RefusedItem[] {
  if (nowMs - view.caughtUpAtMs >= freshWithinMs) return []
  if (view.nextDueMs !== null && view.nextDueMs <= nowMs) return []
  return lines.flatMap(({ game, category, quantity }): RefusedItem[] => {
    const stock = view.games.get(game)?.categories.get(category)
    if (stock === undefined || quantity <= sellable(stock)) return []
    return [{ game, category, refusal: { kind: 'sold-out', sellable: Math.max(0, sellable(stock)) } }]
  })
}
