import type { RequestListener, Server } from 'node:http'
import { createServer, STATUS_CODES } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { problem } from './edge/answer.ts'
import type { ProblemKind } from './problems.ts'

export type ServerSettings = {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** When stopping, requests that are under way may take this long, in milliseconds, before they are cut off. */
  readonly stopWithinMs?: number
  readonly timeouts?: Timeouts
}

/** All in milliseconds. Who sends a byte now and then to keep a connection is cut off by the first two. */
export type Timeouts = {
  readonly headersMs: number
  readonly requestMs: number
  /** Longer than the usual minute of a load balancer, so that it never sends into a connection just closed. */
  readonly keepAliveMs: number
  /** How often the others are looked at. */
  readonly checkMs: number
}

export const timeouts: Timeouts = { headersMs: 10_000, requestMs: 15_000, keepAliveMs: 65_000, checkMs: 1_000 }

const headerBytesMax = 16_384

export type RunningServer = {
  /** Where it listens, such as `http://127.0.0.1:3000`. */
  readonly url: string
  /** Takes no more connections, lets what is under way finish, and resolves when the last connection is gone. */
  readonly close: () => Promise<void>
}

/** The server cannot listen; the message is one line for a person. */
export class CannotListen extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause })
    this.name = 'CannotListen'
  }
}

/** @throws CannotListen for a port that is taken or may not be used */
export async function startServer(app: RequestListener, settings: ServerSettings): Promise<RunningServer> {
  const { headersMs, requestMs, keepAliveMs, checkMs } = settings.timeouts ?? timeouts
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: checkMs,
      maxHeaderSize: headerBytesMax,
    },
    app,
  )
  server.on('clientError', refuse)
  await listen(server, settings)
  const { port } = server.address() as AddressInfo
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host
  return { url: `http://${host}:${port}`, close: () => stop(server, settings.stopWithinMs ?? 10_000) }
}

async function listen(server: Server, { host, port }: ServerSettings): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen({ host, port }, resolve)
  try {
    await promise
  } catch (error) {
    throw new CannotListen(`cannot listen on ${host}:${port}: ${reasonOf(error as NodeJS.ErrnoException)}`, error)
  }
  server.removeListener('error', reject)
}

function reasonOf({ code = '', message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return 'the port is taken; stop what listens there, or set another PORT'
  if (code === 'EACCES') return 'this user may not use the port; take one above 1023'
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'this machine has no such address; set another HOST'
  return message
}

async function stop(server: Server, withinMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  // A connection whose last answer goes out after `close` stays open, idle: Node closes only those idle at the time.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const deadline = setTimeout(() => server.closeAllConnections(), withinMs)
  await promise
  clearInterval(sweep)
  clearTimeout(deadline)
}

const kinds: Readonly<Record<string, ProblemKind>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
}

/** What Node refuses before there is a request. The socket knows no responses, so this one is spelled out. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const { status, headers, body } = problem(kinds[error.code ?? ''] ?? 'malformed-request')
  const lines = Object.entries({ ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${body.toString()}`)
}
