import { isDeepStrictEqual } from 'node:util'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { openMemorySite } from '@matchday/adapters/memory/open-site'
import type { MemorySiteStore } from '@matchday/adapters/memory/site-store'
import { createMemorySiteStore, storedPartition } from '@matchday/adapters/memory/site-store'
import type { BatchCommit, SiteCopy } from '@matchday/domain/ports/site-copy'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { MemberId } from '@matchday/domain/ports/membership'
import { Registry } from 'prom-client'
import type { Consumer } from './daemon.ts'
import { startConsumer } from './daemon.ts'
import { rolesOf } from './ownership.ts'
import { attendEveryMs } from './share-partitions.ts'
import { handBackMs, standByMs } from './stand-by.ts'
import type { Killable } from './testing/killable.ts'
import { killable } from './testing/killable.ts'
import { createLines, newMember } from './testing/parts.ts'
import { replayLog } from './testing/replayed-rows.ts'
import type { SharedLog } from './testing/shared-log.ts'
import { openSharedLog } from './testing/shared-log.ts'
import type { VirtualTime } from './testing/virtual-time.ts'
import { createVirtualTime } from './testing/virtual-time.ts'

let time: VirtualTime
let shared: SharedLog
beforeEach(async () => {
  time = createVirtualTime(1_000_000)
  shared = await openSharedLog(time.clock, 6)
})

type Member = Omit<Killable, 'parts'> & {
  readonly id: MemberId
  readonly consumer: Consumer
  /** Partitions of which it committed a batch. */
  readonly folded: Set<number>
}

/** What stands between a consumer and the copy that it shares with others. */
type Between = (copy: SiteCopy, kill: () => void) => SiteCopy

/** One more consumer of the site whose rows those are. */
function join(store: MemorySiteStore, site = 'a', between: Between = copy => copy): Member {
  const { copy, decisions, reservations, convergence, membership } = openMemorySite(store, time.clock)
  const id = newMember()
  const folded = new Set<number>()
  const { parts, kill, isKilled } = killable({
    site: site as SiteId, federation: shared.federation, tools: shared.tools, salesLog: shared.open(),
    decisions, reservations, convergence, member: id, membership,
    copy: between({
      ...copy,
      commit: async batch => {
        const outcome = await copy.commit(batch)
        if (outcome === 'committed') folded.add(batch.changes.partition.partition)
        return outcome
      },
    }, () => kill()),
    clock: time.clock, chance: () => 0.5, pause: time.pause, log: createLines().log, registry: new Registry(),
  })
  return { id, consumer: startConsumer(parts), kill, isKilled, folded }
}

/** How the copy of every partition differs from one that folded the log alone, from its start. */
async function differing(store: MemorySiteStore): Promise<number[]> {
  const found: number[] = []
  for (const partition of shared.partitions) {
    const replayed = await replayLog(shared.open(), shared.tools, 'a', partition)
    const { whole, journal, digests, deadLetters } = storedPartition(store, partition)
    if (!isDeepStrictEqual({ whole, journal, digests, deadLetters }, replayed)) found.push(partition)
  }
  return found
}

let seed = 0
/** Fights for `ms` milliseconds, 30 records every 100. */
async function fightFor(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    await shared.fight(30, ++seed)
    await time.advance(100)
  }
}

/** The copy dies with its consumer in the middle of a commit: before it is written, or before anybody hears of it. */
const dyingIn = (moment: 'before' | 'after', nth: number): Between => (copy, kill) => {
  let commits = 0
  return {
    ...copy,
    commit: async (batch: BatchCommit) => {
      const isLast = ++commits === nth
      if (isLast && moment === 'before') kill()
      if (isLast && moment === 'before') return new Promise(() => {})
      const outcome = await copy.commit(batch)
      if (isLast) kill()
      return isLast ? new Promise(() => {}) : outcome
    },
  }
}

