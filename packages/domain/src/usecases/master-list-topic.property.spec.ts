import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { GameListing } from '../game/listing.ts'
import type { JournalEntry } from '../inventory/journal.ts'
import { listingText } from '../inventory/list-text.ts'
import type { KeptFeed } from '../ports/kept-feed.ts'
import { listingOf } from '../testing/listing.ts'
import { littleFeed, lists } from '../testing/little-feed.ts'
import { littleKeptFeed } from '../testing/little-kept-feed.ts'
import { littleLog, littleSite, say } from '../testing/little-site.ts'
import type { Guard } from '../testing/little-store.ts'
import { littleStore, unguarded } from '../testing/little-store.ts'
import type { Mishap } from '../testing/mishap.ts'
import { mishap, mishaps } from '../testing/mishap.ts'
import { federationOf, listed, opening } from '../testing/world.ts'
import { takeFeed } from './take-feed.ts'
import { tellAgainMs, tellOthers } from './tell-others.ts'

type World = ReturnType<typeof worldOf>

const federation = federationOf(1)
const terms = { currency: 'USD', limits: { perBuyer: 6, holdMaxMs: 100 } }

/** Game 1 was opened by hand; what a process of the publisher's site does goes through its guard. */
function worldOf() {
  const log = littleLog()
  const store = littleStore()
  const topic = littleFeed()
  const keeping = littleKeptFeed(store)
  for (const what of [opening(), listed(1, { 1: 8 })]) say(log, what)
  const process = (guard: Guard, broken: (kept: KeptFeed) => Partial<KeptFeed>) => {
    const site = littleSite(log, store, federation, { guard })
    const kept = guarded({ ...keeping.kept, ...broken(keeping.kept) }, guard)
    const feed = { ...topic.feed, publish: guardedBy(guard, 'append', topic.feed.publish) }
    const at = ({ offset }: { readonly offset: number }) =>
      Promise.resolve(store.journal.filter(line => line.offset === offset))
    const journal = { at, since: () => Promise.resolve([] as JournalEntry[]) }
    const ports = { ...site, kept, feed, journal, isMessageSignedBy: () => true }
    return { take: () => takeFeed(ports, federation, terms, 0), tell: () => tellOthers(ports) }
  }
  return { log, store, topic, ...keeping, process, site: littleSite(log, store, federation) }
}

const guardedBy =
  <Asked extends unknown[], Answer>(guard: Guard, name: string, work: (...asked: Asked) => Promise<Answer>) =>
    async (...asked: Asked): Promise<Answer> => guard(name, () => work(...asked))

const guarded = (kept: KeptFeed, guard: Guard): KeptFeed => ({
  position: guardedBy(guard, 'position', kept.position),
  games: guardedBy(guard, 'games', kept.games),
  listings: guardedBy(guard, 'listings', kept.listings),
  commit: guardedBy(guard, 'commit', kept.commit),
  untold: guardedBy(guard, 'untold', kept.untold),
  take: guardedBy(guard, 'take', kept.take),
  retake: guardedBy(guard, 'retake', kept.retake),
  leave: guardedBy(guard, 'leave', kept.leave),
})

const seats = fc.constantFrom(8, 9, 10)
const gameNumber = fc.constantFrom(1, 2, 3)

type Step =
  | { readonly kind: 'brings'; readonly listing: GameListing }
  | { readonly kind: 'changes'; readonly number: number; readonly seats: number }
  | { readonly kind: 'takes' | 'tells'; readonly wrong: readonly Mishap[] }
  | { readonly kind: 'passes'; readonly ms: number }

const peaceful: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('brings' as const), listing: fc.tuple(gameNumber, seats).map(([number, of]) =>
    listingOf(number, { 1: of })) }),
  fc.record({ kind: fc.constant('changes' as const), number: gameNumber, seats }),
  fc.record({ kind: fc.constant('passes' as const), ms: fc.constantFrom(1, tellAgainMs + 1) }),
  fc.record({ kind: fc.constantFrom('takes' as const, 'tells' as const), wrong: fc.constant([]) }),
)
const mishapful: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('takes' as const, 'tells' as const), wrong: fc.array(mishap, { maxLength: 2 }),
})

