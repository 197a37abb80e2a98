import { categoryNumber, gameNumber } from '@matchday/domain/game/ids'
import type { LogEntry, SaleRequested, Ticked } from '@matchday/domain/inventory/entry'
import type { HoldId, SiteId } from '@matchday/domain/inventory/ids'
import type { SalesLog } from '@matchday/domain/ports/sales-log'

const site = 'north' as SiteId

export const tick = (partition: number): Ticked => ({ kind: 'ticked', site, sentAtMs: null, partition })

export const sale = (game: number): SaleRequested => ({
  kind: 'sale-requested',
  site,
  sentAtMs: null,
  hold: '0190a5d2-7c1b-7f00-8e3a-1c2d3e4f5a6b' as HoldId,
  game: gameNumber(game),
  category: categoryNumber(1),
  quantity: 2,
  price: 75,
})

/** A whole partition, read in pieces of up to `max`. */
export async function allOf(log: SalesLog, partition: number, max: number): Promise<LogEntry[]> {
  const all: LogEntry[] = []
  for (let offset = 0; ;) {
    const { entries, next, end } = await log.read({ partition, offset }, max)
    all.push(...entries)
    if (next === end) return all
    if (next === offset) throw new Error(`nothing is read at ${offset}, before the end at ${end}`)
    offset = next
  }
}

/** Resolves when `holds`. @throws Error after 15 seconds */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('it did not come to that in 15 seconds')
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}
