import { categoryNumber, gameNumber } from '@matchday/domain/game/ids'
import type { GameListing } from '@matchday/domain/game/listing'
import type { BuyerHash, HoldId, SiteId } from '@matchday/domain/inventory/ids'
import type { Outgoing } from '@matchday/domain/ports/sales-log'
import fc from 'fast-check'

const hex = (length: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`))

const siteId = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,31}$/).map(text => text as SiteId)
const signed = { site: siteId, sentAtMs: fc.option(fc.maxSafeNat()) }
const game = fc.integer({ min: 1, max: 9_999 }).map(gameNumber)
const category = fc.integer({ min: 1, max: 99 }).map(categoryNumber)
const price = fc.oneof(fc.nat(2_000), fc.maxSafeNat())

const ofHold = {
  ...signed,
  hold: fc.uuid().map(text => text as HoldId),
  game,
  category,
  quantity: fc.maxSafeInteger().map(value => value + 0),
  price,
}

const buyer = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/).map(text => text as BuyerHash)

const holdRequested = fc.record({
  kind: fc.constant('hold-requested' as const),
  ...ofHold,
  buyer,
  ttlMs: fc.option(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
  country: fc.option(fc.stringMatching(/^[A-Z]{2}$/)),
})

const saleRequested = fc.record({ kind: fc.constant('sale-requested' as const), ...ofHold })

const releaseRequested = fc.record({
  kind: fc.constant('release-requested' as const),
  ...ofHold,
  reason: fc.oneof(
    fc.constantFrom('released', 'refunded', 'refused', 'expired', 'duplicate'),
    fc.stringMatching(/^\w{1,64}$/),
  ),
  seats: fc.option(fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 20 })),
})

const team = fc
  .string({ unit: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), fc.constantFrom('\t', '\n')) })
  .map(text => text.trim().slice(0, 100))
  .filter(text => text !== '' && text === text.trim())

const listing: fc.Arbitrary<GameListing> = fc
  .record({
    game,
    round: fc.integer({ min: 1, max: 99 }),
    kickOffMs: fc.integer({ min: 0, max: 4_000_000_000 }).map(seconds => seconds * 1_000),
    venue: team,
    home: team,
    away: team,
    group: fc.option(fc.stringMatching(/^[A-Z]$/)),
    categories: fc.uniqueArray(
      fc.record({ category, capacity: fc.nat(1_000_000), price: fc.nat(1_000_000) }),
      { selector: listed => listed.category, minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ categories, ...rest }) => ({ ...rest, categories: categories.toSorted((a, b) => a.category - b.category) }))
  .filter(({ home, away }) => home !== away)

const version = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })

const listPublished = fc.record({
  kind: fc.constant('list-published' as const),
  ...signed,
  version,
  currency: fc.constantFrom('USD', 'EUR', 'JPY'),
  limits: fc.record({
    perBuyer: fc.integer({ min: 1, max: 1_000 }),
    holdMaxMs: fc.integer({ min: 1, max: 604_800_000 }),
  }),
  listing,
})

const federationPublished = fc.record({
  kind: fc.constant('federation-published' as const),
  ...signed,
  sha256: hex(64),
  version,
  rules: version,
})

const partition = fc.nat(1_000)
const ticked = fc.record({ kind: fc.constant('ticked' as const), ...signed, partition })

const digestStated = fc
  .record({ ...signed, partition, stated: fc.option(fc.record({ state: hex(64), at: fc.maxSafeNat() })) })
  .map(({ stated, ...rest }) => ({
    kind: 'digest-stated' as const,
    ...rest,
    state: stated?.state ?? null,
    at: stated?.at ?? null,
  }))

/** What a site appends of holds, and so of games. */
export const outgoingOfGames = fc.oneof(holdRequested, saleRequested, releaseRequested, listPublished)

/** Anything a Matchday site may append, each kind as often. */
export const outgoing = (partitions = 1_000): fc.Arbitrary<Outgoing> =>
  fc.oneof(
    { arbitrary: outgoingOfGames, weight: 4 },
    fc.oneof(federationPublished, ticked, digestStated).chain(said =>
      fc.nat(partitions - 1).map(number => ({ ...said, partition: number })),
    ),
  )
