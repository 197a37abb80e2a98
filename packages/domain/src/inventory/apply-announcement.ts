import type { Draft } from './draft.ts'
import { note } from './draft.ts'
import type { Announced, AnnouncedLine } from './entry.ts'
import type { CategoryRef } from './ids.ts'
import { enqueue, takeOldest } from './queue.ts'
import { categoryOf } from './rows.ts'
import { sellable } from './stock.ts'

/** Announcements are facts: they count even where nothing is left, and then the oversell is reported. */
export function applyAnnouncement(draft: Draft, said: Announced): void {
  for (const line of said.lines) {
    const at = { game: said.game, category: line.category }
    const stock = categoryOf(draft, at)
    const freeBefore = sellable(stock)
    const differs = stock.listed && line.price !== stock.price
    const detail = { ...(differs ? { listPrice: stock.price } : {}), ...applyLine(draft, said, line) }
    note(draft, kinds[said.action], { ...at, ...line, site: said.site }, detail)
    reportOversell(draft, at, freeBefore, said.site)
  }
}

const kinds = {
  pending: 'announced-pending',
  reserved: 'announced-reserved',
  cancelled: 'announced-cancelled',
} as const

/** @returns what to flag: seats of the line for which no pending was found. */
function applyLine(draft: Draft, said: Announced, line: AnnouncedLine): { unmatched?: number } {
  const at = { game: said.game, category: line.category }
  const stock = categoryOf(draft, at)
  switch (said.action) {
    case 'pending':
      enqueue(draft, at, line.quantity)
      stock.announcedPending += line.quantity
      return {}
    case 'reserved':
    case 'cancelled': {
      const taken = takeOldest(draft, at, line.quantity)
      stock.announcedPending -= taken
      if (said.action === 'reserved') stock.announcedSold += line.quantity
      return taken < line.quantity ? { unmatched: line.quantity - taken } : {}
    }
    default:
      return said.action satisfies never
  }
}

/** Report the seats by which this record oversold a category that is on sale, to the exact seat. */
export function reportOversell(draft: Draft, at: CategoryRef, freeBefore: number, site: Announced['site']): void {
  const stock = categoryOf(draft, at)
  const seats = Math.min(0, freeBefore) - Math.min(0, sellable(stock))
  if (!stock.listed || seats <= 0) return
  note(draft, 'oversold', { ...at, quantity: seats, site }, { total: -sellable(stock) })
}