/** What goes wrong goes wrong twice at most: a message is published no more often than three times. */
const steps = fc
  .tuple(fc.array(peaceful, { maxLength: 6 }), mishapful, fc.array(peaceful, { maxLength: 6 }), mishapful)
  .map(([first, wrong, second, worse]) => [...first, wrong, ...second, worse])

const whole = () => ({})

async function run(world: World, all: readonly Step[], broken: (kept: KeptFeed) => Partial<KeptFeed>): Promise<void> {
  for (const step of all) {
    if (step.kind === 'brings') world.topic.say(lists(step.listing))
    else if (step.kind === 'passes') world.log.nowMs += step.ms
    else if (step.kind === 'changes') await change(world, step.number, step.seats)
    else {
      const process = world.process(mishaps(world.log, step.wrong), broken)
      await (step.kind === 'takes' ? process.take() : process.tell()).catch((error: unknown) => {
        expect(error).toBeInstanceOf(Error)
      })
    }
  }
  await settle(world, broken)
}

/** The operator publishes another list of a game that is open. */
async function change(world: World, number: number, of: number): Promise<void> {
  await world.site.consume()
  const list = [...world.store.whole.games.values()].find(({ game }) => game === number)?.list
  if (list === null || list === undefined) return
  say(world.log, listed(list.version + 1, { 1: of }, { number }))
  await world.site.consume()
}

/** Healthy processes, until nothing is left to do. */
async function settle(world: World, broken: (kept: KeptFeed) => Partial<KeptFeed>): Promise<void> {
  for (let rest = 0; rest < 4; rest++) {
    world.log.nowMs += tellAgainMs + 1
    const { take, tell } = world.process(unguarded, broken)
    await take()
    await tell()
    await take()
  }
}

type Value = { readonly matchNumber: number; readonly availability: { readonly category1: { available: number } } }

const toldOf = ({ topic }: World): Value[] => topic.told.map(({ value }) => JSON.parse(value) as Value)

const broughtOf = ({ topic }: World): GameListing[] =>
  topic.entries.flatMap(({ said }) => (said.kind === 'game-listed' ? [said.listing] : []))

/** Every game that the topic named is open, what it said last is known, and changes were told once each. */
function check(world: World): void {
  const { store, listings } = world
  const applied = store.journal.filter(({ kind }) => kind === 'list-applied')
  for (const listing of broughtOf(world)) {
    const { game } = listing
    expect(store.whole.games.get(game)?.list).not.toBeNull()
    const last = broughtOf(world).findLast(one => one.game === game) ?? listing
    expect(listingText(listings.get(game)?.listing ?? listing)).toBe(listingText(last))
  }
  for (const { game, list } of store.whole.games.values()) {
    const told = toldOf(world).filter(({ matchNumber }) => matchNumber === game)
    const versions = applied.filter(line => line.game === game).length
    expect(told.length).toBeLessThanOrEqual(game === 1 ? versions : versions - 1)
    const isChanged = game === 1 || (list?.version ?? 0) > 1
    if (isChanged) expect(told.at(-1)?.availability.category1.available).toBe(list?.listing.categories[0]?.capacity)
  }
}

const holds = (broken: (kept: KeptFeed) => Partial<KeptFeed> = whole) =>
  fc.asyncProperty(steps, async all => {
    const world = worldOf()
    await world.site.consume()
    await world.process(unguarded, broken).tell()
    await run(world, all, broken)
    check(world)
  })

const fails = async (broken: (kept: KeptFeed) => Partial<KeptFeed>): Promise<boolean> =>
  (await fc.check(holds(broken), { numRuns: 3_000, endOnFailure: true })).failed

describe('the master-list topic at its publisher\'s site', () => {
  it('is taken whole and told of changes once each, whatever dies or is lost on the way', () =>
    fc.assert(holds(), { numRuns: 300 }))

  it('is not where its place moves without what was made of it', async () => {
    expect(await fails(kept => ({ commit: batch => kept.commit({ ...batch, listings: [] }) }))).toBe(true)
  })

  it('is not where nobody notes what was told', async () => {
    expect(await fails(() => ({ take: () => Promise.resolve(true) }))).toBe(true)
  })

  it('is not where its own messages are not looked for', async () => {
    expect(await fails(kept => ({ commit: batch => kept.commit({ ...batch, seen: [] }) }))).toBe(true)
  })
})
