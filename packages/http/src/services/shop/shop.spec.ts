import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createApp } from '../../app.ts'
import { createLogger } from '../../logger.ts'
import { createContract } from '../../testing/contract.ts'
import type { FakeCatalogue } from '../../testing/games.ts'
import { createFakeCatalogue, stockOf, todayMs } from '../../testing/games.ts'
import type { Served } from '../../testing/serve.ts'
import { serve } from '../../testing/serve.ts'
import type { Shop } from './shop.ts'
import { createShop } from './shop.ts'

const games = () => [
  stockOf(1, { categories: { 1: { sold: 10 }, 2: { held: 1, sold: 9 }, 3: { held: 9, sold: 0 } } }),
  stockOf(2, { home: 'England', away: 'IR Iran', group: 'B', venue: 'Khalifa', kickOff: '2022-11-21T13:00:00Z' }),
  stockOf(3, { home: '1A', away: 'TBA', group: null, round: 4, kickOff: '2022-12-03T15:00:00Z', venue: 'TBA' }),
]

let catalogue: FakeCatalogue
let nowMs: number
let shop: Shop
let served: Served
let check: ReturnType<typeof createContract>

beforeEach(async () => {
  nowMs = todayMs
  catalogue = createFakeCatalogue(...games())
  shop = createShop({ catalogue, calendar: () => nowMs })
  const { routes } = shop
  check = createContract(routes)
  served = await serve(createApp({ routes, metrics: { request: () => {} }, log: createLogger('north', 'silent') }))
})

afterEach(async () => {
  shop.close()
  await served.close()
})

type GameList = { games: { game: number; onSale: boolean; stage: string; categories: { status: string }[] }[] }

const read = async (path: string, template = path.split('?')[0] ?? ''): Promise<{ status: number; body: GameList }> => {
  const response = await served.get(path)
  const body = (await response.json()) as GameList
  check('GET', template, { status: response.status, type: response.headers.get('content-type'), body })
  return { status: response.status, body }
}

const dollars = (listed: number) => ({ minor: listed * 100, currency: 'USD', listed })

const found = async (query: string): Promise<number[]> =>
  (await read(`/api/v1/games?${query}`)).body.games.map(({ game }) => game)

describe('GET /api/v1/games', () => {
  it('lists every game by number, with its stage, prices and what is left', async () => {
    const { status, body } = await read('/api/v1/games')
    expect(status).toBe(200)
    expect(body.games.map(({ game, stage }) => [game, stage])).toEqual([[1, 'group'], [2, 'group'], [3, 'final']])
    expect(body.games[0]).toEqual({
      game: 1,
      stage: 'group',
      round: 1,
      group: 'A',
      kickOff: '2022-11-20T16:00:00Z',
      venue: 'Al Bayt Stadium',
      home: 'Qatar',
      away: 'Ecuador',
      onSale: true,
      limits: { perBuyer: 6, holdSeconds: 600 },
      categories: [
        { category: 1, status: 'sold-out', available: 0, pending: 0, price: dollars(100) },
        { category: 2, status: 'temporarily-unavailable', available: 0, pending: 1, price: dollars(200) },
        { category: 3, status: 'few-left', available: 1, pending: 9, price: dollars(300) },
      ],
    })
  })

  it.each([
    ['team=england', [2]],
    ['team=Ecuador', [1]],
    ['team=Nowhere', []],
    ['group=b', [2]],
    ['stage=final', [3]],
    ['stage=group&team=Qatar', [1]],
    ['venue=khalifa', [2]],
    ['date=2022-11-21', [2]],
    ['from=2022-11-21', [2, 3]],
    ['to=2022-11-21', [1, 2]],
    ['from=2022-11-21&to=2022-11-30', [2]],
    ['available=true', [1, 2, 3]],
    ['available=false', []],
  ])('%s finds %j', async (query, numbers) => {
    expect(await found(query)).toEqual(numbers)
  })

  it('finds games with seats by what is left now', async () => {
    catalogue.change(stockOf(1, { categories: { 1: { sold: 10 }, 2: { sold: 10 } } }))
    expect(await found('available=true')).toEqual([2, 3])
    expect(await found('available=false')).toEqual([1])
  })

  it.each([
    ['team=', '?team', '/problems/bad-value'],
    ['stage=semis', '?stage', '/problems/bad-value'],
    ['group=AB', '?group', '/problems/bad-value'],
    ['date=2022-13-01', '?date', '/problems/bad-value'],
    ['from=yesterday', '?from', '/problems/bad-value'],
    ['available=yes', '?available', '/problems/bad-value'],
    ['team=A&team=B', '?team', '/problems/bad-value'],
    ['colour=red', '?colour', '/problems/unknown-field'],
    ['__proto__=1', '?__proto__', '/problems/unknown-field'],
  ])('refuses %s', async (query, field, type) => {
    const { status, body } = await read(`/api/v1/games?${query}`)
    expect(status).toBe(400)
    expect(body).toMatchObject({ type: '/problems/invalid-request', errors: [{ field, type }] })
  })

  it('takes a game off sale when it kicks off, without any change of the copy', async () => {
    expect((await read('/api/v1/games')).body.games[0]?.onSale).toBe(true)
    nowMs = Date.UTC(2022, 10, 20, 16)
    expect((await read('/api/v1/games')).body.games[0]?.onSale).toBe(false)
    expect(await found('available=true')).toEqual([2, 3])
  })

  it('does not show what only announcements name', async () => {
    const { list: _, ...unlisted } = stockOf(7)
    catalogue.change({ ...unlisted, list: null })
    expect(await found('')).toEqual([1, 2, 3])
    expect((await served.get('/api/v1/games/7')).status).toBe(404)
  })
})

