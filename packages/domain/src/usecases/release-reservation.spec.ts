import { describe, expect, it } from '@jest/globals'
import { holdKey } from '../inventory/ids.ts'
import type { ReservationId, SessionId } from '../reservation/ids.ts'
import { say } from '../testing/little-site.ts'
import { Died, mishaps } from '../testing/mishap.ts'
import { sells } from '../testing/say.ts'
import type { Selling } from '../testing/selling.ts'
import { line, selling, wants } from '../testing/selling.ts'
import { category, game, nothing } from '../testing/world.ts'
import { placeHolds } from './place-holds.ts'
import { releaseReservation } from './release-reservation.ts'

const basket = wants([line(1, 1, 2), line(2, 1, 1)])

/** A site that holds the basket, and what names its reservation. */
async function holding() {
  const world = await selling()
  await placeHolds(world.site, basket)
  return { ...world, name: nameOf(world) }
}

/** The same, but the process that asked died at its second operation (the first request) or its third. */
async function dyingAt(operation: 1 | 2) {
  const world = await selling()
  const process = world.process(mishaps(world.log, [{ operation, kind: 'dies-before' }]))
  await expect(placeHolds(process, basket)).rejects.toThrow(Died)
  return { ...world, name: nameOf(world) }
}

function nameOf({ store }: Selling) {
  const [record] = [...store.records.values()]
  if (record === undefined) throw new Error('nothing was placed')
  return { id: record.id, session: record.session }
}

const undecided = { kind: 'undecided', reservation: { state: 'requested' } }

const heldSeats = ({ store }: Selling): number =>
  [1, 2].reduce((sum, number) => sum + (store.whole.games.get(game(number))?.categories.get(category(1))?.held ?? 0), 0)

const sell = ({ log, holds }: Selling, at: number): void => {
  const found = holds()[at]
  if (found !== undefined) say(log, sells({ ...found, hold: found.id, sentAtMs: null }))
}

describe('releasing a reservation', () => {
  it('gives back every seat that it holds, each by a release that fits', async () => {
    const world = await holding()
    expect(await releaseReservation(world.site, world.name)).toMatchObject({
      kind: 'released', reservation: { state: 'released', record: { id: world.name.id } },
    })
    expect(heldSeats(world)).toBe(0)
    const releases = world.log.entries.slice(5).map(({ said }) => said)
    expect(releases).toMatchObject([
      { kind: 'release-requested', game: 1, category: 1, quantity: 2, price: 10, reason: 'released', seats: null },
      { kind: 'release-requested', game: 2, category: 1, quantity: 1, price: 10, reason: 'released', seats: null },
    ])
    expect(releases).toMatchObject([{ site: 'a', sentAtMs: 1_000 }, { site: 'a', sentAtMs: 1_000 }])
  })

  it('twice changes nothing', async () => {
    const { site, log, name } = await holding()
    const first = await releaseReservation(site, name)
    expect(await releaseReservation(site, name)).toEqual(first)
    expect(log.entries).toHaveLength(7)
  })

  it('is for those who know it, in its own session', async () => {
    const { site, name, log } = await holding()
    expect(await releaseReservation(site, { ...name, session: 'other' as SessionId })).toEqual({ kind: 'not-found' })
    expect(await releaseReservation(site, { ...name, id: 'other' as ReservationId })).toEqual({ kind: 'not-found' })
    expect(log.entries).toHaveLength(5)
  })

  it('that has expired says so, and appends nothing', async () => {
    const { site, name, log } = await holding()
    log.nowMs += 100
    say(log, nothing)
    await site.consume()
    expect(await releaseReservation(site, name)).toMatchObject({ kind: 'released', reservation: { state: 'expired' } })
    expect(log.entries).toHaveLength(6)
  })

  it('does not take back what was sold', async () => {
    const world = await holding()
    sell(world, 0)
    sell(world, 1)
    await world.site.consume()
    expect(await releaseReservation(world.site, world.name)).toMatchObject({
      kind: 'sold', reservation: { state: 'confirmed' },
    })
    expect(world.log.entries).toHaveLength(7)
  })

  it('that is sold at the same moment is what came first in the log', async () => {
    const world = await holding()
    sell(world, 0)
    sell(world, 1)
    expect(await releaseReservation(world.site, world.name)).toMatchObject({ kind: 'sold' })
    expect(world.holds().map(({ state }) => state)).toEqual(['sold', 'sold'])
  })
})

describe('a release that is not heard of', () => {
  it('is undecided, and decided when asked again', async () => {
    const { site, store, name } = await holding()
    store.isStuck = true
    expect(await releaseReservation(site, name)).toMatchObject({ kind: 'undecided', reservation: { state: 'held' } })
    store.isStuck = false
    expect(await releaseReservation(site, name)).toMatchObject({ kind: 'released', reservation: { state: 'released' } })
  })

  it.each([
    ['kept', 'outcome-unknown-kept', 'released', 'released'],
    ['lost', 'outcome-unknown-lost', 'undecided', 'held'],
  ] as const)('though its append may have been %s, is looked for in the log', async (_, mishap, kind, state) => {
    const { process, log, name, holds } = await holding()
    // The first two operations find the record and its holds.
    const site = process(mishaps(log, [{ operation: 2, kind: mishap }, { operation: 3, kind: mishap }]))
    expect(await releaseReservation(site, name)).toMatchObject({ kind, reservation: { state } })
    expect(holds().map(hold => hold.state)).toEqual([state, state])
  })

  it('of requests that are not decided yet is undecided: they may be granted', async () => {
    const { site, store, holds, name } = await dyingAt(2)
    store.isStuck = true
    expect(await releaseReservation(site, name)).toMatchObject(undecided)
    store.isStuck = false
    expect(await releaseReservation(site, name)).toMatchObject({ kind: 'released' })
    expect(holds().map(({ state }) => state)).toEqual(['released'])
  })

  it('of which the log has nothing at all is undecided too: the requests may be on their way', async () => {
    const { site, name } = await dyingAt(1)
    expect(await releaseReservation(site, name)).toMatchObject(undecided)
    await site.reservations.abandon([name.id], 5)
    expect(await releaseReservation(site, name)).toMatchObject({ reservation: { state: 'abandoned' } })
  })
})

it('a hold that its site gives back is left to its consumer', async () => {
  const { site, store, log, holds, name } = await holding()
  for (const ref of holds().slice(0, 1)) store.giveBacks.set(holdKey(ref), ref)
  expect(await releaseReservation(site, name)).toMatchObject({ kind: 'released', reservation: { state: 'refused' } })
  expect(log.entries.slice(5).map(({ said }) => said)).toMatchObject([{ kind: 'release-requested', game: 2 }])
})
