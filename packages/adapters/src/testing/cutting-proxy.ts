import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/** A way to a server that can be cut. */
export type CuttingProxy = {
  /** The server's url, by way of the proxy. */
  readonly url: string
  /** Break a connection as soon as the server says the next thing on it, so that the client never hears it. */
  readonly cutNextAnswers: (how: 'end' | 'reset') => void
  /** Break every connection now and take no new one, until `open`. */
  readonly shut: () => Promise<void>
  readonly open: () => Promise<void>
}

/** A proxy on the loopback in front of the server that `target` names, for tests of what breaks on the way. */
export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let cutting: 'end' | 'reset' | null = null
  const server = createServer(client => {
    const upstream = connect(Number(port), hostname)
    const drop = (): void => {
      client.destroy()
      upstream.destroy()
      sockets.delete(client)
    }
    sockets.add(client)
    for (const socket of [client, upstream]) socket.on('error', drop).on('close', drop)
    client.pipe(upstream)
    upstream.on('data', (bytes: Buffer) => {
      if (cutting === null) return void client.write(bytes)
      if (cutting === 'reset') client.resetAndDestroy()
      drop()
    })
  })
  let boundPort = 0
  const open = async (): Promise<void> => {
    cutting = null
    await new Promise<void>(resolve => void server.listen(boundPort, '127.0.0.1', resolve))
    boundPort = (server.address() as AddressInfo).port
  }
  await open()
  const url = new URL(target)
  url.port = String(boundPort)
  return {
    url: url.href,
    cutNextAnswers: how => { cutting = how },
    shut: async () => {
      const closed = new Promise(resolve => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
    open,
  }
}
