import { expect } from '@jest/globals'
import fc from 'fast-check'
import { gameNumber } from '../game/ids.ts'
import { anything, meeting, ofHolds, openedLog, waitingSite } from '../testing/arbitrary-log.ts'
import type { Law } from '../testing/law.ts'
import { atEachStep, holdTo, twoVersions } from '../testing/law.ts'
import { foldWithout } from '../testing/sabotage.ts'
import type { Replayed } from '../testing/world.ts'
import { game, hold, nothing, replay, site } from '../testing/world.ts'
import * as decideHold from './decide-hold.ts'
import * as decideList from './decide-list.ts'
import * as decideRelease from './decide-release.ts'
import * as decideSale from './decide-sale.ts'
import * as ends from './ends.ts'
import type { LogEntry, Said } from './entry.ts'
import type { Hold } from './hold.ts'
import { standingSeats } from './hold.ts'
import * as ids from './ids.ts'
import type { JournalKind } from './journal.ts'
import * as queue from './queue.ts'
import * as stock from './stock.ts'

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0)
const holdsOf = (replayed: Replayed): Hold[] => [...replayed.whole.holds.values()]
const oneToThree = fc.integer({ min: 1, max: 3 })

const laws: Law[] = [
  {
    name: 'never more is held and sold than there is',
    property: fold =>
      fc.property(openedLog(ofHolds()), entries => {
        atEachStep(fold, entries, ({ whole }) => {
          for (const { categories } of whole.games.values()) {
            for (const { held, sold, capacity } of categories.values()) {
              expect(held + sold).toBeLessThanOrEqual(capacity)
            }
          }
        })
      }),
    without: () => foldWithout(stock, '../inventory/stock.ts', () => ({ sellable: category => category.capacity })),
  },
  {
    name: 'nothing is granted beyond what announcements and lists leave',
    property: fold =>
      fc.property(openedLog(anything), entries => {
        atEachStep(fold, entries, ({ whole, journal }) => {
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
        decideList: (before, said) => real.decideList(before, { ...said, version: (before.list?.version ?? 0) + 1 }),
      })),
  },
  {
    name: 'what took effect on a hold has none when it is said again, at whatever time',
    property: fold =>
      fc.property(openedLog(fc.oneof(ofHolds(), meeting())), fc.nat(), (entries, pick) => {
        const { journal, whole } = replay(fold, entries)
        const effective = new Set(journal.filter(({ kind }) => effects.includes(kind)).map(({ offset }) => offset))
        const again = entries.filter(({ offset }) => effective.has(offset))
        const replayed = again[pick % Math.max(1, again.length)]
        fc.pre(replayed !== undefined)
        const twice = replay(fold, [...entries, { ...replayed, offset: entries.length }])
        expect({ ...twice.whole, partition: null }).toEqual({ ...whole, partition: null })
      }),
    without: () => {
      let asked = 0
      return foldWithout(ids, '../inventory/ids.ts', real => ({ holdKey: ref => `${real.holdKey(ref)}#${asked++}` }))
    },
  },
  {
    name: 'what is sellable, per buyer and per site comes back exactly after a release or an expiry',
    property: fold =>
      fc.property(openedLog(ofHolds()), fc.boolean(), oneToThree, (entries, isReleased, quantity) => {
        const calm = { said: nothing, timestampMs: 10_000, stampedBy: 'log' as const }
        const quiet = [...entries, { ...calm, offset: entries.length }]
        const said = { ...fresh, quantity }
        const request = { ...calm, said, offset: quiet.length }
        const release = { ...said, kind: 'release-requested', reason: 'released', seats: null } as const
        const end = isReleased ? { ...calm, said: release } : { ...calm, timestampMs: 20_000 }
        const after = replay(fold, [...quiet, request, { ...end, offset: quiet.length + 1 }])
        expect(countersOf(after.whole)).toEqual(countersOf(replay(fold, quiet).whole))
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
        atEachStep(fold, entries, replayed => {
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
    name: 'a seat returns at most once, however refunds are listed or repeated',
    property: fold =>
      fc.property(openedLog(meeting(fc.constant(site('a')))), entries => {
        const replayed = replay(fold, entries)
        const refunds = replayed.journal.filter(({ kind }) => kind === 'hold-refunded')
        for (const of of Map.groupBy(refunds, line => `${line.game}|${line.site}|${line.hold}`).values()) {
          const seats = of.flatMap(({ detail }) => detail?.['seats'])
          expect(new Set(seats).size).toBe(seats.length)
        }
        const soldNow = holdsOf(replayed).filter(({ state }) => state === 'sold')
        expect(soldCounters(replayed)).toBe(sum(soldNow.map(seatsOf)))
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
        const isByB = ({ said }: LogEntry) => 'site' in said && said.site === site('b')
        const peaceful = entries.map(entry => (isByB(entry) ? { ...entry, said: nothing } : entry))
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
            const ofGame = [...whole.holds.values()].filter(row => row.game === number)
            const rows = ofGame.filter(row => row.category === counted.category)
            const held = rows.filter(row => row.state === 'held')
            expect(counted.held).toBe(sum(held.map(seatsOf)))
            expect(sum(counted.heldBySite.values())).toBe(counted.held)
            expect(counted.sold).toBe(sum(rows.filter(row => row.state === 'sold').map(seatsOf)))
            const queued = whole.queues.get(ids.categoryKey({ game: number, category: counted.category }))
            expect(counted.announcedPending).toBe(sum((queued?.pendings ?? []).map(({ quantity }) => quantity)))
          }
        }
        for (const { game: number, buyer, held, sold } of whole.buyers.values()) {
          const rows = [...whole.holds.values()].filter(row => row.game === number && row.buyer === buyer)
          expect(held).toBe(sum(rows.filter(row => row.state === 'held').map(seatsOf)))
          expect(sold).toBe(sum(rows.filter(row => row.state === 'sold').map(seatsOf)))
        }
      }),
    without: () => foldWithout(queue, '../inventory/queue.ts', () => ({ takeThrough: () => 0, takeOldest: () => 1 })),
  },
]

/** What is said of a hold without changing it. */
const passing: JournalKind[] = [
  'hold-repeated', 'hold-conflict', 'sale-repeated', 'sale-refused', 'release-ignored', 'notice',
]

/** What is said of a hold and changes it. */
const effects: JournalKind[] = ['hold-granted', 'hold-refused', 'hold-sold', 'hold-released', 'hold-refunded']

const relistings: fc.Arbitrary<Said> = anything.filter(({ kind }) => kind === 'list-published' || kind === 'ticked')

/** A hold that no arbitrary log names, by a buyer of its own. */
const fresh = {
  kind: 'hold-requested', site: site('a'), sentAtMs: null, hold: hold(99), game: game(1), category: 1 as never,
  quantity: 1, price: 10, buyer: 'fresh' as never, ttlMs: null, country: null,
} as const

const seatsOf = (row: Hold): number => (row.state === 'sold' ? standingSeats(row).length : row.quantity)
const soldCounters = ({ whole }: Replayed): number =>
  sum([...whole.games.values()].flatMap(({ categories }) => [...categories.values()].map(({ sold }) => sold)))

const countersOf = (whole: Replayed['whole']) => ({
  categories: [...whole.games.values()].map(({ categories }) => categories),
  buyers: [...whole.buyers.values()].filter(({ held, sold }) => held + sold > 0),
})

/** Site b says things about holds it does not own; it asks for none of its own, so that it takes no seats. */
const attacks: fc.Arbitrary<Said> = meeting(fc.constant(site('b'))).filter(({ kind }) => kind !== 'hold-requested')

holdTo(laws)
