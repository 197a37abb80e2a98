import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { announcement, holdRequest, release, relisting, sale } from '../testing/arbitrary-log.ts'
import type { Model } from '../testing/model.ts'
import { announcedOf, emptyModel, freeOf, hear, offerOf, pendingOf, seatsOf, terms } from '../testing/model.ts'
import { narrowTo } from '../testing/narrow.ts'
import { foldWithout } from '../testing/sabotage.ts'
import type { Fold } from '../testing/world.ts'
import {
  buyer, category, federationOf, game, listed, logOf, nothing, opening, replay, toolsFor,
} from '../testing/world.ts'
import * as decideHold from './decide-hold.ts'
import * as decideList from './decide-list.ts'
import * as ends from './ends.ts'
import type { HoldRequested, Said } from './entry.ts'
import { foldBatch } from './fold.ts'
import type { Hold } from './hold.ts'
import { standingSeats } from './hold.ts'
import { buyerKey } from './ids.ts'
import * as queue from './queue.ts'
import * as stock from './stock.ts'
import type { WholePartition } from './whole.ts'
import { emptyWhole } from './whole.ts'

type Site = { readonly fold: Fold; readonly whole: WholePartition }

const { quantityMax, siteHeldMax, announcedTtlMs } = terms
const tools = toolsFor(federationOf(1, { wireQuantityMax: quantityMax, siteHeldMax, announcedTtlMs }))

/** Say something that may depend on what the model knows, `leapMs` after what was said before. */
class Say implements fc.Command<Model, Site> {
  readonly saying: (model: Model) => Said
  readonly leapMs: number
  said: Said = nothing

  constructor(saying: (model: Model) => Said, leapMs: number) {
    this.saying = saying
    this.leapMs = leapMs
  }

  check(): boolean {
    return true
  }

  run(model: Model, site: Site): void {
    const said = this.saying(model)
    this.said = said
    const atMs = model.nowMs + this.leapMs
    const entries = logOf([said], { fromMs: atMs, firstOffset: site.whole.partition.nextOffset })
    const oversold = hear(model, said, atMs)
    const { journal } = replay(site.fold, entries, { tools, whole: site.whole, load: narrowTo })
    const reported = journal.filter(({ kind }) => kind === 'oversold').map(line => line.quantity ?? 0)
    expect(reported.reduce((total, seats) => total + seats, 0)).toBe(oversold)
    compare(model, site.whole)
  }

  toString(): string {
    return `+${this.leapMs} ms ${JSON.stringify(this.said)}`
  }
}

const compare = (model: Model, whole: WholePartition): void => expect(seenIn(whole)).toEqual(countedBy(model))

const games = [1, 2].map(game)
const categories = [1, 2, 3].map(category)
const buyers = [1, 2, 3].map(buyer)

function countedBy(model: Model) {
  return {
    nowMs: model.nowMs,
    holds: new Map([...model.holds].map(([key, { state, seats }]) => [key, [state, isStanding(state) ? seats : null]])),
    counters: games.flatMap(number => categories.map(which => [
      model.lists.get(number)?.version, offerOf(model, number, which) !== undefined, freeOf(model, number, which),
      announcedOf(model, number, which), pendingOf(model, number, which),
    ])),
    tallies: games.flatMap(number => buyers.map(one => {
      const isTheirs = (asked: HoldRequested) => asked.game === number && asked.buyer === one
      return [seatsOf(model, 'held', isTheirs), seatsOf(model, 'sold', isTheirs)]
    })),
  }
}

function seenIn(whole: WholePartition) {
  const stockOf = (number: Hold['game']) => whole.games.get(number) ?? stock.emptyGame(number)
  return {
    nowMs: whole.partition.logTimeMs,
    holds: new Map([...whole.holds].map(([key, hold]) => [key, tell(hold)])),
    counters: games.flatMap(number => categories.map(which => {
      const counted = stockOf(number).categories.get(which) ?? stock.emptyCategory(which)
      const { listed: isListed, announcedSold, announcedPending } = counted
      return [stockOf(number).list?.version, isListed, stock.sellable(counted), announcedSold, announcedPending]
    })),
    tallies: games.flatMap(number => buyers.map(one => {
      const tally = whole.buyers.get(buyerKey({ game: number, buyer: one }))
      return [tally?.held ?? 0, tally?.sold ?? 0]
    })),
  }
}

const isStanding = (state: string): boolean => state === 'held' || state === 'sold'

function tell(hold: Hold): [state: string, seats: ReadonlySet<number> | null] {
  if (hold.state === 'refused') return [`refused: ${hold.refusal.kind}`, null]
  if (hold.state === 'sold') return [hold.state, new Set(standingSeats(hold))]
  return [hold.state, isStanding(hold.state) ? new Set(seatNumbers(hold)) : null]
}

