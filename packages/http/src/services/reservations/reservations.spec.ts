import { afterEach, describe, expect, it } from '@jest/globals'
import type { Client } from '../../testing/client.ts'
import { basketOf, clientOf } from '../../testing/client.ts'
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

describe('a token', () => {
  it('lists its reservations, newest first, and nobody else\'s', async () => {
    const { north } = await start()
    const first = await north.post({ body: basketOf({ quantity: 1 }) })
    const { token } = first.body
    const second = await north.post({ body: basketOf({ game: 2 }), token })
    const other = await north.post({ body: basketOf({ email: 'bob@example.com' }) })
    const mine = await north.list(token)
    expect(mine.body.reservations.map(({ id }) => id).toSorted()).toEqual([first.body.id, second.body.id].toSorted())
    expect((await north.list(other.body.token)).body.reservations).toHaveLength(1)
  })

  it('is needed', async () => {
    const { north } = await start()
    const { body } = await north.post({ body: basketOf() })
    for (const answer of [await north.read(body.id), await north.list(), await north.release(body.id)]) {
      expect([answer.status, answer.body.type]).toEqual([401, '/problems/unauthorized'])
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="matchday"')
    }
    expect(heldSeats()).toBe(2)
  })

  it('that is not one is refused, on a POST as well', async () => {
    const { north, south } = await start()
    const { body } = await north.post({ body: basketOf() })
    const elsewhere = (await south.post({ body: basketOf() })).body.token
    for (const token of ['x', `${body.token}x`, body.token.slice(0, -1), elsewhere]) {
      const read = await north.read(body.id, token)
      expect(read.status).toBe(401)
      expect(read.headers.get('www-authenticate')).toBe('Bearer realm="matchday", error="invalid_token"')
      expect((await north.post({ body: basketOf(), token })).status).toBe(401)
    }
    const basic = await north.post({ body: basketOf(), headers: { Authorization: 'Basic YTpi' } })
    expect(basic.status).toBe(401)
    expect(sites.north.store.reservations.size).toBe(1)
  })

  it('of one session cannot read or release what is another\'s', async () => {
    const { north } = await start()
    const [ana, bob] = [
      await north.post({ body: basketOf() }),
      await north.post({ body: basketOf({ email: 'bob@example.com' }) }),
    ]
    for (const answer of [
      await north.read(ana.body.id, bob.body.token),
      await north.release(ana.body.id, bob.body.token),
      await north.read('00000000-0000-8000-8000-000000000000', bob.body.token),
      await north.read('not-an-id', bob.body.token),
      await north.read(ana.body.id.toUpperCase(), ana.body.token),
    ]) expect([answer.status, answer.body.type]).toEqual([404, '/problems/reservation-not-found'])
    expect(heldSeats()).toBe(4)
  })
})

describe('DELETE /api/v1/reservations/:id', () => {
  it('gives the seats back at every site, once', async () => {
    const { north } = await start()
    const { body } = await north.post({ body: basketOf() })
    const released = await north.release(body.id, body.token)
    expect([released.status, released.body.state]).toEqual([200, 'released'])
    expect(released.body).not.toHaveProperty('expiresAt')
    expect(heldSeats()).toBe(0)
    const again = await north.release(body.id, body.token)
    expect([again.status, again.body.state]).toEqual([200, 'released'])
  })

  it('says 202 when the log is not heard in time', async () => {
    const { north } = await start({ config: { decisionTimeoutMs: 50 } })
    const { body } = await north.post({ body: basketOf() })
    sites.north.consumer.pause()
    expect((await north.release(body.id, body.token)).status).toBe(202)
    sites.north.consumer.resume()
    await until(async () => (await north.read(body.id, body.token)).body.state === 'released')
  })

  it('of what was never decided says 202 as well', async () => {
    const { north } = await start({ config: { decisionTimeoutMs: 50 } })
    sites.north.consumer.pause()
    const { body } = await north.post({ body: basketOf() })
    const answer = await north.release(body.id, body.token)
    expect([answer.status, answer.body.state]).toEqual([202, 'requested'])
  })
})

describe('a hold that ends', () => {
  it('is told of as expired', async () => {
    const { north } = await start({ games: { 1: { holdMaxMs: 60 }, 2: {} } })
    const { body } = await north.post({ body: basketOf() })
    expect(body.secondsLeft).toBe(0)
    // Any later record moves the log clock.
    await until(async () => {
      await north.post({ body: basketOf({ game: 2, quantity: 1, email: `${Math.random()}@example.com` }) })
      return (await north.read(body.id, body.token)).body.state === 'expired'
    })
  })
})
