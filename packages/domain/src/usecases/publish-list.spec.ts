import { describe, expect, it } from '@jest/globals'
import type { GameListing } from '../game/listing.ts'
import type { ListPublished } from '../inventory/entry.ts'
import type { JournalEntry } from '../inventory/journal.ts'
import type { Journal } from '../ports/journal.ts'
import { AppendOutcomeUnknown, Unavailable } from '../ports/unavailable.ts'
import { listingOf } from '../testing/listing.ts'
import { say } from '../testing/little-site.ts'
import { announces } from '../testing/say.ts'
import type { Selling } from '../testing/selling.ts'
import { selling } from '../testing/selling.ts'
import { game, site as siteId } from '../testing/world.ts'
import type { PublishedGame } from './publish-list.ts'
import { planPublication, publishList } from './publish-list.ts'

const publisher = siteId('publisher')
const terms = { currency: 'USD', limits: { perBuyer: 6, holdMaxMs: 100 } }
/** Games 1 and 2 are on sale; of game 3 was only heard. */
async function world() {
  const opened = await selling()
  say(opened.log, announces('pending', 1, { game: game(3) }))
  await opened.site.consume()
  return opened
}

const planned = ({ store }: Selling, games: readonly GameListing[], changed: Partial<typeof terms> = {}) =>
  planPublication(publisher, store.whole.games, games, () => ({ ...terms, ...changed }))

describe('what of a list is to be published', () => {
  it('is each game that is new or differs, at the version that follows its own', async () => {
    const plan = planned(await world(), [listingOf(1, { 1: 9, 2: 3 }), listingOf(2), listingOf(3), listingOf(4)])
    expect(plan.records.map(({ listing, version }) => [listing.game, version])).toEqual([[1, 2], [3, 1], [4, 1]])
    expect(plan.records[0]).toEqual({
      kind: 'list-published', site: 'publisher', sentAtMs: null, version: 2, ...terms,
      listing: listingOf(1, { 1: 9, 2: 3 }),
    })
    expect(plan.unchanged).toEqual([2])
    expect(plan.missing).toEqual([])
  })

  it('is nothing where nothing differs, in whatever order fields come', async () => {
    const { home, away, ...rest } = listingOf(1)
    expect(planned(await world(), [{ away, ...rest, home }, listingOf(2)])).toMatchObject({
      records: [], unchanged: [1, 2], missing: [],
    })
  })

  it('tells of games on sale that the list does not name', async () => {
    expect(planned(await world(), [listingOf(4)]).missing).toEqual([1, 2])
  })

  const one = listingOf(1)
  const [first] = one.categories
  it.each<[string, Partial<GameListing>]>([
    ['round', { round: 2 }], ['kick-off', { kickOffMs: 1 }], ['venue', { venue: 'Other' }], ['home', { home: 'Other' }],
    ['away', { away: 'Other' }], ['group', { group: null }], ['capacity', listingOf(1, { 1: 8, 2: 4 })],
    ['category', listingOf(1, { 1: 8, 2: 3, 3: 1 })],
    ['price', { categories: first === undefined ? [] : [{ ...first, price: 11 }, ...one.categories.slice(1)] }],
  ])('is a game with another %s', async (_, changed) => {
    expect(planned(await world(), [{ ...one, ...changed }]).records).toHaveLength(1)
  })

  it.each([
    ['currency', { currency: 'EUR' }],
    ['limit per buyer', { limits: { perBuyer: 7, holdMaxMs: 100 } }],
    ['longest hold', { limits: { perBuyer: 6, holdMaxMs: 101 } }],
  ])('is all of it, with another %s', async (_, changed) => {
    expect(planned(await world(), [listingOf(1), listingOf(2)], changed).records).toHaveLength(2)
  })
})

describe('publishing a list', () => {
  const journalOf = ({ store }: Selling): Journal => ({
    at: ({ offset }) => Promise.resolve(store.journal.filter(line => line.offset === offset)),
    since: () => Promise.resolve([] as JournalEntry[]),
  })
  const portsOf = (opened: Selling) => ({ ...opened.site, journal: journalOf(opened) })

  it('tells of each game what the fold made of it, as it is decided', async () => {
    const opened = await world()
    const plan = planned(opened, [listingOf(1, { 1: 9, 2: 3 }), listingOf(2, { 2: 3 }), listingOf(4)])
    const told: PublishedGame[] = []
    const published = await publishList(portsOf(opened), plan, one => told.push(one))
    expect(published).toEqual([
      { kind: 'applied', game: 1, version: 2 },
      {
        kind: 'refused', game: 2, version: 2, detail: { version: 2, reason: 'category-removed', category: 1 },
      },
      { kind: 'applied', game: 4, version: 1 },
    ])
    expect(told).toEqual(expect.arrayContaining([...published]))
    expect(told).toHaveLength(3)
    const said = opened.log.entries.slice(4).map(entry => entry.said)
    expect(said).toMatchObject([{ sentAtMs: 1_000 }, { sentAtMs: 1_000 }, { sentAtMs: 1_000 }])
  })

  it('that its site may not sign is refused as a dead letter', async () => {
    const opened = await world()
    const { records } = planPublication(siteId('a'), opened.store.whole.games, [listingOf(4)], () => terms)
    expect(await publishList(portsOf(opened), { records, unchanged: [], missing: [] })).toEqual([
      { kind: 'refused', game: 4, version: 1, detail: { reason: 'dead-letter' } },
    ])
  })

  it('that is not heard of in time, or perhaps not in the log, is undecided', async () => {
    const opened = await world()
    const plan = planned(opened, [listingOf(4)])
    opened.store.isStuck = true
    expect(await publishList(portsOf(opened), plan)).toEqual([{ kind: 'undecided', game: 4, version: 1 }])
    const broken = (error: Error) => ({
      ...portsOf(opened), salesLog: { ...opened.site.salesLog, append: () => Promise.reject(error) },
    })
    expect(await publishList(broken(new AppendOutcomeUnknown()), plan)).toEqual([
      { kind: 'undecided', game: 4, version: 1 },
    ])
    await expect(publishList(broken(new Unavailable('sales-log')), plan)).rejects.toThrow(Unavailable)
  })

  it('of nothing appends nothing', async () => {
    const opened = await world()
    const none: readonly ListPublished[] = []
    expect(await publishList(portsOf(opened), { records: none, unchanged: [], missing: [] })).toEqual([])
    expect(opened.log.entries).toHaveLength(4)
  })
})
