import { afterEach, describe, expect, it } from '@jest/globals'
import { AppendOutcomeUnknown, Unavailable } from '@matchday/domain/ports/unavailable'
import type { Client } from '../../testing/client.ts'
import { basketOf, clientOf } from '../../testing/client.ts'
import { behind, failing } from '../../testing/faulty.ts'
import type { SitesOptions, TestSites } from '../../testing/site.ts'
import { heldSeatsAt, startSites } from '../../testing/site.ts'
import { until } from '../../testing/until.ts'

let sites: TestSites
afterEach(() => sites.close())

async function start(options: SitesOptions = {}): Promise<{ north: Client; south: Client }> {
  sites = await startSites(options)
  return { north: clientOf(sites.north.url), south: clientOf(sites.south.url) }
}

const heldSeats = (): number => heldSeatsAt(sites.north)

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('POST /api/v1/reservations', () => {
  it('holds what was asked for and says until when, and at what price', async () => {
    const { north } = await start()
    const { status, headers, body } = await north.post({ body: basketOf({ category: 2, quantity: 3 }) })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      id: expect.stringMatching(uuid),
      state: 'held',
      items: [{ game: 1, category: 2, quantity: 3, price: { minor: 20_000, currency: 'USD', listed: 200 } }],
      total: { minor: 60_000, currency: 'USD' },
      buyer: { email: 'ana@example.com', name: 'Ana Silva', country: 'BR' },
      token: expect.stringMatching(/^[0-9a-f-]{36}\.[\w-]{43}$/),
    })
    expect(headers.get('location')).toBe(`/api/v1/reservations/${body.id}`)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body.secondsLeft).toBeGreaterThanOrEqual(598)
    expect(body.secondsLeft).toBeLessThanOrEqual(600)
    expect(Math.abs(Date.parse(body.expiresAt ?? '') - Date.now() - 600_000)).toBeLessThan(3_000)
  })

  it('takes the seats away at every site', async () => {
    const { north } = await start()
    await north.post({ body: basketOf({ quantity: 4 }) })
    const available = async (url: string) => {
      const response = await fetch(`${url}/api/v1/games/1/availability`)
      return ((await response.json()) as { categories: unknown[] }).categories[0]
    }
    const left = { category: 1, status: 'available', available: 6, pending: 4 }
    await until(async () => JSON.stringify(await available(sites.south.url)) === JSON.stringify(left))
    expect(await available(sites.north.url)).toEqual(left)
  })

  it('adds up what is asked for twice, before anything is checked', async () => {
    const { north } = await start()
    const basket = basketOf({ quantity: 2 })
    const { body } = await north.post({ body: { ...basket, items: [...basket.items, ...basket.items] } })
    expect(body.items).toMatchObject([{ game: 1, category: 1, quantity: 4 }])
    const five = { game: 1, category: 1, quantity: 5 }
    const over = await north.post({ body: { ...basket, items: [...basket.items, five] } })
    expect([over.status, over.body.type]).toEqual([409, '/problems/over-limit'])
  })

  it('is one reservation however the log splits it', async () => {
    const { north } = await start({ settings: { wireQuantityMax: 2 } })
    const { status, body } = await north.post({ body: basketOf({ quantity: 5 }) })
    expect([status, body.items[0]?.quantity]).toEqual([201, 5])
    expect(heldSeats()).toBe(5)
  })

  it('says no by itself when its copy is fresh and has too few seats', async () => {
    const { north } = await start({ games: { 1: { categories: { 1: { capacity: 1 }, 2: {} } } } })
    const before = sites.north.logStore.recordsOf(0).length
    const { status, body } = await north.post({ body: basketOf(), key: 'k-1' })
    expect(status).toBe(409)
    expect(body).toMatchObject({
      type: '/problems/sold-out',
      errors: [{ field: '/items/0', reason: 'only 1 seat left', type: '/problems/sold-out' }],
    })
    expect(sites.north.logStore.recordsOf(0)).toHaveLength(before)
    expect(sites.north.store.reservations.size).toBe(0)
  })

  it('holds all or nothing: where the log refuses one item, the others are released', async () => {
    const { north } = await start({ games: { 1: { categories: { 1: { capacity: 1 }, 2: {} } } }, over: behind })
    const items = [{ game: 1, category: 2, quantity: 2 }, { game: 1, category: 1, quantity: 2 }]
    const { status, body } = await north.post({ body: { ...basketOf(), items } })
    expect(status).toBe(409)
    expect(body.errors).toEqual([{ field: '/items/1', reason: 'only 1 seat left', type: '/problems/sold-out' }])
    expect(sites.north.store.reservations.size).toBe(1)
    await until(() => heldSeats() === 0)
  })

  it('tells reasons of several kinds apart, each at the item it concerns', async () => {
    const games = { 1: { perBuyer: 2 }, 2: { categories: { 1: { capacity: 0 } } } }
    const { north } = await start({ games, over: behind })
    await north.post({ body: basketOf({ quantity: 2 }) })
    const items = [{ game: 2, category: 1, quantity: 1 }, { game: 1, category: 2, quantity: 1 }]
    const { status, body } = await north.post({ body: { ...basketOf(), items } })
    expect([status, body.type]).toEqual([409, '/problems/not-reserved'])
    expect(body.errors).toEqual([
      { field: '/items/0', reason: 'no seat is left', type: '/problems/sold-out' },
      {
        field: '/items/1',
        reason: 'one buyer may have 2 tickets of this game; you have 2',
        type: '/problems/over-limit',
      },
    ])
  })

  it('asks to try again when the log cannot be reached, and the retry finds everything in order', async () => {
    const faults: Error[] = [new Unavailable('sales-log')]
    const { north } = await start({ over: failing(faults) })
    const first = await north.post({ body: basketOf(), key: 'k-1' })
    expect([first.status, first.body.type]).toEqual([503, '/problems/unavailable'])
    expect(first.headers.get('retry-after')).toBe('1')
    expect(heldSeats()).toBe(0)
    expect((await north.post({ body: basketOf(), key: 'k-1' })).status).toBe(201)
    expect(heldSeats()).toBe(2)
  })

  it('finds out by itself what became of an append whose connection broke', async () => {
    const { north } = await start({ over: failing([new AppendOutcomeUnknown()]) })
    const { status, body } = await north.post({ body: basketOf(), key: 'k-1' })
    expect([status, body.state]).toEqual([202, 'requested'])
    expect((await north.post({ body: basketOf(), key: 'k-1' })).status).toBe(201)
    expect(heldSeats()).toBe(2)
  })

  it('refuses what is over the limit of the buyer, whichever site he asked before', async () => {
    const { north, south } = await start()
    expect((await south.post({ body: basketOf({ quantity: 5, email: ' ANA@example.com ' }) })).status).toBe(201)
    const { status, body } = await north.post({ body: basketOf({ quantity: 2 }) })
    expect(status).toBe(409)
    expect(body).toMatchObject({
      type: '/problems/over-limit',
      errors: [{ field: '/items/0', reason: 'one buyer may have 6 tickets of this game; you have 5' }],
    })
  })

  it('refuses what is over the limit of the tournament', async () => {
    const { north } = await start({ settings: { perBuyerTournament: 5 } })
    expect((await north.post({ body: basketOf({ quantity: 4 }) })).status).toBe(201)
    const { status, body } = await north.post({ body: basketOf({ game: 2, quantity: 2 }) })
    expect([status, body.type]).toEqual([409, '/problems/over-tournament-limit'])
    expect(body.errors[0]?.reason).toBe('one buyer may have 5 tickets of the tournament; you have 4')
  })

  it('answers 202 and where to look when the log is not heard in time', async () => {
    const { north } = await start({ config: { decisionTimeoutMs: 50 } })
    sites.north.consumer.pause()
    const { status, headers, body } = await north.post({ body: basketOf(), key: 'slow' })
    expect([status, body.state, headers.get('retry-after')]).toEqual([202, 'requested', '1'])
    const location = headers.get('location') ?? ''
    expect(location).toBe(`/api/v1/reservations/${body.id}`)
    expect((await north.read(body.id, body.token)).body.state).toBe('requested')
    sites.north.consumer.resume()
    await until(async () => (await north.read(body.id, body.token)).body.state === 'held')
    const again = await north.post({ body: basketOf(), key: 'slow' })
    expect([again.status, again.body.id, again.body.state]).toEqual([201, body.id, 'held'])
    expect(heldSeats()).toBe(2)
  })
})
