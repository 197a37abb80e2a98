import type { ReservationBody } from '../schemas/reservations.ts'
import { allRoutes } from './routes.ts'
import { createContract } from './contract.ts'

export type Answered = {
  readonly status: number
  readonly headers: Headers
  readonly body: ReservationBody & {
    readonly token: string
    readonly type: string
    readonly detail: string
    readonly errors: { field: string; reason: string; type: string }[]
    readonly reservations: ReservationBody[]
  }
}

export type Sent = {
  readonly body?: unknown
  readonly key?: string
  readonly token?: string
  readonly headers?: Record<string, string>
}

const check = createContract(allRoutes())
const path = '/api/v1/reservations'
const json: Record<string, string> = { 'Content-Type': 'application/json' }

const headersOf = ({ key, token, headers = {} }: Sent): Record<string, string> => ({
  ...(key !== undefined && { 'Idempotency-Key': key }),
  ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  ...headers,
})

/** A client of one site's reservations; every answer is held against the description of the API. */
export const clientOf = (url: string) => {
  const send = async (method: string, template: string, at: string, sent: Sent, bytes?: Bytes): Promise<Answered> => {
    const body = bytes === undefined ? {} : { body: bytes, duplex: 'half' as const }
    const response = await fetch(url + at, { method, headers: headersOf(sent), ...body })
    const text = await response.text()
    const answer = text === '' ? null : (JSON.parse(text) as Answered['body'])
    check(method, template, { status: response.status, type: response.headers.get('content-type'), body: answer })
    return { status: response.status, headers: response.headers, body: answer as Answered['body'] }
  }
  const one = `${path}/{id}`
  return {
    post: ({ body, headers, ...sent }: Sent) =>
      send('POST', path, path, { ...sent, headers: { ...json, ...headers } }, JSON.stringify(body)),
    /** Any bytes at all. */
    postRaw: (bytes: Bytes, headers = json) =>
      send('POST', path, path, { headers }, bytes),
    /** In chunks of 1,000 bytes, without saying how many there will be. */
    postStream: (bytes: Uint8Array<ArrayBuffer>) =>
      send('POST', path, path, { headers: json }, ReadableStream.from(chunksOf(bytes, 1_000))),
    read: (id: string, token?: string) => send('GET', one, `${path}/${id}`, tokenOf(token)),
    list: (token?: string) => send('GET', path, path, tokenOf(token)),
    release: (id: string, token?: string) => send('DELETE', one, `${path}/${id}`, tokenOf(token)),
  }
}

type Bytes = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>

function* chunksOf(bytes: Uint8Array<ArrayBuffer>, size: number): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

const tokenOf = (token: string | undefined): Sent => (token === undefined ? {} : { token })

export type Client = ReturnType<typeof clientOf>

/** A basket of one line unless it says otherwise. */
export const basketOf = ({ game = 1, category = 1, quantity = 2, email = 'ana@example.com' } = {}) => ({
  items: [{ game, category, quantity }],
  buyer: { email, name: 'Ana Silva', country: 'BR' },
})
