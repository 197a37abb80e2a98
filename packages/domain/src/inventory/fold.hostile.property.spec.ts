import { expect } from '@jest/globals'
import fc from 'fast-check'
import type { LogEntry, Said } from './entry.ts'
import { announcement, anything, meeting, ofHolds } from '../testing/arbitrary-log.ts'
import type { Law } from '../testing/law.ts'
import { holdTo, twoVersions } from '../testing/law.ts'
import { narrowTo } from '../testing/narrow.ts'
import { foldWithout } from '../testing/sabotage.ts'
import type { Fold, Replayed } from '../testing/world.ts'
import { listed, logOf, opening, replay, site } from '../testing/world.ts'
import * as clock from './clock.ts'
import * as decideHold from './decide-hold.ts'
import { standingSeats } from './hold.ts'

const most = Number.MAX_SAFE_INTEGER
const odd = fc.constantFrom(0, -1, 1, 2, 4, 99, 1_000_000, most - 1, most, -most)
const oddTime = fc.oneof(fc.constantFrom(0, 1, most), fc.integer({ min: 900, max: 3_000 }))
const oddSite = fc.constantFrom('a', 'b', 'publisher', 'elsewhere', 'constructor', '__proto__').map(site)

/** A record with anything in it that its reader lets through: safe integers, sites that nobody knows. */
const oddly: fc.Arbitrary<Said> = fc
  .record({
    said: fc.oneof(ofHolds(), announcement, anything), number: odd, of: oddSite, seats: fc.array(odd), at: oddTime,
  })
  .map(({ said, number, of, seats, at }): Said => {
    switch (said.kind) {
      case 'hold-requested':
        return { ...said, quantity: number, site: of, sentAtMs: at, ttlMs: Math.max(1, number) }
      case 'sale-requested':
        return { ...said, quantity: number, site: of, sentAtMs: at, price: Math.max(0, number) }
      case 'release-requested':
        return { ...said, quantity: number, site: of, sentAtMs: at, seats }
      case 'list-published':
        return { ...said, version: Math.max(1, number), sentAtMs: at, limits: { perBuyer: most, holdMaxMs: most } }
      case 'federation-published':
      case 'ticked':
      case 'digest-stated':
        return { ...said, sentAtMs: at }
      case 'announced':
      case 'empty':
      case 'malformed':
        return said
      default:
        return said satisfies never
    }
  })

const said = fc.oneof(
  { weight: 2, arbitrary: oddly },
  { weight: 2, arbitrary: meeting() },
  { weight: 1, arbitrary: anything },
)
const hostileLog: fc.Arbitrary<LogEntry[]> = fc
  .array(fc.record({ said, timestampMs: oddTime, stampedBy: fc.constantFrom('log' as const, 'sender' as const) }), {
    maxLength: 40,
  })
  .map(records => [
    ...logOf([opening(), listed(1, { 1: most, 2: 3 }, { perBuyer: most, holdMaxMs: most })]),
    ...records.map((record, index) => ({ ...record, offset: index + 2 })),
  ])

const replayed = (fold: Fold, entries: readonly LogEntry[], size = entries.length): Replayed =>
  replay(fold, entries, { tools: twoVersions, sizes: [size], load: narrowTo })

const laws: Law[] = [
  {
    name: 'no record, however odd its numbers, breaks a counter or stops the fold',
    property: fold => fc.property(hostileLog, entries => {
      const { whole, stop } = replayed(fold, entries)
      expect(stop).toBeNull()
      expect(whole.partition.nextOffset).toBe(entries.length)
      for (const hold of whole.holds.values()) {
        if (hold.state === 'refused') continue
        expect(hold.quantity).toBeGreaterThan(0)
        if (hold.state === 'sold') expect(standingSeats(hold).length).toBeGreaterThan(0)
      }
      for (const { categories } of whole.games.values()) {
        for (const { held, sold, announcedSold, announcedPending } of categories.values()) {
          for (const seats of [held, sold, announcedSold, announcedPending]) {
            expect(Number.isSafeInteger(seats) && seats >= 0).toBe(true)
          }
        }
      }
    }),
    without: () => foldWithout(decideHold, '../inventory/decide-hold.ts', real => ({
      decideHold: (scene, request) => {
        const decided = real.decideHold(scene, { ...request, quantity: Math.abs(request.quantity) % 4 || 1 })
        return { ...decided, quantity: request.quantity }
      },
    })),
  },
  {
    name: 'odd records too fold the same in one batch as record by record, from no more rows than they touch',
    property: fold => fc.property(hostileLog, fc.integer({ min: 1, max: 5 }), (entries, size) => {
      expect(replayed(fold, entries, size)).toEqual(replayed(fold, entries))
    }),
    without: () => foldWithout(clock, '../inventory/clock.ts', real => ({
      horizonOf: (entries, nowMs) => real.horizonOf(entries.filter(({ stampedBy }) => stampedBy === 'log'), nowMs),
    })),
  },
]

holdTo(laws)
