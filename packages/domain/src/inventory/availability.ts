import type { CategoryStock } from './stock.ts'
import { sellable } from './stock.ts'

/** What a buyer is told about a category. */
export type AvailabilityStatus = 'available' | 'few-left' | 'temporarily-unavailable' | 'sold-out'

export type Availability = {
  readonly status: AvailabilityStatus
  /** Seats that can be reserved now; 0 also where announcing sites sold more than there was. */
  readonly available: number
  /** Seats that others are about to buy, and that return if they do not. */
  readonly pending: number
}

/** Above this many seats nothing is scarce, however large the category is. */
export const fewLeftMax = 100

/** Few are left when at most one seat in twenty, rounded up, and at most {@link fewLeftMax}, can be reserved. */
export const fewLeftAt = (capacity: number): number => Math.min(fewLeftMax, Math.ceil(capacity / 20))

/**
 * What can be said of a category to those who want a seat of it. `temporarily-unavailable` promises that a seat may
 * still come back: where so much was oversold that not even the end of every pending would free one, it is `sold-out`.
 */
export function availabilityOf(stock: CategoryStock): Availability {
  const free = sellable(stock)
  const pending = stock.held + stock.announcedPending
  return { status: statusOf(free, pending, stock.capacity), available: Math.max(0, free), pending }
}

function statusOf(free: number, pending: number, capacity: number): AvailabilityStatus {
  if (free > fewLeftAt(capacity)) return 'available'
  if (free > 0) return 'few-left'
  return free + pending > 0 ? 'temporarily-unavailable' : 'sold-out'
}
