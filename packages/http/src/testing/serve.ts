import type { RequestListener } from 'node:http'
import type { ServerSettings } from '../server.ts'
import { startServer } from '../server.ts'

export type Served = {
  readonly url: string
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>
  readonly close: () => Promise<void>
}

/** An app on a free port. */
export async function serve(app: RequestListener, settings: Partial<ServerSettings> = {}): Promise<Served> {
  const { url, close } = await startServer(app, { host: '127.0.0.1', port: 0, stopWithinMs: 500, ...settings })
  return { url, get: (path, headers = {}) => fetch(url + path, { headers }), close }
}
