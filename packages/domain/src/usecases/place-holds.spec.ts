import { describe, expect, it } from '@jest/globals'
import { isHoldId } from '../inventory/ids.ts'
import type { SessionId } from '../reservation/ids.ts'
import { say } from '../testing/little-site.ts'
import { announces, asks, kindsOf } from '../testing/say.ts'
import { line, selling, wants } from '../testing/selling.ts'
import { category, game, listed, nothing, site as siteId } from '../testing/world.ts'
import { placeHolds } from './place-holds.ts'

describe('a basket that can be held', () => {
  it('is held whole: one record, and one request for each hold', async () => {
    const { site, store, log, holds } = await selling()
    const outcome = await placeHolds(site, wants([line(1, 1, 2), line(2, 2, 1)]))
    expect(outcome).toMatchObject({
      kind: 'placed',
      reservation: {
        state: 'held',
        expiresAtMs: 1_100,
        record: {
          site: 'a', buyer: site.hashBuyer('ana@example.com'), createdAtMs: 1_000, abandonedAtMs: null,
          contact: { email: 'ana@example.com', name: 'Ana', country: 'BR' },
          items: [
            { game: 1, category: 1, quantity: 2, price: 10, currency: 'USD', holds: [{ quantity: 2 }] },
            { game: 2, category: 2, quantity: 1, price: 10, currency: 'USD', holds: [{ quantity: 1 }] },
          ],
        },
      },
    })
    expect([...store.records.values()]).toEqual([outcome.kind === 'placed' ? outcome.reservation.record : null])
    expect(holds()).toMatchObject([
      { state: 'held', game: 1, category: 1, quantity: 2, price: 10, country: 'BR' },
      { state: 'held', game: 2, category: 2, quantity: 1, price: 10, country: 'BR' },
    ])
    expect(log.entries.slice(3).map(({ said }) => said)).toMatchObject([
      { kind: 'hold-requested', site: 'a', sentAtMs: 1_000, ttlMs: null }, { kind: 'hold-requested' },
    ])
    expect(holds().every(({ id }) => isHoldId(id))).toBe(true)
  })

  it('is split where the federation bounds the quantity of one hold', async () => {
    const { site, holds } = await selling({ wireQuantityMax: 2 })
    expect(await placeHolds(site, wants([line(1, 1, 5)]))).toMatchObject({ reservation: { state: 'held' } })
    expect(holds().map(({ quantity }) => quantity)).toEqual([2, 2, 1])
    expect(new Set(holds().map(({ id }) => id)).size).toBe(3)
  })

  it('is not split where the bound is just met', async () => {
    const { site, holds } = await selling({ wireQuantityMax: 2 })
    await placeHolds(site, wants([line(1, 1, 4)]))
    expect(holds().map(({ quantity }) => quantity)).toEqual([2, 2])
  })

  it('opens a session of its own, or joins the one that is given', async () => {
    const { site, store } = await selling()
    await placeHolds(site, wants([line(1, 1, 1)]))
    await placeHolds(site, wants([line(1, 1, 1)], { session: 'mine' as SessionId }))
    const [first, second] = [...store.records.values()]
    expect(first?.session).toMatch(/^[0-9a-f-]{36}$/)
    expect(first?.session).not.toBe(first?.id)
    expect(second?.session).toBe('mine')
  })

  it('is another one each time without a key', async () => {
    const { site, store, holds } = await selling()
    const command = wants([line(1, 1, 1)])
    await placeHolds(site, command)
    await placeHolds(site, command)
    expect(store.records.size).toBe(2)
    expect(holds()).toMatchObject([{ state: 'held' }, { state: 'held' }])
  })
})

describe('a basket that is refused at once writes and appends nothing:', () => {
  const nothingDone = async ({ log, store }: Awaited<ReturnType<typeof selling>>, entries = 3) => {
    expect(log.entries).toHaveLength(entries)
    expect(store.records.size).toBe(0)
  }

  it('a faulty one', async () => {
    const world = await selling()
    expect(await placeHolds(world.site, wants([line(1, 1, 7)], { key: 'k' }))).toEqual({
      kind: 'bad-basket', faults: [{ kind: 'over-limit', line: 0, game: 1, limit: 6, asked: 7 }],
    })
    await nothingDone(world)
  })

  it('one of a game that started by the tournament\'s calendar, whatever the clock says', async () => {
    const world = await selling()
    expect(await placeHolds({ ...world.site, calendar: () => 0 }, wants([line(1, 1, 1)]))).toMatchObject({
      kind: 'bad-basket', faults: [{ kind: 'game-started' }],
    })
    await nothingDone(world)
  })

  it.each([null, 'key'])('one that this copy knows to be sold out (key %s)', async key => {
    const world = await selling()
    say(world.log, announces('reserved', 7))
    await world.site.consume()
    expect(await placeHolds(world.site, wants([line(1, 1, 2), line(2, 1, 1)], { key }))).toEqual({
      kind: 'sold-out', refused: [{ game: 1, category: 1, refusal: { kind: 'sold-out', sellable: 1 } }],
    })
    await nothingDone(world, 4)
  })

  it('one above the limit per tournament', async () => {
    const world = await selling({ perBuyerTournament: 4 })
    const { site, log, store } = world
    await placeHolds(site, wants([line(1, 1, 3)]))
    expect(await placeHolds(site, wants([line(2, 1, 2)]))).toEqual({ kind: 'over-tournament-limit', limit: 4, has: 3 })
    expect(store.records.size).toBe(1)
    expect(log.entries).toHaveLength(4)
    expect(await placeHolds(site, wants([line(2, 1, 1)]))).toMatchObject({ reservation: { state: 'held' } })
  })
})