const seatNumbers = ({ quantity }: Hold): number[] => Array.from({ length: quantity }, (_, index) => index + 1)

const leap = fc.oneof(
  { weight: 6, arbitrary: fc.nat(4) },
  { weight: 1, arbitrary: fc.constantFrom(39, 40, 99, 100, 300) },
)
const say = (saying: fc.Arbitrary<(model: Model) => Said>) =>
  fc.tuple(saying, leap).map(([what, leapMs]) => new Say(what, leapMs))
const plainly = (said: fc.Arbitrary<Said>) => say(said.map(what => () => what))

/** Say of the hold that is the `pick`-th, on its own terms, what `what` says. */
const ofHold = (what: fc.Arbitrary<(asked: HoldRequested) => Said>) =>
  say(fc.tuple(fc.nat(), what).map(([pick, saying]) => (model: Model) => {
    const holds = [...model.holds.values()]
    const hold = holds[pick % Math.max(1, holds.length)]
    return hold === undefined ? nothing : saying(hold.asked)
  }))

/** A request that only what was sold before can stand against. */
const asking = plainly(fc.tuple(holdRequest(), fc.integer({ min: 1, max: 3 })).map(([said, quantity]) => ({
  ...said, game: game(1), price: 10, quantity,
})))
const buying = ofHold(fc.constant(asked => ({ ...asked, kind: 'sale-requested' as const })))
const givingBack = ofHold(
  fc.tuple(fc.constantFrom('released', 'refunded'), fc.option(fc.subarray([1, 2, 3]), { nil: null }))
    .map(([reason, seats]) => asked => ({
      ...asked, kind: 'release-requested' as const, reason, seats, quantity: seats?.length ?? asked.quantity,
    })),
)
const again = say(fc.nat().map(pick => model => model.history[pick % Math.max(1, model.history.length)] ?? nothing))

const commands = fc.commands(
  [
    plainly(holdRequest()), asking, asking, buying, buying, givingBack, again,
    plainly(announcement), plainly(relisting), plainly(sale()), plainly(release()), plainly(fc.constant(nothing)),
  ],
  { maxCommands: 80 },
)

/** Whatever is said, the fold and the model agree after every record. */
const agreement = (fold: Fold) =>
  fc.property(commands, fc.integer({ min: 4, max: 14 }), (said, capacity) => {
    const start: Said[] = [opening(), listed(1, { 1: capacity, 2: 3 })]
    fc.modelRun(() => {
      const site = { fold, whole: emptyWhole(0) }
      const model = emptyModel()
      for (const what of start) new Say(() => what, 1).run(model, site)
      return { model, real: site }
    }, said)
  })

const broken: { readonly name: string; readonly without: () => Promise<Fold> }[] = [
  {
    name: 'a hold outlives its time',
    without: () => foldWithout(ends, '../inventory/ends.ts', () => ({ endDueHolds: () => {} })),
  },
  {
    name: 'an announced pending never returns',
    without: () => foldWithout(ends, '../inventory/ends.ts', () => ({ returnDuePendings: () => {} })),
  },
  {
    name: 'announced sales are forgotten',
    without: () =>
      foldWithout(stock, '../inventory/stock.ts', real => ({
        sellable: category => real.sellable({ ...category, announcedSold: 0 }),
      })),
  },
  {
    name: 'a site may hold any share',
    without: () =>
      foldWithout(decideHold, '../inventory/decide-hold.ts', real => ({
        decideHold: (scene, request) =>
          real.decideHold({ ...scene, settings: { ...scene.settings, siteHeldMax: null } }, request),
      })),
  },
  {
    name: 'a confirmed pending is counted twice',
    without: () => foldWithout(queue, '../inventory/queue.ts', () => ({ takeOldest: () => 0 })),
  },
  {
    name: 'a list may take committed seats away',
    without: () =>
      foldWithout(decideList, '../inventory/decide-list.ts', real => ({
        decideList: (game, published) => {
          const decision = real.decideList(game, published)
          if (decision.kind === 'applied' || decision.refusal.kind !== 'below-committed') return decision
          return real.decideList({ ...game, categories: new Map() }, published)
        },
      })),
  },
]

describe('the fold and a model that only counts', () => {
  it('agree on every hold and every number, after every record', () => {
    fc.assert(agreement(foldBatch), { numRuns: 300 })
  })

  it.each(broken)('part company when $name', async ({ without }) => {
    const fold = await without()
    expect(fc.check(agreement(fold), { numRuns: 5_000, endOnFailure: true }).failed).toBe(true)
  })
})
