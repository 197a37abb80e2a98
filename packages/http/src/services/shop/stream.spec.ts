import { afterEach, describe, expect, it } from '@jest/globals'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { createApp } from '../../app.ts'
import { createLogger } from '../../logger.ts'
import type { FakeCatalogue } from '../../testing/games.ts'
import { createFakeCatalogue, stockOf, todayMs } from '../../testing/games.ts'
import type { Served } from '../../testing/serve.ts'
import { serve } from '../../testing/serve.ts'
import { until } from '../../testing/until.ts'
import type { Shop } from './shop.ts'
import { createShop } from './shop.ts'
import type { StreamLimits } from './stream.ts'
import { streamLimits } from './stream.ts'

const path = '/api/v1/availability/stream'
const stopping: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const stop of stopping.splice(0).toReversed()) await stop()
})

type Site = { catalogue: FakeCatalogue; shop: Shop; served: Served }

async function siteWith(limits: Partial<StreamLimits> = {}, games = [stockOf(1), stockOf(2)]): Promise<Site> {
  const catalogue = createFakeCatalogue(...games)
  const shop = createShop({ catalogue, calendar: () => todayMs }, { ...streamLimits, gatherMs: 20, ...limits })
  const app = createApp({ routes: shop.routes, metrics: { request: () => {} }, log: createLogger('north', 'silent') })
  const served = await serve(app)
  stopping.push(served.close, shop.close)
  return { catalogue, shop, served }
}

type Event = { id: string; event: string; data: { games: { game: number; categories: { available: number }[] }[] } }

/** Reads events, and the comments between them, until the stream ends. */
async function follow({ served }: Site, headers: Record<string, string> = {}) {
  const aborting = new AbortController()
  const response = await fetch(served.url + path, { headers, signal: aborting.signal })
  const events: Event[] = []
  const comments: string[] = []
  const reading = (async () => {
    let text = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (text + chunk).split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) {
        if (part.startsWith(':')) comments.push(part)
        else events.push(eventOf(part))
      }
    }
  })().catch(() => {})
  stopping.push(() => aborting.abort())
  return { response, events, comments, reading, stop: () => aborting.abort() }
}

function eventOf(part: string): Event {
  const fields = new Map(part.split('\n').map(line => line.split(/: (.*)/) as [string, string]))
  const data = JSON.parse(fields.get('data') ?? '') as Event['data']
  return { id: fields.get('id') ?? '', event: fields.get('event') ?? '', data }
}

describe('GET /api/v1/availability/stream', () => {
  it('begins with a snapshot of every game', async () => {
    const site = await siteWith()
    const { response, events } = await follow(site)
    await until(() => events.length === 1)
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(events[0]).toMatchObject({ id: '1', event: 'snapshot', data: { games: [{ game: 1 }, { game: 2 }] } })
  })

  it('then tells what changed, as it is by then', async () => {
    const site = await siteWith()
    const { events } = await follow(site)
    await until(() => events.length === 1)
    for (const sold of [1, 2, 3]) site.catalogue.change(stockOf(2, { categories: { 1: { sold } } }))
    await until(() => events.length === 2)
    await pause(60)
    expect(events).toHaveLength(2)
    expect(events[1]).toEqual({
      id: '4',
      event: 'change',
      data: {
        games: [{
          game: 2, onSale: true, categories: [{ category: 1, status: 'available', available: 7, pending: 0 }],
        }],
      },
    })
  })

  it('brings whoever comes back a fresh snapshot', async () => {
    const site = await siteWith()
    site.catalogue.change(stockOf(1, { categories: { 1: { sold: 10 } } }))
    const { events } = await follow(site, { 'Last-Event-ID': '1' })
    await until(() => events.length === 1)
    expect(events[0]).toMatchObject({ id: '2', event: 'snapshot' })
  })

  it('says now and then that it is still there', async () => {
    const site = await siteWith({ heartbeatMs: 20 })
    const { comments } = await follow(site)
    await until(() => comments.length >= 2)
    expect(comments[0]).toBe(': still here')
  })

  it('takes no more followers than it may have, and one again when one has gone', async () => {
    const site = await siteWith({ followersMax: 3 })
    const followers = [await follow(site), await follow(site), await follow(site)]
    for (let more = 0; more < 5; more++) {
      const refused = await site.served.get(path)
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
      expect(await refused.json()).toMatchObject({ type: '/problems/busy' })
    }
    expect(site.shop.streamFollowers()).toBe(3)
    followers[0]?.stop()
    await until(() => site.shop.streamFollowers() === 2)
    expect((await follow(site)).response.status).toBe(200)
  })

  it('drops a follower who does not read, and nobody else', async () => {
    const many = Array.from({ length: 200 }, (_, index) => stockOf(index + 1))
    const site = await siteWith({ gatherMs: 1, backlogBytesMax: 65_536 }, many)
    const reader = await follow(site)
    const { hostname, port } = new URL(site.served.url)
    const sleeper = connect({ host: hostname, port: Number(port) })
    stopping.push(() => void sleeper.destroy())
    sleeper.on('error', () => {})
    sleeper.pause()
    sleeper.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
    await until(() => site.shop.streamFollowers() === 2)
    await until(() => {
      site.catalogue.change(...many)
      return site.shop.streamFollowers() === 1
    }, 10_000)
    const before = reader.events.length
    site.catalogue.change(stockOf(1))
    await until(() => reader.events.length > before)
  }, 15_000)

  it('keeps nothing ready while nobody follows, and lets go of the copy when it is closed', async () => {
    const site = await siteWith()
    site.catalogue.change(stockOf(1))
    const { reading, events } = await follow(site)
    await until(() => events.length === 1)
    site.shop.close()
    await reading
    expect(site.catalogue.followers()).toBe(0)
    expect(events).toHaveLength(1)
  })

  it('answers HEAD without following', async () => {
    const site = await siteWith()
    const response = await fetch(site.served.url + path, { method: 'HEAD' })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
    expect(site.shop.streamFollowers()).toBe(0)
  })
})
