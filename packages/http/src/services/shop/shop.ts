import type { GameNumber } from '@matchday/domain/game/ids'
import { isGameNumber } from '@matchday/domain/game/ids'
import type { Catalogue } from '@matchday/domain/ports/catalogue'
import type { Calendar } from '@matchday/domain/ports/clock'
import type { Request } from 'express'
import type { Answer, Headers } from '../../edge/answer.ts'
import { jsonHeaders, problem, stillLoading } from '../../edge/answer.ts'
import { isKnown } from '../../edge/etag.ts'
import { faultsOf, queryField } from '../../edge/request-faults.ts'
import type { Route, Service } from '../../route.ts'
import type { GameFilter } from '../../schemas/game-filter.ts'
import { gameFilter } from '../../schemas/game-filter.ts'
import { operations } from './operations.ts'
import type { Page } from './pages.ts'
import { createPages } from './pages.ts'
import type { StreamLimits } from './stream.ts'
import { createAvailabilityStream, streamHeaders } from './stream.ts'

export type ShopPorts = { readonly catalogue: Catalogue; readonly calendar: Calendar }

export type Shop = Service & { readonly streamFollowers: () => number }

/** Games, prices and availability, read from this site's copy in memory: nothing here waits for a database. */
export function createShop(ports: ShopPorts, limits?: StreamLimits): Shop {
  const pages = createPages(ports)
  const stream = createAvailabilityStream({ catalogue: ports.catalogue, pages }, limits)

  const list = (request: Request): Answer => {
    const filter = request.url.includes('?') ? gameFilter.safeParse(request.query) : none
    if (filter.success) return answer(request, pages.games(filter.data))
    return problem('invalid-request', { errors: faultsOf(gameFilter, request.query, queryField) })
  }

  const ofGame = (read: (game: GameNumber) => Page | null) => (request: Request): Answer => {
    const game = gameOf(request)
    const page = game === null ? null : read(game)
    return page === null ? problem('game-not-found') : answer(request, page)
  }

  const routes: Route[] = [
    { method: 'get', path: '/api/v1/games', operation: operations.games, handle: list },
    { method: 'get', path: '/api/v1/games/{number}', operation: operations.game, handle: ofGame(pages.game) },
    {
      method: 'get',
      path: '/api/v1/games/{number}/availability',
      operation: operations.gameAvailability,
      handle: ofGame(pages.availabilityOf),
    },
    {
      method: 'get',
      path: '/api/v1/availability',
      operation: operations.availability,
      handle: request => answer(request, pages.availability()),
    },
    {
      method: 'get',
      path: '/api/v1/availability/stream',
      operation: operations.stream,
      handle: (request, response) => {
        // There is nothing to follow on a request for headers alone.
        if (request.method === 'HEAD') return { status: 200, headers: streamHeaders, body: '' }
        return stream.follow(response) ? null : problem('busy', { headers: { 'Retry-After': '5' } })
      },
    },
  ]
  return {
    name: 'shop',
    routes: routes.map(route => ({ ...route, handle: onceLoaded(ports.catalogue, route.handle) })),
    close: stream.close,
    streamFollowers: stream.followers,
  }
}

/** An empty shop would be a lie: until the copy is loaded for the first time there is none. */
const onceLoaded = (catalogue: Catalogue, handle: Route['handle']): Route['handle'] => (request, response) =>
  catalogue.view().revision === 0 ? stillLoading() : handle(request, response)

const none: { readonly success: true; readonly data: GameFilter } = { success: true, data: {} }

/** Browsers ask each time and mostly hear 304; what stands between them and the site may answer for a second. */
const pageHeaders: Headers = { ...jsonHeaders, 'Cache-Control': 'public, max-age=0, s-maxage=1, must-revalidate' }

function answer({ headers }: Request, { body, etag }: Page): Answer {
  const status = isKnown(headers['if-none-match'], etag) ? 304 : 200
  return { status, headers: { ...pageHeaders, ETag: etag }, body }
}

function gameOf({ params }: Request): GameNumber | null {
  const text = String(params.number)
  const number = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 0
  return isGameNumber(number) ? number : null
}
