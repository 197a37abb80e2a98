import { beforeEach, describe, expect, it } from '@jest/globals'
import { memoryMembership } from '@matchday/adapters/memory/membership'
import { createMemorySiteStore } from '@matchday/adapters/memory/site-store'
import type { MemberId, Membership } from '@matchday/domain/ports/membership'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { Registry } from 'prom-client'
import { createMetrics } from './metrics.ts'
import { rolesOf } from './ownership.ts'
import { createReports } from './reports.ts'
import type { Work } from './share-partitions.ts'
import { attendEveryMs, goneAfterMs, sharePartitions } from './share-partitions.ts'
import { createLines, linesWith } from './testing/parts.ts'
import type { VirtualTime } from './testing/virtual-time.ts'
import { createVirtualTime } from './testing/virtual-time.ts'

const partitions = 12
const [a, b, c] = ['a', 'b', 'c'] as MemberId[] as [MemberId, MemberId, MemberId]

let time: VirtualTime
let store: ReturnType<typeof createMemorySiteStore>
beforeEach(() => {
  time = createVirtualTime(1_000_000)
  store = createMemorySiteStore()
})

type Over = { readonly membership?: Membership; readonly work?: Work }

/** A member, and what it works on; `end` lets it leave, `die` does not. */
function start(member: MemberId, { membership = memoryMembership(store, time.clock), work }: Over = {}) {
  const { log, lines } = createLines()
  const convergence = { standings: () => Promise.resolve([]), place: () => Promise.reject(new Error('not asked')) }
  const working = new Map<number, string>()
  const doing: Work = async (partition, role, signal) => {
    if (working.has(partition)) throw new Error(`${member} works on ${partition} twice`)
    working.set(partition, role)
    try {
      await (work?.(partition, role, signal) ?? aborted(signal))
    } finally {
      working.delete(partition)
    }
  }
  const stopping = new AbortController()
  let isDead = false
  const sharing = sharePartitions({
    member,
    membership: { ...membership, leave: id => (isDead ? Promise.resolve() : membership.leave(id)) },
    salesLog: { partitions },
    chance: () => 0.5,
    pause: time.pause,
    reports: createReports(log, createMetrics(new Registry(), convergence)),
  }, doing, stopping.signal)
  const end = async (): Promise<void> => {
    stopping.abort()
    await sharing
  }
  const die = (): Promise<void> => {
    isDead = true
    return end()
  }
  return { working, lines, sharing, end, die }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

const expectShared = (...members: (readonly [MemberId, { readonly working: ReadonlyMap<number, string> }])[]): void => {
  const all = members.map(([member]) => member)
  for (const [member, { working }] of members) expect(working).toEqual(rolesOf(member, all, partitions))
}

describe('members who share partitions', () => {
  it('take up and lay down work as others come, leave and die', async () => {
    const first = start(a)
    await time.settle()
    expectShared([a, first])
    const second = start(b)
    const third = start(c)
    await time.advance(attendEveryMs)
    expectShared([a, first], [b, second], [c, third])
    await second.end()
    expect(second.working.size).toBe(0)
    await time.advance(attendEveryMs)
    expectShared([a, first], [c, third])
    await first.die()
    await time.advance(goneAfterMs - attendEveryMs)
    expectShared([a, { working: rolesOf(a, [a, c], partitions) }], [c, third])
    await time.advance(2 * attendEveryMs)
    expectShared([c, third])
    await third.end()
    expect(time.sleepers()).toBe(0)
    expect([...store.members.keys()]).toEqual(['a'])
  })

  it('say what is whose, once for every change', async () => {
    const first = start(a)
    await time.advance(10 * attendEveryMs)
    const second = start(b)
    await time.advance(10 * attendEveryMs)
    expect(linesWith(first.lines, 'shared anew')).toMatchObject([
      { owned: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], consumers: 1 }, { consumers: 2 },
    ])
    await Promise.all([first.end(), second.end()])
  })

  it('go on as they are while nobody can be asked', async () => {
    const good = memoryMembership(store, time.clock)
    let isAway = true
    const away = () => Promise.reject(new Unavailable('database'))
    const membership: Membership = {
      attend: (...asked) => (isAway ? away() : good.attend(...asked)),
      leave: member => (isAway ? away() : good.leave(member)),
    }
    const first = start(a, { membership })
    await time.advance(60_000)
    expect(first.working.size).toBe(0)
    expect(linesWith(first.lines, 'unavailable')).toHaveLength(1)
    isAway = false
    await time.advance(10_000)
    expectShared([a, first])
    isAway = true
    const second = start(b)
    await time.advance(60_000)
    expectShared([a, first])
    isAway = false
    await time.advance(10_000)
    expectShared([a, first], [b, second])
    isAway = true
    await first.end()
    await second.end()
  })

  it('begin in a partition only when what was under way there has ended', async () => {
    const gates = new Map<number, PromiseWithResolvers<void>>()
    const work: Work = async (partition, role, signal) => {
      if (role === 'stand-by') return aborted(signal)
      const gate = Promise.withResolvers<void>()
      gates.set(partition, gate)
      await aborted(signal)
      await gate.promise
    }
    const first = start(a, { work })
    await time.settle()
    const second = start(b)
    await time.advance(attendEveryMs)
    const moved = [...rolesOf(a, [a, b], partitions)].filter(([, role]) => role === 'stand-by').map(([at]) => at)
    expect(moved.length).toBeGreaterThan(0)
    for (const partition of moved) expect(first.working.get(partition)).toBe('owner')
    for (const partition of moved) gates.get(partition)?.resolve()
    await time.settle()
    expectShared([a, first], [b, second])
    for (const { resolve } of gates.values()) resolve()
    await Promise.all([first.end(), second.end()])
  })

  it('all stop, and leave, when one piece of work fails', async () => {
    const failing = Promise.withResolvers<void>()
    const work: Work = (partition, _, signal) => (partition === 3 ? failing.promise : aborted(signal))
    const first = start(a, { work })
    await time.settle()
    failing.reject(new Error('the counters do not add up'))
    await expect(first.sharing).rejects.toThrow('the counters do not add up')
    expect(first.working.size).toBe(0)
    expect(store.members.size).toBe(0)
  })
})
