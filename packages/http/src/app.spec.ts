import { afterEach, describe, expect, it } from '@jest/globals'
import { connect } from 'node:net'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { pino } from 'pino'
import { createApp } from './app.ts'
import { json } from './edge/answer.ts'
import { readJson } from './edge/read-json.ts'
import type { Route } from './route.ts'
import type { Served } from './testing/serve.ts'
import { serve } from './testing/serve.ts'
import { until } from './testing/until.ts'

let served: Served | undefined
afterEach(() => served?.close())

const route = (handle: Route['handle'], method: Route['method'] = 'get', path = '/thing/{id}'): Route => ({
  method,
  path,
  operation: null,
  handle,
})

async function appWith(...routes: Route[]) {
  const logged: string[] = []
  const measured: unknown[][] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
  served = await serve(createApp({ routes, metrics: { request: (...all) => void measured.push(all) }, log }))
  return { served, logged, measured }
}

const reading = route(async request => json(200, await readJson(request)), 'post')

const echo = route(request => json(200, { id: request.params.id }))

/** What a socket gets back for bytes that no HTTP client would send. */
const raw = (url: string, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () => socket.write(text))
    let answer = ''
    socket.on('data', data => (answer += data.toString()))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    socket.setTimeout(3_000, () => socket.destroy())
  })

describe('the app', () => {
  it('answers what no route does with a problem', async () => {
    const { served } = await appWith(echo)
    for (const path of ['/', '/nothing', '/thing', '/thing/1/2', '/..%2f..%2fetc/passwd']) {
      const response = await served.get(path)
      expect([response.status, response.headers.get('content-type')]).toEqual([
        404, 'application/problem+json; charset=utf-8',
      ])
      expect(await response.json()).toMatchObject({ type: '/problems/not-found', status: 404 })
    }
  })

  it('names the methods that are allowed', async () => {
    const { served } = await appWith(echo, route(() => json(200, {}), 'delete'))
    for (const method of ['POST', 'PUT', 'PATCH', 'PURGE']) {
      const refused = await fetch(`${served.url}/thing/1`, { method })
      expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, DELETE, HEAD, OPTIONS'])
      expect(await refused.json()).toMatchObject({ type: '/problems/method-not-allowed' })
    }
    const asked = await fetch(`${served.url}/thing/1`, { method: 'OPTIONS' })
    expect([asked.status, asked.headers.get('allow')]).toEqual([204, 'GET, DELETE, HEAD, OPTIONS'])
    expect(await asked.text()).toBe('')
  })

  it('refuses a path that does not decode', async () => {
    const { served, logged } = await appWith(echo)
    const response = await served.get('/thing/%E0%A4%A')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ type: '/problems/malformed-request' })
    expect(logged).toEqual([])
  })

  it('says nothing of what broke but an id, under which it is logged', async () => {
    const { served, logged } = await appWith(route(() => {
      throw new Error('the password is hunter2')
    }))
    const response = await served.get('/thing/1')
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(text).not.toContain('hunter2')
    const { instance } = JSON.parse(text) as { instance: string }
    expect(instance).toMatch(/^urn:uuid:/)
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({ instance, err: { message: 'the password is hunter2' } })
  })

  it('asks to try again when a part is away', async () => {
    const away = new Unavailable('sales-log', new Error('ECONNREFUSED'))
    const { served } = await appWith(route(() => Promise.reject(away)))
    const response = await served.get('/thing/1')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
    const body = await response.text()
    expect(JSON.parse(body)).toMatchObject({ type: '/problems/unavailable' })
    expect(body).not.toContain('ECONNREFUSED')
  })

  it('is done with a client who goes away in the middle of his request', async () => {
    const { served, measured, logged } = await appWith(reading)
    const { hostname, port } = new URL(served.url)
    const head = 'POST /thing/1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n'
    const socket = connect(Number(port), hostname, () => socket.write(`${head}{"items"`))
    setTimeout(() => socket.destroy(), 50)
    await until(() => measured.length === 1)
    expect(measured[0]).toEqual(['/thing/{id}', 'POST', 408, expect.any(Number)])
    expect(logged).toEqual([])
  })

  it('measures by route, never by path', async () => {
    const { served, measured } = await appWith(echo)
    await served.get('/thing/1?x=1')
    await served.get('/thing/2')
    await served.get('/other')
    expect(measured.map(([path, method, status]) => [path, method, status])).toEqual([
      ['/thing/{id}', 'GET', 200],
      ['/thing/{id}', 'GET', 200],
    ])
  })

  it('logs nothing of what went well', async () => {
    const { served, logged } = await appWith(echo)
    await served.get('/thing/1')
    expect(logged).toEqual([])
  })

  it('tells browsers that its answers are data', async () => {
    const { served } = await appWith(echo)
    const { headers } = await served.get('/thing/1')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(headers.get('x-powered-by')).toBeNull()
  })

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 'HTTP/1.1 400 Bad Request', '/problems/malformed-request'],
    ['two lengths', 'GET /thing/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      'HTTP/1.1 400 Bad Request', '/problems/malformed-request'],
    ['a line break in a header', 'GET /thing/1 HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n',
      'HTTP/1.1 400 Bad Request', '/problems/malformed-request'],
    ['20 kB of headers', `GET /thing/1 HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`,
      'HTTP/1.1 431 Request Header Fields Too Large', '/problems/headers-too-large'],
  ])('refuses %s', async (_what, sent, status, type) => {
    const { served } = await appWith(echo)
    const answer = await raw(served.url, sent)
    expect(answer).toContain(status)
    expect(answer).toContain('application/problem+json')
    expect(answer).toContain(type)
  })
})
