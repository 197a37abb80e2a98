import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { gameNumber } from '../game/ids.ts'
import { anything, meeting, ofHolds, openedLog, stamped, waitingSite } from '../testing/arbitrary-log.ts'
import { foldWithout } from '../testing/sabotage.ts'
import type { Fold, Replayed } from '../testing/world.ts'
import { federationOf, game, hold, logOf, opening, replay, site, toolsFor } from '../testing/world.ts'
import * as clock from './clock.ts'
import * as decideHold from './decide-hold.ts'
import * as decideList from './decide-list.ts'
import * as decideRelease from './decide-release.ts'
import * as decideSale from './decide-sale.ts'
import * as digest from './digest.ts'
import * as ends from './ends.ts'
import type { LogEntry, Said } from './entry.ts'
import { foldBatch } from './fold.ts'
import type { Hold } from './hold.ts'
import { standingSeats } from './hold.ts'
import * as ids from './ids.ts'
import type { JournalKind } from './journal.ts'
import * as queue from './queue.ts'
import * as stock from './stock.ts'

/** What must always be so, for any log; and the rule without which it is not. */
type Law = {
  readonly name: string
  readonly property: (fold: Fold) => fc.IProperty<unknown>
  readonly without: () => Promise<Fold>
}

const twoVersions = toolsFor(federationOf(1), federationOf(2, { wireQuantityMax: 2, announcedTtlMs: 20 }))
const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0)
const rowsOf = ({ whole, journal, deadLetters, digests }: Replayed) => ({ whole, journal, deadLetters, digests })
const holdsOf = (replayed: Replayed): Hold[] => [...replayed.whole.holds.values()]

/** Every prefix of a log, folded record by record: what is so always is so after each of them. */
function afterEach(fold: Fold, entries: readonly LogEntry[], check: (replayed: Replayed) => void): void {
  let replayed = replay(fold, entries.slice(0, 1), { tools: twoVersions })
  for (const entry of entries.slice(1)) {
    const next = replay(fold, [entry], { tools: twoVersions, whole: replayed.whole })
    check(next)
    replayed = next
  }
}

