import { randomUUID } from 'node:crypto'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import type { Express, NextFunction, Request, Response } from 'express'
import express from 'express'
import type { Answer } from './edge/answer.ts'
import { problem, send, unavailable } from './edge/answer.ts'
import { ClientGone } from './edge/read-json.ts'
import type { Logger } from './logger.ts'
import type { Metrics } from './metrics.ts'
import type { Route } from './route.ts'
import { expressPath } from './route.ts'

export type AppParts = {
  /** Those that are asked for most come first: they are matched in this order. */
  readonly routes: readonly Route[]
  readonly metrics: Pick<Metrics, 'request'>
  readonly log: Logger
}

/** All routes of the mounted services in one Express app. What no route answers is a problem, too. */
export function createApp({ routes, metrics, log }: AppParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  for (const [path, ofPath] of Map.groupBy(routes, route => route.path)) {
    const at = app.route(expressPath(path))
    for (const route of ofPath) at[route.method](runner(route, metrics, log))
    at.all(otherMethods(ofPath))
  }
  app.use((_request, response) => send(response, problem('not-found')))
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    send(response, answerTo(error, request, log))
  })
  return app
}

/** Runs a handler, writes what it answers, and measures it; nothing it throws gets any further. */
function runner({ path, handle }: Route, metrics: Pick<Metrics, 'request'>, log: Logger) {
  return async (request: Request, response: Response): Promise<void> => {
    const startedMs = performance.now()
    let answer: Answer | null
    try {
      answer = await handle(request, response)
    } catch (error) {
      answer = answerTo(error, request, log)
    }
    if (answer === null) return
    send(response, answer)
    const ms = performance.now() - startedMs
    metrics.request(path, request.method, answer.status, ms / 1_000)
    if (log.isLevelEnabled('debug')) log.debug({ method: request.method, url: request.url, status: answer.status, ms })
  }
}

function otherMethods(routes: readonly Route[]) {
  const methods = routes.map(({ method }) => method.toUpperCase())
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  return (request: Request, response: Response): void => {
    const headers = { Allow: allowed }
    const isAsked = request.method === 'OPTIONS'
    send(response, isAsked ? { status: 204, headers, body: '' } : problem('method-not-allowed', { headers }))
  }
}

/** What a client is told of an exception: that a part is away, or an id under which the rest was logged. */
function answerTo(error: unknown, { method, url }: Request, log: Logger): Answer {
  if (error instanceof ClientGone) return problem('request-timeout')
  if (error instanceof Unavailable) {
    log.warn({ err: error, method, url }, 'unavailable')
    return unavailable()
  }
  // Express and Node mark what the client did wrong with a status of 4xx: a path that does not decode, for one.
  if (isClientError(error)) return problem('malformed-request')
  const instance = `urn:uuid:${randomUUID()}`
  log.error({ err: error, instance, method, url }, 'a request failed')
  return problem('internal', { instance })
}

const isClientError = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'status' in error && Number(error.status) < 500