describe('one game', () => {
  it.each([
    ['/api/v1/games/2', '/api/v1/games/{number}'],
    ['/api/v1/games/2/availability', '/api/v1/games/{number}/availability'],
  ])('is at %s', async (path, template) => {
    const { status, body } = await read(path, template)
    expect(status).toBe(200)
    expect(body).toMatchObject({ game: 2, onSale: true })
  })

  const others = ['99', '0', '-1', '1.5', '01', 'one', '10000', '1e3', '%00', '9'.repeat(40)]

  it.each(others)('there is none at %s', async n => {
    for (const path of [`/api/v1/games/${n}`, `/api/v1/games/${n}/availability`]) {
      const { status, body } = await read(path, path.replace(n, '{number}'))
      expect(status).toBe(404)
      expect(body).toMatchObject({ type: '/problems/game-not-found' })
    }
  })
})

describe('GET /api/v1/availability', () => {
  it('says of every game what is left', async () => {
    const { body } = await read('/api/v1/availability')
    expect(body.games).toHaveLength(3)
    expect(body.games[1]).toEqual({
      game: 2,
      onSale: true,
      categories: [
        { category: 1, status: 'available', available: 10, pending: 0 },
        { category: 2, status: 'available', available: 10, pending: 0 },
      ],
    })
  })
})

describe('pages', () => {
  const paths = ['/api/v1/games', '/api/v1/games?team=Qatar', '/api/v1/games/1', '/api/v1/availability']

  it.each(paths)('%s are not sent again while nothing changes', async path => {
    const first = await served.get(path)
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[\w-]{27}"$/)
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await served.get(path, { 'If-None-Match': known })
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, ''])
    }
    expect((await served.get(path, { 'If-None-Match': '"other"' })).status).toBe(200)
  })

  it('have another tag once what they say changes, and the same tag once it is as before', async () => {
    const tag = async () => (await served.get('/api/v1/games/1')).headers.get('etag')
    const before = await tag()
    catalogue.change(stockOf(1))
    expect(await tag()).not.toBe(before)
    catalogue.change(...games())
    expect(await tag()).toBe(before)
  })

  it('keep their tag when another game changes', async () => {
    const before = (await served.get('/api/v1/games/1')).headers.get('etag')
    catalogue.change(stockOf(2, { categories: { 1: { sold: 5 } } }))
    expect((await served.get('/api/v1/games/1')).headers.get('etag')).toBe(before)
  })

  it('answer HEAD with the headers alone', async () => {
    const whole = await served.get('/api/v1/games')
    const head = await fetch(`${served.url}/api/v1/games`, { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe(String((await whole.arrayBuffer()).byteLength))
    expect(await head.text()).toBe('')
  })
})
