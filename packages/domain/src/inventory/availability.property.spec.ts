import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { categoryNumber } from '../game/ids.ts'
import { availabilityOf, fewLeftAt, fewLeftMax } from './availability.ts'
import type { CategoryStock } from './stock.ts'
import { emptyCategory } from './stock.ts'

const seats = fc.nat({ max: 3_000 })
const stock: fc.Arbitrary<CategoryStock> = fc
  .record({ capacity: seats, held: seats, sold: seats, announcedSold: seats, announcedPending: seats })
  .map(counters => ({ ...emptyCategory(categoryNumber(1)), listed: true, ...counters }))

/** Counted down one by one, so that it shares nothing with the rule. */
const freeSeats = ({ capacity, held, sold, announcedSold, announcedPending }: CategoryStock): number =>
  [held, sold, announcedSold, announcedPending].reduce((left, taken) => left - taken, capacity)

const withoutPendings = (of: CategoryStock): CategoryStock => ({ ...of, held: 0, announcedPending: 0 })

describe('what a buyer is told of a category', () => {
  it('never offers more seats than can be granted, nor fewer than none', () => {
    fc.assert(fc.property(stock, of => {
      expect(availabilityOf(of).available).toBe(Math.max(0, freeSeats(of)))
    }))
  })

  it('says that there are seats exactly when there are', () => {
    fc.assert(fc.property(stock, of => {
      const { status, available } = availabilityOf(of)
      expect(status === 'available' || status === 'few-left').toBe(available > 0)
    }))
  })

  it('promises seats to come back only if the end of all pendings brings some', () => {
    fc.assert(fc.property(stock, of => {
      const { status } = availabilityOf(of)
      fc.pre(status === 'temporarily-unavailable' || status === 'sold-out')
      expect(status === 'temporarily-unavailable').toBe(freeSeats(withoutPendings(of)) > 0)
    }))
  })

  it('grows no scarcer when a seat returns', () => {
    const order = ['sold-out', 'temporarily-unavailable', 'few-left', 'available']
    const rank = (of: CategoryStock) => order.indexOf(availabilityOf(of).status)
    fc.assert(fc.property(stock, of => {
      fc.pre(of.sold > 0)
      expect(rank({ ...of, sold: of.sold - 1 })).toBeGreaterThanOrEqual(rank(of))
    }))
  })

  it('calls few a small share of what there is', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000 }), capacity => {
      expect(fewLeftAt(capacity)).toBeGreaterThanOrEqual(1)
      expect(fewLeftAt(capacity)).toBeLessThanOrEqual(Math.min(fewLeftMax, capacity / 20 + 1))
    }))
  })

  it.each([
    [{ capacity: 40 }, 'available'],
    [{ capacity: 40, sold: 37 }, 'available'],
    [{ capacity: 40, sold: 38 }, 'few-left'],
    [{ capacity: 40, sold: 39, held: 1 }, 'temporarily-unavailable'],
    [{ capacity: 40, sold: 39, announcedPending: 1 }, 'temporarily-unavailable'],
    [{ capacity: 40, sold: 39, announcedSold: 2, held: 1 }, 'sold-out'],
    [{ capacity: 40, sold: 40 }, 'sold-out'],
    [{ capacity: 0 }, 'sold-out'],
    [{ capacity: 80_000, sold: 79_899 }, 'available'],
    [{ capacity: 80_000, sold: 79_900 }, 'few-left'],
  ])('says of %j: %s', (counters, status) => {
    expect(availabilityOf({ ...emptyCategory(categoryNumber(1)), ...counters }).status).toBe(status)
  })
})