describe('a copy that may be behind asks the log', () => {
  it('which may have seats again', async () => {
    const { site, log } = await selling()
    say(log, announces('pending', 8))
    await site.consume()
    log.nowMs += 1_000
    expect(await placeHolds(site, wants([line(1, 1, 1)]))).toMatchObject({ reservation: { state: 'held' } })
  })

  it('which says so if not', async () => {
    const { site, log, store } = await selling()
    say(log, announces('reserved', 8))
    await site.consume()
    store.caughtUpAtMs = 0
    expect(await placeHolds(site, wants([line(1, 1, 1)]))).toMatchObject({
      reservation: { state: 'refused', refused: [{ refusal: { kind: 'sold-out', sellable: 0 } }] },
    })
  })
})

describe('all or nothing:', () => {
  it('where one line is refused by the log, what it granted is released', async () => {
    const { site, log, store, holds } = await selling()
    say(log, announces('reserved', 3, { categories: [2] }))
    const outcome = await placeHolds(site, wants([line(1, 1, 2), line(1, 2, 1), line(2, 1, 1)]))
    expect(outcome).toMatchObject({
      kind: 'placed',
      reservation: { state: 'refused', refused: [{ game: 1, category: 2, refusal: { kind: 'sold-out' } }] },
    })
    await site.consume()
    expect(holds().map(({ state }) => state)).toEqual(['released', 'refused', 'released'])
    expect(store.whole.games.get(game(1))?.categories.get(category(1))).toMatchObject({ held: 0 })
    expect(kindsOf(store.journal).slice(-2)).toEqual(['hold-released', 'hold-released'])
  })

  it('a hold over the limit per tournament refuses the whole, and is left to the consumer to release', async () => {
    const { site, log, holds } = await selling({ perBuyerTournament: 4 })
    const mine = site.hashBuyer('ana@example.com')
    const between: typeof site = {
      ...site,
      reservations: {
        ...site.reservations,
        open: async (record, limit) => {
          const opened = await site.reservations.open(record, limit)
          say(log, asks({ site: siteId('b'), buyer: mine, game: game(2) }))
          return opened
        },
      },
    }
    expect(await placeHolds(between, wants([line(1, 1, 1), line(1, 2, 2)]))).toMatchObject({
      reservation: { state: 'refused', refused: [{ category: 2, refusal: { kind: 'over-tournament-limit' } }] },
    })
    await site.consume()
    expect(holds().map(({ category: of, state }) => [of, state])).toEqual([[1, 'held'], [1, 'released'], [2, 'held']])
  })

  it('what has ended in part is released in the rest when the buyer comes back', async () => {
    const { site, log, holds } = await selling()
    say(log, listed(2, { 1: 8, 2: 3 }, { number: 2, holdMaxMs: 500 }))
    const command = wants([line(1, 1, 1), line(2, 1, 1)], { key: 'k' })
    await placeHolds(site, command)
    log.nowMs += 200
    say(log, nothing)
    await site.consume()
    expect(await placeHolds(site, command)).toMatchObject({ reservation: { state: 'expired' } })
    await site.consume()
    expect(holds().map(({ state }) => state)).toEqual(['expired', 'released'])
  })
})

describe('what is not heard in time', () => {
  it('is answered as requested, and is what the log decided later', async () => {
    const { site, store, holds } = await selling()
    const command = wants([line(1, 1, 2)], { key: 'k' })
    store.isStuck = true
    expect(await placeHolds(site, command)).toMatchObject({ kind: 'placed', reservation: { state: 'requested' } })
    expect(await placeHolds(site, command)).toMatchObject({ reservation: { state: 'requested' } })
    store.isStuck = false
    expect(await placeHolds(site, command)).toMatchObject({ reservation: { state: 'held' } })
    expect(holds()).toHaveLength(1)
  })
})
