import type { Hold } from '../inventory/hold.ts'
import type { BuyerHash, HoldRef, SiteId } from '../inventory/ids.ts'
import { holdKey } from '../inventory/ids.ts'
import type { JournalEntry, JournalKind } from '../inventory/journal.ts'
import type { Changes } from '../inventory/state.ts'

/** How a line of the journal changes what its buyer has over all games. */
const signs: Partial<Record<JournalKind, 1 | -1>> = {
  'hold-granted': 1,
  'hold-expired': -1,
  'hold-released': -1,
  'hold-refunded': -1,
}

/**
 * Own holds, granted in this batch, with which their buyer has more than `limit` seats over all games: the log cannot
 * see across games, so the site gives them back. What is given back does not count against the buyer's next hold, so
 * its end in the same batch frees nothing.
 * @param totals seats each buyer had, held and sold, before the batch
 */
export function overTournamentLimit(
  changes: Changes,
  totals: ReadonlyMap<BuyerHash, number>,
  site: SiteId,
  limit: number | null,
): HoldRef[] {
  if (limit === null) return []
  const holds = new Map(changes.holds.map(hold => [holdKey(hold), hold]))
  const has = new Map(totals)
  const over = new Map<Hold, HoldRef>()
  for (const entry of changes.journal) {
    const sign = signs[entry.kind]
    if (sign === undefined) continue
    const hold = holdOf(entry, holds)
    if (hold === undefined || over.has(hold)) continue
    const total = (has.get(hold.buyer) ?? 0) + sign * (entry.quantity ?? 0)
    if (sign === 1 && hold.site === site && total > limit) over.set(hold, { game: hold.game, site, id: hold.id })
    else has.set(hold.buyer, total)
  }
  return [...over.values()]
}

function holdOf({ game, site, hold }: JournalEntry, holds: ReadonlyMap<string, Hold>): Hold | undefined {
  return game === null || site === null || hold === null ? undefined : holds.get(holdKey({ game, site, id: hold }))
}