const laws: Law[] = [
  {
    name: 'never more is held and sold than there is',
    property: fold =>
      fc.property(openedLog(ofHolds()), entries => {
        afterEach(fold, entries, ({ whole }) => {
          for (const { categories } of whole.games.values()) {
            for (const { held, sold, capacity } of categories.values()) expect(held + sold).toBeLessThanOrEqual(capacity)
          }
        })
      }),
    without: () => foldWithout(stock, '../inventory/stock.ts', () => ({ sellable: category => category.capacity })),
  },
  {
    name: 'nothing is granted beyond what announcements and lists leave',
    property: fold =>
      fc.property(openedLog(anything), entries => {
        afterEach(fold, entries, ({ whole, journal }) => {
          for (const line of journal.filter(({ kind }) => kind === 'hold-granted')) {
            const granted = whole.games.get(gameNumber(line.game ?? 0))?.categories
            for (const category of granted?.values() ?? []) {
              if (category.category === line.category) expect(stock.sellable(category)).toBeGreaterThanOrEqual(0)
            }
          }
        })
      }),
    without: () =>
      foldWithout(stock, '../inventory/stock.ts', () => ({
        sellable: ({ capacity, held, sold, announcedSold }) => capacity - held - sold - announcedSold,
      })),
  },
  {
    name: 'a hold resolves exactly once, and what is resolved stays resolved',
    property: fold =>
      fc.property(openedLog(anything), entries => {
        const { journal } = replay(fold, entries, { tools: twoVersions })
        const stories = Map.groupBy(
          journal.filter(line => line.hold !== null && !passing.includes(line.kind)),
          line => `${line.game}|${line.site}|${line.hold}`,
        )
        for (const story of stories.values()) {
          const text = story.map(line => line.kind).join(' ')
          expect(text).toMatch(/^(hold-refused|hold-granted( hold-expired| hold-released| hold-sold( hold-refunded)*)?)$/)
        }
      }),
    without: () =>
      foldWithout(decideSale, '../inventory/decide-sale.ts', real => ({
        decideSale: (found, sale) =>
          found?.state === 'expired'
            ? { kind: 'sold', hold: { ...found, state: 'sold', returnedSeats: [] } }
            : real.decideSale(found, sale),
      })),
  },
  {
    name: 'a record said twice in a row changes nothing the second time',
    property: fold =>
      fc.property(openedLog(fc.oneof(ofHolds(), relistings)), fc.nat(), (entries, pick) => {
        const at = pick % entries.length
        const twice = [...entries.slice(0, at + 1), ...entries.slice(at)].map((entry, offset) => ({ ...entry, offset }))
        const once = replay(fold, entries)
        expect({ ...replay(fold, twice).whole, partition: null }).toEqual({ ...once.whole, partition: null })
      }),
    without: () =>
      foldWithout(decideList, '../inventory/decide-list.ts', real => ({
        decideList: (before, published) => real.decideList(before, { ...published, version: (before.list?.version ?? 0) + 1 }),
      })),
  },
  {
    name: 'a request that is replayed at any later time changes nothing',
    property: fold =>
      fc.property(openedLog(ofHolds()), fc.nat(), (entries, pick) => {
        const requests = entries.filter(({ said }) => said.kind === 'hold-requested')
        const replayed = requests[pick % Math.max(1, requests.length)]
        fc.pre(replayed !== undefined)
        const end = { ...replayed, offset: entries.length }
        const { whole } = replay(fold, [...entries, end])
        expect({ ...whole, partition: null }).toEqual({ ...replay(fold, entries).whole, partition: null })
      }),
    without: () => {
      let asked = 0
      return foldWithout(ids, '../inventory/ids.ts', real => ({ holdKey: ref => `${real.holdKey(ref)}#${asked++}` }))
    },
  },
  {
    name: 'any split of a log into batches gives the same state',
    property: fold =>
      fc.property(openedLog(anything), fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (entries, sizes) => {
        const whole = rowsOf(replay(fold, entries, { tools: twoVersions }))
        expect(rowsOf(replay(fold, entries, { tools: twoVersions, sizes }))).toEqual(whole)
      }),
    without: () => foldWithout(clock, '../inventory/clock.ts', () => ({ horizonOf: (_, logTimeMs) => logTimeMs })),
  },
  {
    name: 'a stretch of holds folds the same in one batch as record by record, however short they live',
    property: fold =>
      fc.property(openedLog(ofHolds()), entries => {
        expect(rowsOf(replay(fold, entries, { sizes: [1] }))).toEqual(rowsOf(replay(fold, entries)))
      }),
    without: () =>
      foldWithout(digest, '../inventory/digest.ts', real => ({
        addRowHash: (sumSoFar, row, sign, sha256) => (sign === -1n ? sumSoFar : real.addRowHash(sumSoFar, row, sign, sha256)),
      })),
  },
  {
    name: 'the outcome depends on the bytes and the partition alone: two sites, whatever their clocks, are equal',
    property: fold =>
      fc.property(openedLog(anything), fc.nat(), (entries, nowMs) => {
        const here = rowsOf(replay(fold, entries, { tools: twoVersions }))
        const realNow = Date.now
        const realRandom = Math.random
        Date.now = () => nowMs
        Math.random = () => (nowMs % 97) / 97
        try {
          expect(rowsOf(replay(fold, entries, { tools: twoVersions }))).toEqual(here)
        } finally {
          Date.now = realNow
          Math.random = realRandom
        }
      }),
    without: () =>
      foldWithout(decideHold, '../inventory/decide-hold.ts', real => ({
        decideHold: (scene, request) => real.decideHold({ ...scene, logTimeMs: Date.now() }, request),
      })),
  },
  {
    name: 'what is sellable, per buyer and per site comes back exactly after a release or an expiry',
    property: fold =>
      fc.property(openedLog(ofHolds()), fc.boolean(), fc.integer({ min: 1, max: 3 }), (entries, isReleased, quantity) => {
        const calm = { said: { kind: 'empty' } as Said, timestampMs: 10_000, stampedBy: 'log' as const }
        const before = replay(fold, [...entries, { ...calm, offset: entries.length }]).whole
        const said = { ...fresh, quantity }
        const request = { ...calm, said, offset: entries.length + 1 }
        const end = isReleased
          ? { ...calm, said: { ...said, kind: 'release-requested' as const, reason: 'released', seats: null }, offset: entries.length + 2 }
          : { ...calm, timestampMs: 20_000, offset: entries.length + 2 }
        const after = replay(fold, [...entries, { ...calm, offset: entries.length }, request, end]).whole
        expect(countersOf(after)).toEqual(countersOf(before))
      }),
    without: () =>
      foldWithout(ends, '../inventory/ends.ts', () => ({
        endDueHolds: draft => {
          draft.due.length = 0
        },
      })),
  },
  {
    name: 'the limit per buyer and game holds across sites',
    property: fold =>
      fc.property(openedLog(fc.oneof(ofHolds(), meeting(waitingSite, 6)), 100), entries => {
        afterEach(fold, entries, replayed => {
          const counting = holdsOf(replayed).filter(({ state }) => state === 'held' || state === 'sold')
          for (const of of Map.groupBy(counting, ({ game: number, buyer }) => `${number}|${buyer}`).values()) {
            expect(sum(of.map(seatsOf))).toBeLessThanOrEqual(6)
          }
        })
      }),
    without: () =>
      foldWithout(decideHold, '../inventory/decide-hold.ts', real => ({
        decideHold: (scene, request) => real.decideHold({ ...scene, tally: undefined }, request),
      })),
  },
  {
    name: 'log time never goes back, though timestamps do',
    property: fold =>
      fc.property(stamped(anything), entries => {
        let before = 0
        afterEach(fold, [...logOf([opening()]), ...entries.map(entry => ({ ...entry, offset: entry.offset + 1 }))], ({ whole }) => {
          expect(whole.partition.logTimeMs).toBeGreaterThanOrEqual(before)
          before = whole.partition.logTimeMs
        })
      }),
    without: () => foldWithout(clock, '../inventory/clock.ts', () => ({ logTimeAfter: (_, entry) => entry.timestampMs })),
  },
  {
    name: 'a seat returns at most once, however refunds are listed or repeated',
    property: fold =>
      fc.property(openedLog(meeting(fc.constant(site('a')))), entries => {
        const replayed = replay(fold, entries)
        const refunds = replayed.journal.filter(({ kind }) => kind === 'hold-refunded')
        for (const of of Map.groupBy(refunds, line => `${line.game}|${line.site}|${line.hold}`).values()) {
          const seats = of.flatMap(({ detail }) => detail?.['seats'] as number[])
          expect(new Set(seats).size).toBe(seats.length)
        }
        expect(soldCounters(replayed)).toBe(sum(holdsOf(replayed).map(found => (found.state === 'sold' ? seatsOf(found) : 0))))
      }),
    without: () =>
      foldWithout(decideRelease, '../inventory/decide-release.ts', real => ({
        decideRelease: (found, release) =>
          real.decideRelease(found?.state === 'sold' ? { ...found, returnedSeats: [] } : found, release),
      })),
  },
  {
    name: "no site can touch another site's hold",
    property: fold =>
      fc.property(openedLog(fc.oneof(meeting(fc.constant(site('a'))), attacks)), entries => {
        const left = (log: readonly LogEntry[]) => holdsOf(replay(fold, log)).filter(found => found.site === site('a'))
        const peaceful = entries.map(entry =>
          'site' in entry.said && entry.said.site === site('b') ? { ...entry, said: { kind: 'empty' } as Said } : entry,
        )
        expect(left(entries)).toEqual(left(peaceful))
      }),
    without: () => foldWithout(ids, '../inventory/ids.ts', () => ({ holdKey: ref => `${ref.game}|${ref.id}` })),
  },
  {
    name: 'every counter is the sum of the rows it counts',
    property: fold =>
      fc.property(openedLog(anything), entries => {
        const { whole } = replay(fold, entries, { tools: twoVersions })
        for (const { game: number, categories } of whole.games.values()) {
          for (const counted of categories.values()) {
            const rows = [...whole.holds.values()].filter(row => row.game === number && row.category === counted.category)
            const held = rows.filter(row => row.state === 'held')
            expect(counted.held).toBe(sum(held.map(seatsOf)))
            expect(sum(counted.heldBySite.values())).toBe(counted.held)
            expect(counted.sold).toBe(sum(rows.filter(row => row.state === 'sold').map(seatsOf)))
            const pendings = whole.queues.get(ids.categoryKey({ game: number, category: counted.category }))?.pendings ?? []
            expect(counted.announcedPending).toBe(sum(pendings.map(({ quantity }) => quantity)))
          }
        }
        for (const { game: number, buyer, held } of whole.buyers.values()) {
          const rows = [...whole.holds.values()].filter(row => row.game === number && row.buyer === buyer)
          expect(held).toBe(sum(rows.filter(row => row.state === 'held').map(seatsOf)))
        }
      }),
    without: () => foldWithout(queue, '../inventory/queue.ts', () => ({ takeThrough: () => 0, takeOldest: () => 1 })),
  },
  {
    name: 'the digest tells any two different copies apart, and knows equal ones however they were batched',
    property: fold =>
      fc.property(openedLog(ofHolds()), fc.integer({ min: 1, max: 5 }), (entries, size) => {
        const stated = { kind: 'digest-stated', site: site('a'), sentAtMs: null, partition: 0, state: null, at: null } as const
        const end: LogEntry = { offset: entries.length, timestampMs: 1_000, stampedBy: 'log', said: stated }
        const one = replay(fold, [...entries, end])
        const [first] = one.digests
        expect(replay(fold, [...entries, end], { sizes: [size] }).digests).toEqual([first])
        const [row] = one.whole.holds.values()
        fc.pre(row !== undefined)
        const other = replay(fold, entries).whole
        other.games.set(row.game, { ...stockOf(other, row.game), holdsSum: 1n })
        expect(replay(fold, [end], { whole: other }).digests).not.toEqual([first])
      }),
    without: () =>
      foldWithout(digest, '../inventory/digest.ts', real => ({
        digestOf: (partition, games, pendingsOf, sha256) =>
          real.digestOf(partition, games.map(found => ({ ...found, holdsSum: 0n })), pendingsOf, sha256),
      })),
  },
]

