import { afterEach, describe, expect, it } from '@jest/globals'
import { createMemoryLog, createMemoryLogStore } from '@matchday/adapters/memory/sales-log'
import { openMemorySite } from '@matchday/adapters/memory/open-site'
import { createMemorySiteStore } from '@matchday/adapters/memory/site-store'
import { systemClock } from '@matchday/adapters/config/clock'
import { Misconfigured } from '@matchday/adapters/config/misconfigured'
import type { Federation } from '@matchday/domain/inventory/federation'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { compose, createContainer, parts } from './composition.ts'
import type { HttpConfig } from './config.ts'
import type { Outside } from './outside.ts'
import type { RunningHttp } from './start.ts'
import { startHttp } from './start.ts'
import { createTestFederation } from './testing/federation.ts'
import { configOf } from './testing/site.ts'
import { until } from './testing/until.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** In memory, with a count of what is open. */
function outsideOf(federation: Federation = createTestFederation()) {
  const open = { logs: 0, sites: 0 }
  const store = createMemoryLogStore({ logId: 'test-log', partitions: 1, clock: systemClock })
  const outside: Outside = {
    federation: () => Promise.resolve({ current: federation, versions: [federation] }),
    openLog: () => {
      open.logs++
      const log = createMemoryLog(store)
      const close = (): Promise<void> => {
        open.logs--
        return log.close()
      }
      return Promise.resolve({ ...log, close })
    },
    openSite: (_config, clock) => {
      open.sites++
      const site = openMemorySite(createMemorySiteStore(), clock)
      const close = (): Promise<void> => {
        open.sites--
        return site.close()
      }
      return { ...site, close }
    },
  }
  return { outside, open }
}

const start = async (config: Partial<HttpConfig>, outside: Outside, signal?: AbortSignal): Promise<RunningHttp> => {
  const running = await startHttp(configOf('north', config), { outside, ...(signal !== undefined && { signal }) })
  closing.push(running.close)
  return running
}

describe('the composition', () => {
  it('resolves every root', async () => {
    const container = createContainer(configOf('north'), outsideOf().outside)
    for (const root of Object.values(parts)) expect(await container.getAsync<unknown>(root)).toBeDefined()
    const { close } = await compose(container)
    close.streams()
    await close.parts()
  })

  it.each<[HttpConfig['services'], number, number]>([
    [['shop'], 200, 404],
    [['reservations'], 404, 401],
    [['shop', 'reservations'], 200, 401],
  ])('mounts %j and nothing else', async (services, games, reservations) => {
    const { url } = await start({ services }, outsideOf().outside)
    expect((await fetch(`${url}/api/v1/games`)).status).toBe(games)
    expect((await fetch(`${url}/api/v1/reservations`)).status).toBe(reservations)
    const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object }
    expect(Object.hasOwn(paths, '/api/v1/games')).toBe(games === 200)
    expect(Object.hasOwn(paths, '/api/v1/reservations')).toBe(reservations === 401)
  })

  it('needs no sales log for a shop alone', async () => {
    const { outside, open } = outsideOf()
    await start({ services: ['shop'] }, { ...outside, openLog: () => Promise.reject(new Unavailable('sales-log')) })
    expect(open.sites).toBe(1)
  })

  it('closes what it opened', async () => {
    const { outside, open } = outsideOf()
    const running = await startHttp(configOf('north'), { outside })
    expect(open).toEqual({ logs: 1, sites: 1 })
    await Promise.all([running.close(), running.close()])
    expect(open).toEqual({ logs: 0, sites: 0 })
  })

  it('closes what it opened when the port is taken', async () => {
    const { url } = await start({}, outsideOf().outside)
    const { outside, open } = outsideOf()
    const second = startHttp(configOf('north', { port: Number(new URL(url).port) }), { outside })
    await expect(second).rejects.toThrow('the port is taken')
    expect(open).toEqual({ logs: 0, sites: 0 })
  })
})

describe('a start', () => {
  it.each<[string, Partial<Federation>]>([
    ['federation.json is for the sales log other, but this is test-log', { logId: 'other' }],
    ['federation.json says 12 partition(s), but the sales log has 1', { partitions: 12 }],
    ['the site north is not in the roster of federation.json', { sites: [] }],
  ])('is refused: %s', async (message, changed) => {
    const { outside, open } = outsideOf({ ...createTestFederation(), ...changed })
    await expect(startHttp(configOf('north'), { outside })).rejects.toThrow(new Misconfigured(message))
    expect(open).toEqual({ logs: 0, sites: 0 })
  })

  it('serves the shop while the log is away, and finds it when it is there', async () => {
    const { outside } = outsideOf()
    let isAway = true
    const openLog: Outside['openLog'] = (...given) =>
      isAway ? Promise.reject(new Unavailable('sales-log')) : outside.openLog(...given)
    const { url } = await start({}, { ...outside, openLog })
    expect((await fetch(`${url}/api/v1/games`)).status).toBe(200)
    expect(await logState(url)).toEqual({ name: 'sales-log', ok: false, detail: 'the sales-log is unavailable' })
    isAway = false
    await until(async () => (await logState(url))?.ok === true)
  })

  it('says from then on what is wrong with a log that came late', async () => {
    const { outside, open } = outsideOf({ ...createTestFederation(), partitions: 12 })
    let tries = 0
    const openLog: Outside['openLog'] = (...given) =>
      ++tries === 1 ? Promise.reject(new Unavailable('sales-log')) : outside.openLog(...given)
    const { url } = await start({}, { ...outside, openLog })
    const detail = 'federation.json says 12 partition(s), but the sales log has 1'
    await until(async () => (await logState(url))?.detail === detail)
    expect({ tries, logs: open.logs }).toEqual({ tries: 2, logs: 0 })
  })

  it('closes a log that comes when nobody waits any more', async () => {
    const { outside, open } = outsideOf()
    const { promise: gate, resolve: comes } = Promise.withResolvers<void>()
    const openLog: Outside['openLog'] = (...given) => gate.then(() => outside.openLog(...given))
    await expect(start({}, { ...outside, openLog }, AbortSignal.timeout(50))).rejects.toThrow('timeout')
    comes()
    await until(() => open.logs === 0 && open.sites === 0)
  })
})

type PartState = { readonly name: string; readonly ok: boolean; readonly detail?: string }

const logState = async (url: string): Promise<PartState | undefined> => {
  const { parts: states } = (await (await fetch(`${url}/readyz`)).json()) as { parts: PartState[] }
  return states.find(({ name }) => name === 'sales-log')
}
