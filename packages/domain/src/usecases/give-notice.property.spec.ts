import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Said } from '../inventory/entry.ts'
import type { SiteCopy } from '../ports/site-copy.ts'
import { meeting, ofHolds } from '../testing/arbitrary-log.ts'
import type { LittleSite } from '../testing/little-site.ts'
import { littleLog, littleSite, say } from '../testing/little-site.ts'
import type { Guard } from '../testing/little-store.ts'
import { littleStore, unguarded } from '../testing/little-store.ts'
import type { Mishap } from '../testing/mishap.ts'
import { mishap, mishaps } from '../testing/mishap.ts'
import { federationOf, listed, nothing, opening, site } from '../testing/world.ts'
import { giveNotice, noticeAgainMs } from './give-notice.ts'

type World = ReturnType<typeof worldOf>

/** Site a of a federation that has a site which does not wait, and what was said of its holds. */
function worldOf(said: readonly Said[]) {
  const log = littleLog()
  const store = littleStore()
  const federation = federationOf(1)
  for (const what of [opening(), listed(1, { 1: 5, 2: 3 }), ...said]) say(log, what)
  return { log, store, process: (guard: Guard = unguarded) => littleSite(log, store, federation, { guard }) }
}

/** The ports of a round, each operation behind the process's guard, and one of them perhaps broken. */
function portsOf(process: LittleSite, guard: Guard, broken: (copy: SiteCopy) => Partial<SiteCopy>) {
  const { copy } = process
  const { partition, takeNotices, leaveNotices } = { ...copy, ...broken(copy) }
  return {
    ...process,
    copy: {
      partition: async (at: number) => guard('partition', () => partition(at)),
      takeNotices: async (...asked: Parameters<typeof takeNotices>) => guard('take', () => takeNotices(...asked)),
      leaveNotices: async (...asked: Parameters<typeof leaveNotices>) => guard('leave', () => leaveNotices(...asked)),
    },
  }
}

const whole = () => ({})

async function round(world: World, guard: Guard, broken: (copy: SiteCopy) => Partial<SiteCopy> = whole) {
  await giveNotice(portsOf(world.process(guard), guard, broken), 0).catch((error: unknown) => {
    expect(error).toBeInstanceOf(Error)
  })
}

const countedBy = (keys: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

const reasonOf: Readonly<Record<string, string>> = {
  'hold-refused': 'refused', 'sale-refused': 'refused', 'hold-expired': 'expired',
  'hold-repeated': 'duplicate', 'hold-conflict': 'duplicate',
}

/** What others should have been told, by the journal. */
const causes = ({ store }: World): Map<string, number> => countedBy(store.journal.flatMap(line => {
  const reason = reasonOf[line.kind]
  const quantity = line.quantity ?? 0
  const isOwed = reason !== undefined && line.site === site('a') && quantity >= 1 && quantity <= 3
  return isOwed ? [`${line.game}|${line.category}|${line.hold}|${quantity}|${line.price}|${reason}`] : []
}))

/** What they were told, by the log. */
const told = ({ log }: World): Map<string, number> => countedBy(log.entries.flatMap(({ said }) => {
  if (said.kind !== 'release-requested' || !Object.values(reasonOf).includes(said.reason)) return []
  return [`${said.game}|${said.category}|${said.hold}|${said.quantity}|${said.price}|${said.reason}`]
}))

/** Nobody was told twice of one thing. */
function expectNoneTooMany(world: World): void {
  const owed = causes(world)
  for (const [key, count] of told(world)) expect(count).toBeLessThanOrEqual(owed.get(key) ?? 0)
}

/** Healthy processes, one after the other, until nothing is owed. */
async function expectAllInTheEnd(world: World): Promise<void> {
  for (let rest = 0; rest < 4; rest++) {
    world.log.nowMs += noticeAgainMs + 1
    say(world.log, nothing)
    await world.process().consume()
    await round(world, unguarded)
    await world.process().consume()
    expectNoneTooMany(world)
  }
  expect(told(world)).toEqual(causes(world))
}

const ofSiteA = fc.constant(site('a'))
const isNotice = (said: Said): boolean => said.kind === 'release-requested' && said.reason === 'expired'
const saidOfHolds = fc
  .array(fc.oneof(ofHolds(ofSiteA), meeting(ofSiteA)), { maxLength: 20 })
  .map(said => said.filter(one => !isNotice(one)))

type Step =
  | { readonly kind: 'round'; readonly wrong: readonly Mishap[] }
  | { readonly kind: 'consume'; readonly max: number }
  | { readonly kind: 'pass'; readonly ms: number }

const quiet: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('consume' as const), max: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1, 150, noticeAgainMs + 1) }),
)
const badRound: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('round' as const), wrong: fc.array(mishap, { maxLength: 2 }),
})
const quietly = fc.array(quiet, { maxLength: 3 })

/** No more rounds go wrong than a notice is tried again after. */
const steps = fc.tuple(quietly, badRound, quietly, badRound, quietly).map(parts => parts.flat())

const oneEach = (broken: (copy: SiteCopy) => Partial<SiteCopy> = whole) =>
  fc.asyncProperty(saidOfHolds, steps, async (said, all) => {
    const world = worldOf(said)
    await world.process().consume()
    for (const step of all) {
      if (step.kind === 'pass') world.log.nowMs += step.ms
      else if (step.kind === 'consume') {
        say(world.log, nothing)
        await world.process().consume(step.max)
      } else await round(world, mishaps(world.log, step.wrong), broken)
    }
    await world.process().consume()
    expectNoneTooMany(world)
    await expectAllInTheEnd(world)
  })

const inAnyOrder = (broken: (copy: SiteCopy) => Partial<SiteCopy> = whole) =>
  fc.asyncProperty(saidOfHolds, fc.scheduler(), async (said, scheduler) => {
    const world = worldOf(said)
    await world.process().consume()
    const guard: Guard = async (name, operation) => {
      await scheduler.schedule(Promise.resolve(), name)
      return operation()
    }
    const consume = async (): Promise<void> => {
      await scheduler.schedule(Promise.resolve(), 'consume')
      await world.process().consume()
    }
    const all = [round(world, guard, broken), round(world, guard, broken), consume(), round(world, guard, broken)]
    await scheduler.waitFor(Promise.all(all))
    await world.process().consume()
    expectNoneTooMany(world)
    await expectAllInTheEnd(world)
  })

/** Notices are handed out, and nobody remembers it. */
const unmarked = (copy: SiteCopy): Partial<SiteCopy> => ({
  takeNotices: async (partition, terms, max) => {
    const taken = await copy.takeNotices(partition, terms, max)
    await copy.leaveNotices(partition, taken)
    return taken
  },
})

/** They are handed out again although what stands in the log is not known. */
const unread = (copy: SiteCopy): Partial<SiteCopy> => ({
  takeNotices: (partition, terms, max) => copy.takeNotices(partition, { ...terms, end: 0 }, max),
})

describe('one notice each', () => {
  it('is given whatever dies or is lost on the way', () => fc.assert(oneEach(), { numRuns: 200 }))

  it('is given by processes that work side by side', () => fc.assert(inAnyOrder(), { numRuns: 200 }))

  it('is not where nobody remembers who took it', async () => {
    expect((await fc.check(inAnyOrder(unmarked), { numRuns: 300, endOnFailure: true })).failed).toBe(true)
  })

  it('is not where the log was not read to its end', async () => {
    expect((await fc.check(oneEach(unread), { numRuns: 1_000, endOnFailure: true })).failed).toBe(true)
  })
})