/** What is said of a hold without changing it. */
const passing: JournalKind[] = ['hold-repeated', 'hold-conflict', 'sale-repeated', 'sale-refused', 'release-ignored', 'notice']

const relistings: fc.Arbitrary<Said> = anything.filter(({ kind }) => kind === 'list-published' || kind === 'ticked')

/** A hold that no arbitrary log names, by a buyer of its own. */
const fresh = {
  kind: 'hold-requested', site: site('a'), sentAtMs: null, hold: hold(99), game: game(1), category: 1 as never,
  quantity: 1, price: 10, buyer: 'fresh' as never, ttlMs: null, country: null,
} as const

const seatsOf = (row: Hold): number => (row.state === 'sold' ? standingSeats(row).length : row.quantity)
const soldCounters = ({ whole }: Replayed): number =>
  sum([...whole.games.values()].flatMap(({ categories }) => [...categories.values()].map(({ sold }) => sold)))

const stockOf = (whole: Replayed['whole'], number: Hold['game']) => whole.games.get(number) ?? stock.emptyGame(number)

const countersOf = (whole: Replayed['whole']) => ({
  categories: [...whole.games.values()].map(({ categories }) => categories),
  buyers: [...whole.buyers.values()].filter(({ held, sold }) => held + sold > 0),
})

/** Site b says things about holds it does not own; it asks for none of its own, so that it takes no seats. */
const attacks: fc.Arbitrary<Said> = meeting(fc.constant(site('b'))).filter(({ kind }) => kind !== 'hold-requested')

describe('the fold', () => {
  it.each(laws)('$name', ({ property }) => {
    fc.assert(property(foldBatch), { numRuns: 300 })
  })
})

describe('with its rule taken away', () => {
  it.each(laws)('it is not true that $name', async ({ property, without }) => {
    const broken = await without()
    expect(fc.check(property(broken), { numRuns: 2_000 }).failed).toBe(true)
  })
})
