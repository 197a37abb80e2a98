import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedPostgresError } from './error.ts'
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
    const port = wanted ?? (await freePort())
    try {
      return { port, postmaster: await start(port) }
    } catch (error) {
      const code = error instanceof EmbeddedPostgresError ? error.code : undefined
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

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
