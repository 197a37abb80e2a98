import { afterEach, describe, expect, it } from '@jest/globals'
import type { Client } from '../../testing/client.ts'
import { basketOf, clientOf } from '../../testing/client.ts'
import { behind } from '../../testing/faulty.ts'
import type { SitesOptions, TestSites } from '../../testing/site.ts'
import { heldSeatsAt, startSites } from '../../testing/site.ts'

let sites: TestSites
afterEach(() => sites.close())

async function start(options: SitesOptions = {}): Promise<{ north: Client; south: Client }> {
  sites = await startSites(options)
  return { north: clientOf(sites.north.url), south: clientOf(sites.south.url) }
}

const heldSeats = (): number => heldSeatsAt(sites.north)

describe('an Idempotency-Key', () => {
  it('makes a retry the same request, with the same answer', async () => {
    const { north } = await start()
    const first = await north.post({ body: basketOf(), key: 'k-1' })
    const retry = await north.post({ body: basketOf(), key: 'k-1' })
    expect(retry.status).toBe(201)
    expect({ ...retry.body, secondsLeft: first.body.secondsLeft }).toEqual(first.body)
    expect(heldSeats()).toBe(2)
  })

  it('makes two requests at the same time one reservation', async () => {
    const { north } = await start()
    const answers = await Promise.all(Array.from({ length: 8 }, () => north.post({ body: basketOf(), key: 'k-1' })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(heldSeats()).toBe(2)
    expect(sites.north.store.reservations.size).toBe(1)
  })

  it('without one, two requests are two reservations', async () => {
    const { north } = await start()
    const [one, other] = await Promise.all([north.post({ body: basketOf() }), north.post({ body: basketOf() })])
    expect(one.body.id).not.toBe(other.body.id)
    expect(heldSeats()).toBe(4)
  })

  it('is the same request for other spaces and another order of fields', async () => {
    const { north } = await start()
    const first = await north.post({ body: basketOf(), key: 'k-1' })
    const { buyer, items } = basketOf()
    const spaced = { country: 'BR', name: ` ${buyer.name} `, email: buyer.email }
    const text = JSON.stringify({ buyer: spaced, items }, null, 4)
    const again = await north.postRaw(text, { 'Content-Type': 'application/json', 'Idempotency-Key': 'k-1' })
    expect([again.status, again.body.id]).toEqual([201, first.body.id])
  })

  it.each([
    ['quantity', { quantity: 3 }],
    ['category', { category: 2 }],
    ['game', { game: 2 }],
  ])('used for another %s is refused', async (_what, changed) => {
    const { north } = await start()
    const first = await north.post({ body: basketOf(), key: 'k-1' })
    const { status, body } = await north.post({ body: basketOf(changed), key: 'k-1' })
    expect([status, body.type]).toEqual([422, '/problems/key-reused'])
    expect(heldSeats()).toBe(2)
    expect((await north.read(first.body.id, first.body.token)).body).toMatchObject({ state: 'held' })
  })

  it('never brings two buyers together', async () => {
    const { north, south } = await start()
    const [ana, bob] = await Promise.all([
      north.post({ body: basketOf(), key: '1' }),
      north.post({ body: basketOf({ email: 'bob@example.com' }), key: '1' }),
    ])
    const elsewhere = await south.post({ body: basketOf(), key: '1' })
    const ids = [ana, bob, elsewhere].map(({ body }) => body.id)
    expect(new Set(ids).size).toBe(3)
    expect(ana.body.token).not.toBe(bob.body.token)
    expect((await north.read(ana.body.id, bob.body.token)).status).toBe(404)
  })

  it('is one for each token, too', async () => {
    const { north } = await start()
    const opened = await north.post({ body: basketOf(), key: '1' })
    const { token } = opened.body
    const [second, retry] = [
      await north.post({ body: basketOf(), key: '1', token }),
      await north.post({ body: basketOf(), key: '1', token }),
    ]
    expect(second.body.id).not.toBe(opened.body.id)
    expect(retry.body.id).toBe(second.body.id)
    expect(second.body.token).toBe(token)
  })

  it('of a request that the log refused gets the same refusal', async () => {
    const { north } = await start({ games: { 1: { categories: { 1: { capacity: 1 }, 2: {} } } }, over: behind })
    const first = await north.post({ body: basketOf(), key: 'k-1' })
    const retry = await north.post({ body: basketOf(), key: 'k-1' })
    expect([first.status, first.body.type]).toEqual([409, '/problems/sold-out'])
    expect([retry.status, retry.body]).toEqual([409, first.body])
  })

  it('of what has ended since says so', async () => {
    const { north } = await start()
    const { body } = await north.post({ body: basketOf(), key: 'k-1' })
    await north.release(body.id, body.token)
    const retry = await north.post({ body: basketOf(), key: 'k-1' })
    expect([retry.status, retry.body.state, retry.body.id]).toEqual([200, 'released', body.id])
    expect(heldSeats()).toBe(0)
  })

  it.each([[''], ['a'.repeat(256)], ['two words'], ['caf\u00e9']])('cannot be %j', async key => {
    const { north } = await start()
    const { status, body } = await north.post({ body: basketOf(), key })
    expect([status, body.type]).toEqual([400, '/problems/bad-idempotency-key'])
    expect(body.errors[0]?.field).toBe('Idempotency-Key')
    expect(sites.north.store.reservations.size).toBe(0)
  })

  it('may be 255 characters long', async () => {
    const { north } = await start()
    expect((await north.post({ body: basketOf(), key: '~'.repeat(255) })).status).toBe(201)
  })
})
