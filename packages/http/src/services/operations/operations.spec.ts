import { afterEach, describe, expect, it } from '@jest/globals'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { Catalogue } from '@matchday/domain/ports/catalogue'
import { problems } from '../../problems.ts'
import { basketOf, clientOf } from '../../testing/client.ts'
import { createContract } from '../../testing/contract.ts'
import { allRoutes } from '../../testing/routes.ts'
import type { SitesOptions, TestSites } from '../../testing/site.ts'
import { startSites } from '../../testing/site.ts'

const check = createContract(allRoutes())

let sites: TestSites
afterEach(() => sites.close())

async function start(options: SitesOptions = {}) {
  sites = await startSites(options)
  const { url } = sites.north
  return {
    url,
    read: async (path: string, template = path, headers: Record<string, string> = {}) => {
      const response = await fetch(url + path, { headers })
      const type = response.headers.get('content-type')
      const text = await response.text()
      const body: unknown = type?.includes('json') ? JSON.parse(text) : text
      check('GET', template, { status: response.status, type, body })
      return { status: response.status, type, text, body, headers: response.headers }
    },
  }
}

const caughtUpAgo = (catalogue: Catalogue, ms: number): Catalogue => ({
  ...catalogue,
  view: () => ({ ...catalogue.view(), caughtUpAtMs: Date.now() - ms }),
})

describe('health', () => {
  it('is alive as long as it answers', async () => {
    const { read } = await start()
    expect(await read('/healthz')).toMatchObject({ status: 200, body: { status: 'alive' } })
  })

  it('is ready when database and log answer and the copy is fresh', async () => {
    const { read } = await start()
    expect(await read('/readyz')).toMatchObject({
      status: 200,
      body: {
        status: 'ready',
        parts: [{ name: 'database', ok: true }, { name: 'sales-log', ok: true }, { name: 'copy', ok: true }],
        alarms: [],
      },
    })
  })

  it('names every part that is not, and why', async () => {
    const away = () => Promise.reject(new Error('connection refused'))
    const { read } = await start({
      over: {
        salesLog: log => ({ ...log, end: () => new Promise(() => {}) }),
        site: site => ({
          ...site,
          reservations: { ...site.reservations, find: away },
          convergence: { standings: away },
          catalogue: caughtUpAgo(site.catalogue, 60_000),
        }),
      },
    })
    expect(await read('/readyz')).toMatchObject({
      status: 503,
      body: {
        status: 'not-ready',
        parts: [
          { name: 'database', ok: false, detail: 'connection refused' },
          { name: 'sales-log', ok: false, detail: 'no answer within 1000 ms' },
          { name: 'copy', ok: false, detail: expect.stringContaining('at the end of the log for 60 s') },
        ],
      },
    })
  })

  it('is ready, and says so, where another copy differs from its own', async () => {
    const standing = {
      partition: 0, site: 'south' as SiteId, statedAt: 9, at: 7, theirs: 'x', ours: 'y', equalAt: 3, differsFrom: 7,
    }
    const equal = { ...standing, site: 'west' as SiteId, theirs: 'y', differsFrom: null }
    const standings = () => Promise.resolve([standing, equal])
    const { read } = await start({ over: { site: site => ({ ...site, convergence: { standings } }) } })
    expect(await read('/readyz')).toMatchObject({
      status: 200,
      body: {
        status: 'ready',
        alarms: ['partition 0: this copy and that of south differ from offset 7 on, and were equal at 3'],
      },
    })
  })

  it('asks the parts once for many who ask at the same time', async () => {
    let asked = 0
    const { read } = await start({
      over: {
        salesLog: log => ({
          ...log,
          end: partition => {
            asked++
            return log.end(partition)
          },
        }),
      },
    })
    await Promise.all(Array.from({ length: 20 }, () => read('/readyz')))
    expect(asked).toBe(1)
  })
})