describe('several consumers of one site', () => {
  it.each(['before', 'after'] as const)(
    'lose and double nothing as one joins, one is killed %s a commit is written, and one leaves',
    async moment => {
      const store = createMemorySiteStore()
      const first = join(store)
      await fightFor(500)
      const second = join(store)
      const third = join(store, 'a', dyingIn(moment, 5))
      await fightFor(attendEveryMs + 1_000)
      const fourth = join(store)
      await fightFor(attendEveryMs + 2_000)
      await second.consumer.close()
      await fightFor(1_000)
      await time.advance(4 * standByMs)
      expect(third.isKilled()).toBe(true)
      expect(await differing(store)).toEqual([])
      for (const { folded } of [first, second, third, fourth]) expect(folded.size).toBeGreaterThan(0)
      expect(first.folded.size).toBe(shared.partitions.length)
      await Promise.all([first, fourth].map(({ consumer }) => consumer.close()))
    },
  )

  it('go on within moments when one is killed', async () => {
    const store = createMemorySiteStore()
    const members = [join(store), join(store), join(store)]
    await fightFor(attendEveryMs + 1_000)
    members[0]?.kill()
    await shared.fight(500, ++seed)
    await time.advance(4 * standByMs)
    for (const partition of shared.partitions) {
      expect(storedPartition(store, partition).whole.partition.nextOffset).toBe(await shared.end(partition))
    }
    expect(await differing(store)).toEqual([])
    await Promise.all(members.slice(1).map(({ consumer }) => consumer.close()))
  })

  /** Expects each partition to be folded by the one who owns it, and by nobody else. */
  const expectOwnersFold = async (members: readonly Member[]): Promise<void> => {
    for (const { folded } of members) folded.clear()
    await fightFor(1_000)
    for (const { id, folded } of members) {
      const roles = rolesOf(id, members.map(member => member.id), shared.partitions.length)
      const owned = [...shared.homes].filter(partition => roles.get(partition) === 'owner')
      expect(folded).toEqual(new Set(owned))
    }
  }

  it('each fold what is theirs, as soon as they know of each other', async () => {
    const store = createMemorySiteStore()
    const members = [join(store)]
    for (let joining = 2; joining <= 3; joining++) {
      await fightFor(500)
      members.push(join(store))
      await fightFor(attendEveryMs + 2 * standByMs)
      await expectOwnersFold(members)
    }
    await members.pop()?.consumer.close()
    await fightFor(attendEveryMs + 2 * standByMs)
    await expectOwnersFold(members)
    await Promise.all(members.map(({ consumer }) => consumer.close()))
  })

  it('give a partition back to its owner when that was only slow', async () => {
    const store = createMemorySiteStore()
    let gate = Promise.withResolvers<void>()
    gate.resolve()
    const slow: Between = copy => ({
      ...copy,
      commit: async batch => {
        await gate.promise
        return copy.commit(batch)
      },
    })
    const members = [join(store, 'a', slow), join(store)]
    await fightFor(attendEveryMs + 1_000)
    gate = Promise.withResolvers<void>()
    const [first] = members
    first?.folded.clear()
    await fightFor(4 * standByMs)
    expect(first?.folded.size).toBe(0)
    for (const partition of shared.partitions) {
      expect(storedPartition(store, partition).whole.partition.nextOffset).toBe(await shared.end(partition))
    }
    gate.resolve()
    await fightFor(handBackMs + 1_000)
    await expectOwnersFold(members)
    expect(await differing(store)).toEqual([])
    await Promise.all(members.map(({ consumer }) => consumer.close()))
  })

  it('make copies that equal those of other sites', async () => {
    const [north, south] = [createMemorySiteStore(), createMemorySiteStore()]
    const members = [join(north), join(north), join(south, 'b'), join(south, 'b'), join(south, 'b')]
    await fightFor(3_000)
    await time.advance(1_000)
    for (const store of [north, south]) expect(await differing(store)).toEqual([])
    await Promise.all(members.map(({ consumer }) => consumer.close()))
  })

  it('would double records if a commit did not ask where the partition stands', async () => {
    const store = createMemorySiteStore()
    const unasked: Between = copy => ({
      ...copy,
      commit: async batch => {
        const { nextOffset } = await copy.partition(batch.changes.partition.partition)
        return copy.commit({ ...batch, expectedOffset: nextOffset })
      },
    })
    const members = [join(store, 'a', unasked)]
    await fightFor(500)
    members.push(join(store, 'a', unasked))
    await fightFor(1_000).catch(() => {})
    expect((await differing(store)).length).toBeGreaterThan(0)
    await Promise.all(members.map(({ consumer }) => consumer.close()))
  })
})
