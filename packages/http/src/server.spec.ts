import { afterEach, describe, expect, it } from '@jest/globals'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { RunningServer, Timeouts } from './server.ts'
import { CannotListen, startServer } from './server.ts'

const running: RunningServer[] = []
const sockets: Socket[] = []

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of running.splice(0)) await server.close()
})

const here = { host: '127.0.0.1', port: 0 }

async function start(settings: Partial<Parameters<typeof startServer>[1]> = {}, delayMs = 0): Promise<RunningServer> {
  const answer = (response: ServerResponse) => setTimeout(() => response.end('done'), delayMs).unref()
  const server = await startServer((_request, response) => void answer(response), { ...here, ...settings })
  running.push(server)
  return server
}

function open({ url }: RunningServer, text: string): { ended: Promise<string>; socket: Socket } {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname, () => socket.write(text))
  sockets.push(socket)
  let answer = ''
  socket.on('data', data => (answer += data.toString()))
  return { socket, ended: new Promise(resolve => socket.on('close', () => resolve(answer))) }
}

describe('a server that starts', () => {
  it('says in one line that its port is taken', async () => {
    const { url } = await start()
    const port = Number(new URL(url).port)
    const second = startServer(() => {}, { ...here, port })
    await expect(second).rejects.toThrow(CannotListen)
    await expect(second).rejects.toThrow(
      `cannot listen on 127.0.0.1:${port}: the port is taken; stop what listens there, or set another PORT`,
    )
  })

  it('says that it has no such address', async () => {
    await expect(startServer(() => {}, { ...here, host: '192.0.2.1' })).rejects.toThrow('no such address')
  })
})

describe('a server that stops', () => {
  it('lets what is under way finish, and takes nothing new', async () => {
    const server = await start({}, 150)
    const answer = fetch(server.url).then(response => response.text())
    await pause(50)
    const closing = server.close()
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
    expect(await answer).toBe('done')
    await closing
  })

  it('does not wait for a connection that is only kept alive', async () => {
    const server = await start({ stopWithinMs: 5_000 }, 50)
    const { ended } = open(server, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await pause(20)
    const startedMs = performance.now()
    await server.close()
    expect(performance.now() - startedMs).toBeLessThan(2_000)
    expect(await ended).toContain('done')
  })

  it('cuts off what takes too long', async () => {
    const server = await start({ stopWithinMs: 100 }, 60_000)
    const answer = fetch(server.url).then(() => 'answered', () => 'cut off')
    await pause(50)
    await server.close()
    expect(await answer).toBe('cut off')
  })
})

describe('a client that sends slowly', () => {
  const timeouts: Timeouts = { headersMs: 150, requestMs: 150, keepAliveMs: 200, checkMs: 20 }

  it.each<[string, Partial<Timeouts>, string, string]>([
    ['headers', { requestMs: 60_000 }, 'GET / HTTP/1.1\r\nHost: x\r\n', 'X-A: b\r\n'],
    ['a body', {}, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n', 'x'],
  ])('is cut off in the middle of %s', async (_what, over, first, more) => {
    // A handler that reads the body is never reached by headers alone, and must not answer before the body is there.
    const server = await startServer((request, response) => {
      request.resume().on('end', () => response.end('done'))
      request.on('error', () => {})
    }, { ...here, timeouts: { ...timeouts, ...over } })
    running.push(server)
    const { socket, ended } = open(server, first)
    socket.on('error', () => {})
    const drip = setInterval(() => socket.writable && socket.write(more), 30)
    const answer = await ended
    clearInterval(drip)
    expect(answer).not.toContain('done')
    expect(answer).toContain('HTTP/1.1 408')
    expect(answer).toContain('/problems/request-timeout')
  })

  it('is let go when it sends nothing more', async () => {
    const server = await start({ timeouts })
    const { ended } = open(server, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    expect(await ended).toContain('done')
  })
})
