import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Result } from '@matchday/domain/result'
import { refuse, succeed } from '@matchday/domain/result'
import type { ProblemKind } from '../problems.ts'
import { isDeeperThan } from './json-depth.ts'

/** The largest body, in bytes: the largest basket is a fifth of it. */
export const bodyBytesMax = 16_384
/** The deepest nesting: a basket has three levels. */
export const bodyDepthMax = 8

const jsonType = /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i

/**
 * The JSON body of a request. Express's own reader would do, but it tells fewer faults apart and does more than is
 * needed on the one path that every buyer fights for.
 */
export async function readJson(request: IncomingMessage): Promise<Result<unknown, ProblemKind>> {
  const { 'content-type': type, 'content-encoding': encoding = 'identity' } = request.headers
  if (type === undefined || !jsonType.test(type) || encoding.toLowerCase() !== 'identity') {
    return refuse('unsupported-media-type')
  }
  const bytes = await readBytes(request)
  if (bytes === null) return refuse('body-too-large')
  if (!isUtf8(bytes)) return refuse('not-json')
  if (isDeeperThan(bytes, bodyDepthMax)) return refuse('too-deep')
  try {
    return succeed(JSON.parse(bytes.toString()) as unknown)
  } catch {
    return refuse('not-json')
  }
}

/**
 * The whole body, or null as soon as it is too large: what follows is read and forgotten, until the server's request
 * timeout ends it, so that the client, who may still be sending, gets to read why. Rejects when the client goes before
 * the body is complete.
 */
function readBytes(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= bodyBytesMax) chunks.push(chunk)
      else resolve(null)
    })
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] ?? null) : Buffer.concat(chunks)))
    // Node emits it for whatever ends a request before its end. Nothing is made for those that do not: an error costs
    // as much as checking the whole basket.
    request.on('error', () => reject(new ClientGone()))
  })
}

/** The connection closed before the request was complete: there is nobody to answer. */
export class ClientGone extends Error {
  constructor() {
    super('the client went away before its request was complete')
    this.name = 'ClientGone'
  }
}