describe('GET /metrics', () => {
  it('counts requests by route, reservations by outcome, and how long the log took', async () => {
    const { read, url } = await start()
    const client = clientOf(url)
    const { body } = await client.post({ body: basketOf() })
    await client.post({ body: basketOf({ quantity: 7 }) })
    await client.release(body.id, body.token)
    const { type, text } = await read('/metrics')
    expect(type).toContain('text/plain')
    const route = 'route="/api/v1/reservations",method="POST",status="201"'
    for (const line of [
      `matchday_http_request_duration_seconds_count{site="north",${route}} 1`,
      'matchday_reservations_total{outcome="held",site="north"} 1',
      'matchday_reservations_total{outcome="bad-basket",site="north"} 1',
      'matchday_reservations_total{outcome="released",site="north"} 1',
      'matchday_decision_wait_seconds_count{site="north"} 2',
      'matchday_stream_followers{site="north"} 0',
      'nodejs_eventloop_lag_seconds{site="north"}',
    ]) expect(text).toContain(line)
    const age = Number(/matchday_catalogue_age_seconds\{site="north"\} (\S+)/.exec(text)?.[1])
    expect(age).toBeGreaterThanOrEqual(0)
    expect(age).toBeLessThan(5)
  })
})

type Operation = {
  operationId?: string
  summary?: string
  requestBody?: { content: Record<string, { example?: unknown }> }
}
type Document = { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: object } }

describe('GET /openapi.json', () => {
  it('describes every operation, each under its own name', async () => {
    await start()
    const { status, type, body } = await fetchDocument()
    expect([status, type]).toEqual([200, 'application/json; charset=utf-8'])
    expect(body.openapi).toBe('3.1.0')
    const described = Object.entries(body.paths).flatMap(([path, at]) => Object.keys(at).map(method => method + path))
    const documented = allRoutes().filter(({ operation }) => operation !== null)
    expect(described.toSorted()).toEqual(documented.map(({ method, path }) => method + path).toSorted())
    const operations = Object.values(body.paths).flatMap(at => Object.values(at))
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
    for (const { summary } of operations) expect(summary).toBeTruthy()
  })

  it('has an example that works as it is', async () => {
    await start({ games: { 1: { categories: { 1: {}, 2: {}, 3: {} } } } })
    const { body } = await fetchDocument()
    const example = body.paths['/api/v1/reservations']?.post?.requestBody?.content['application/json']?.example
    expect((await clientOf(sites.north.url).post({ body: example })).status).toBe(201)
  })

  const fetchDocument = async () => {
    const response = await fetch(`${sites.north.url}/openapi.json`)
    const type = response.headers.get('content-type')
    return { status: response.status, type, body: (await response.json()) as Document }
  }
})

describe('the pages', () => {
  it('show the API from this site alone', async () => {
    const { url } = await start()
    const page = await fetch(`${url}/docs`)
    const text = await page.text()
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(text).not.toMatch(/https?:\/\//)
    const loaded = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '')
    expect(loaded).toContain('/docs/swagger-ui-bundle.js')
    for (const path of loaded) {
      const asset = await fetch(url + path)
      expect([path, asset.status]).toEqual([path, 200])
      expect((await asset.arrayBuffer()).byteLength).toBeGreaterThan(100)
    }
  })

  it.each(['package.json', '..%2Fpackage.json', 'swagger-ui.js', '__proto__', 'index.html'])(
    'serve nothing else of the package: %s',
    async name => {
      const { url } = await start()
      expect((await fetch(`${url}/docs/${name}`)).status).toBe(404)
    },
  )

  it('lead on from the base URL, for people and for programs', async () => {
    const { read, url } = await start()
    const { body } = await read('/')
    const { links } = body as { links: { href: string }[] }
    for (const { href } of links) {
      const aborting = new AbortController()
      const { status } = await fetch(url + href, { signal: aborting.signal })
      expect([href, status]).toEqual([href, href === '/api/v1/reservations' ? 401 : 200])
      aborting.abort()
    }
    const page = await read('/', '/', { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' })
    expect(page.type).toBe('text/html; charset=utf-8')
    for (const { href } of links) expect(page.text).toContain(`href="${href.replaceAll('&', '&amp;')}"`)
  })

  it('explain every problem under its type', async () => {
    const { read } = await start()
    const { body } = await read('/problems')
    const { problems: listed } = body as { problems: { type: string }[] }
    expect(listed).toHaveLength(Object.keys(problems).length)
    for (const entry of listed) {
      const one = await read(entry.type, '/problems/{kind}')
      expect([one.status, one.body]).toEqual([200, entry])
    }
    expect((await read('/problems/nothing', '/problems/{kind}')).status).toBe(404)
    expect((await read('/problems/constructor', '/problems/{kind}')).status).toBe(404)
  })
})
