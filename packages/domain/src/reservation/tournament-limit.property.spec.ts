import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { LogEntry } from '../inventory/entry.ts'
import { foldBatch } from '../inventory/fold.ts'
import type { Hold } from '../inventory/hold.ts'
import { standingSeats } from '../inventory/hold.ts'
import type { BuyerHash } from '../inventory/ids.ts'
import { holdKey } from '../inventory/ids.ts'
import { touches } from '../inventory/touches.ts'
import type { WholePartition } from '../inventory/whole.ts'
import { applyChanges, emptyWhole, readWhole } from '../inventory/whole.ts'
import { meeting, ofHolds, openedLog } from '../testing/arbitrary-log.ts'
import { federationOf, site, toolsFor } from '../testing/world.ts'
import { overTournamentLimit } from './tournament-limit.ts'

const limit = 5
const seatsOf = (hold: Hold): number => (hold.state === 'sold' ? standingSeats(hold).length : hold.quantity)

const tools = toolsFor(federationOf(1))

function seatsByBuyer({ holds }: WholePartition, without: ReadonlySet<string> = new Set()): Map<BuyerHash, number> {
  const seats = new Map<BuyerHash, number>()
  for (const [key, hold] of holds) {
    if ((hold.state !== 'held' && hold.state !== 'sold') || without.has(key)) continue
    seats.set(hold.buyer, (seats.get(hold.buyer) ?? 0) + seatsOf(hold))
  }
  return seats
}

/** A site's consumer over one partition: all sites' records, in batches; what it gives back may come back or not. */
function consume(entries: readonly LogEntry[], size: number, limiter: typeof overTournamentLimit) {
  const whole = emptyWhole(0)
  const given = new Set<string>()
  for (let at = 0; at < entries.length; at += size) {
    const batch = entries.slice(at, at + size)
    const totals = seatsByBuyer(whole)
    const changes = foldBatch(readWhole(whole, touches(batch, whole.partition.logTimeMs)), batch, tools)
    for (const ref of limiter(changes, totals, site('a'), limit)) given.add(holdKey(ref))
    applyChanges(whole, changes)
    for (const [, seats] of seatsByBuyer(whole, given)) expect(seats).toBeLessThanOrEqual(limit)
  }
  return { whole, given }
}

/** Requests by one site only: then its own limit is the tournament's. */
const ownLog = openedLog(fc.oneof(ofHolds(fc.constant(site('a'))), meeting(fc.constant(site('a')), 4)), 60)
const sizes = fc.integer({ min: 1, max: 12 })

type Limiter = typeof overTournamentLimit
const neverAbove = (limiter: Limiter) =>
  fc.property(ownLog, sizes, (entries, size) => {
    consume(entries, size, limiter)
  })

describe('on one partition, the limit per tournament', () => {
  it('is exact: no buyer ever has more, but for what is being given back', () => {
    fc.assert(neverAbove(overTournamentLimit), { numRuns: 500 })
  })

  it.each<[string, Limiter]>([
    ['it were not looked at', () => []],
    ['earlier seats did not count', (changes, _, of, max) => overTournamentLimit(changes, new Map(), of, max)],
    ['one seat more were allowed', (changes, totals, of) => overTournamentLimit(changes, totals, of, limit + 1)],
  ])('would be passed if %s', (_, limiter) => {
    expect(fc.check(neverAbove(limiter), { numRuns: 5_000, endOnFailure: true }).failed).toBe(true)
  })

  it('takes nothing from a buyer who is within it', () => {
    fc.assert(fc.property(ownLog, sizes, (entries, size) => {
      const { whole, given } = consume(entries, size, overTournamentLimit)
      const asked = new Map<BuyerHash, number>()
      for (const { buyer, state, quantity } of whole.holds.values()) {
        if (state !== 'refused') asked.set(buyer, (asked.get(buyer) ?? 0) + quantity)
      }
      const buyers = [...given].flatMap(key => whole.holds.get(key)?.buyer ?? [])
      for (const buyer of buyers) expect(asked.get(buyer)).toBeGreaterThan(limit)
    }))
  })
})
