import fc from 'fast-check'
import type { LogEntry, Said } from '../inventory/entry.ts'
import type { SiteId } from '../inventory/ids.ts'
import { buyer, category, game, hold, listed, opening, site, stated } from './world.ts'

/** Small on purpose: few ids, so that records meet; few seats, so that they run out. */
const gameNumber = fc.constantFrom(1, 2)
const categoryNumber = fc.constantFrom(1, 2)
const holdNumber = fc.integer({ min: 1, max: 6 })
const quantity = fc.integer({ min: 0, max: 4 })
const price = fc.constantFrom(10, 10, 10, 20)
const seats = fc.option(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }), { nil: null })
export const waitingSite = fc.constantFrom(site('a'), site('b'))

const term = (from: fc.Arbitrary<SiteId>) => ({
  site: from,
  sentAtMs: fc.constant(null),
  hold: holdNumber.map(hold),
  game: gameNumber.map(game),
  category: categoryNumber.map(category),
  quantity,
  price,
})

export const holdRequest = (from = waitingSite): fc.Arbitrary<Said> =>
  fc.record({
    kind: fc.constant('hold-requested' as const),
    ...term(from),
    buyer: fc.constantFrom(1, 2, 3).map(buyer),
    ttlMs: fc.constantFrom(null, 5, 40, 1_000),
    country: fc.constantFrom(null, 'BR', 'UY'),
  })

export const sale = (from = waitingSite): fc.Arbitrary<Said> =>
  fc.record({ kind: fc.constant('sale-requested' as const), ...term(from) })

export const release = (from = waitingSite): fc.Arbitrary<Said> =>
  fc.record({
    kind: fc.constant('release-requested' as const),
    ...term(from),
    reason: fc.constantFrom('released', 'refunded', 'refunded', 'expired'),
    seats,
  })

export const announcement: fc.Arbitrary<Said> = fc.record({
  kind: fc.constant('announced' as const),
  action: fc.constantFrom('pending' as const, 'reserved' as const, 'cancelled' as const),
  site: fc.constantFrom(null, site('loud')),
  sentAtMs: fc.constant(null),
  game: gameNumber.map(game),
  lines: fc.array(
    fc.record({ category: fc.constantFrom(1, 2, 3).map(category), quantity: fc.integer({ min: 1, max: 3 }), price }),
    { minLength: 1, maxLength: 2 },
  ),
})

/** Mostly both categories, sometimes one is missing or a third is new; small capacities, so that some are too low. */
const capacity = fc.oneof(fc.nat(3), fc.nat(12))
export const relisting: fc.Arbitrary<Said> = fc
  .record({
    version: fc.integer({ min: 1, max: 5 }),
    number: gameNumber,
    capacities: fc.record(
      { 1: capacity, 2: capacity, 3: capacity },
      { requiredKeys: [] },
    ),
    price,
  })
  .map(({ version, number, capacities, price: at }) => listed(version, capacities, { number, price: at }))

const control: fc.Arbitrary<Said> = fc.oneof(
  relisting,
  fc.record({
    kind: fc.constant('ticked' as const), site: waitingSite, sentAtMs: fc.constant(null), partition: fc.nat(1),
  }),
  fc.constant(stated()),
  fc.constantFrom<Said>(opening(1), opening(2)),
  fc.constantFrom<Said>({ kind: 'empty' }, { kind: 'malformed', reason: 'not-json' }),
)

export const ofHolds = (from = waitingSite): fc.Arbitrary<Said> =>
  fc.oneof(
    { weight: 5, arbitrary: holdRequest(from) },
    { weight: 3, arbitrary: sale(from) },
    { weight: 3, arbitrary: release(from) },
  )

/** The same, but about few holds on the same terms, so that sales, releases and refunds fit them. */
export const meeting = (from = waitingSite, holds = 2): fc.Arbitrary<Said> =>
  fc
    .record({ said: ofHolds(from), number: fc.integer({ min: 1, max: holds }), seats: fc.subarray([1, 2, 3]) })
    .map(({ said, number, seats: some }): Said => {
      if (!('hold' in said)) return said
      const same = { game: game(1), category: category(1), price: 10, quantity: 3, hold: hold(number) }
      if (said.kind === 'hold-requested') return { ...said, ...same, buyer: buyer(1) }
      if (said.kind === 'sale-requested' || some.length === 0) return { ...said, ...same }
      return { ...said, ...same, seats: some, quantity: some.length }
    })

/** Any record at all. */
export const anything: fc.Arbitrary<Said> = fc.oneof(
  { weight: 8, arbitrary: ofHolds() },
  { weight: 3, arbitrary: announcement },
  { weight: 2, arbitrary: control },
)

const leapMs = fc.oneof(
  { weight: 8, arbitrary: fc.nat(3) },
  { weight: 1, arbitrary: fc.integer({ min: -50, max: 400 }) },
)

/** Stamp records with times that mostly go on, sometimes leap, sometimes go back. */
export const stamped = (said: fc.Arbitrary<Said>, maxLength = 60): fc.Arbitrary<LogEntry[]> =>
  fc
    .array(fc.record({ said, leapMs }), { maxLength })
    .map(records => {
      let timestampMs = 1_000
      return records.map(({ said: what, leapMs: step }, index) => ({
        offset: index,
        timestampMs: (timestampMs += step),
        stampedBy: 'log' as const,
        said: what,
      }))
    })

/** A log that opens its partition and lists both games, then goes on with any of `said`. */
export const openedLog = (said: fc.Arbitrary<Said>, capacity = 8): fc.Arbitrary<LogEntry[]> =>
  stamped(said).map(rest => {
    const start = [opening(), listed(1, { 1: capacity, 2: 3 }), listed(1, { 1: capacity, 2: 3 }, { number: 2 })]
    return [
      ...start.map((what, offset): LogEntry => ({ offset, timestampMs: 1_000, stampedBy: 'log', said: what })),
      ...rest.map(entry => ({ ...entry, offset: entry.offset + start.length })),
    ]
  })
