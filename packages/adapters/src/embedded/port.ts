import type { AddressInfo, Server } from 'node:net'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedError } from './error.ts'
import type { Postmaster } from './postmaster.ts'

/** Attempts at a free port, which another program may take between our look and Postgres' bind. */
const portAttemptsMax = 5
/** Waits for the children of a killed server, a quarter of a second each. */
const endingWaitsMax = 60
const endingWaitMs = 250

/** Starts on the port wanted, or on a free one, and again where the reason to fail is one that passes. */
export const startOnPort = async (
  wanted: number | undefined,
  start: (port: number) => Promise<Postmaster>,
): Promise<{ port: number; postmaster: Postmaster }> => {
  let ports = 0
  let waits = 0
  for (;;) {
    const port = wanted ?? (await freePorts(1))[0] ?? 0
    try {
      return { port, postmaster: await start(port) }
    } catch (error) {
      const code = error instanceof EmbeddedError ? error.code : undefined
      ports += code === 'port-taken' ? 1 : 0
      waits += code === 'still-ending' ? 1 : 0
      const again =
        (code === 'port-taken' && wanted === undefined && ports < portAttemptsMax) ||
        (code === 'still-ending' && waits < endingWaitsMax)
      if (!again) throw error
      if (code === 'still-ending') await sleep(endingWaitMs)
    }
  }
}

/** So many ports that nobody listens on, all different; another program may take one before it is used. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers = Array.from({ length: count }, () => createServer())
  try {
    return await Promise.all(servers.map(listenAnywhere))
  } finally {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  }
}

/** Makes sure that the ports are free before anything is started. @throws EmbeddedError for the first that is not */
export const checkPorts = async (host: string, ports: readonly number[]): Promise<void> => {
  for (const port of ports) {
    const code = await listenFault(host, port)
    if (code === 'EADDRINUSE') throw portTaken(port)
    if (code !== undefined) throw new EmbeddedError('port-taken', `port ${port} cannot be listened on (${code})`)
  }
}

export const portTaken = (port: number): EmbeddedError =>
  new EmbeddedError('port-taken', `port ${port} is taken: stop what uses it, or choose others with --port`)

const listenFault = (host: string, port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })

const listenAnywhere = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
