import { z } from 'zod'
import type { ZodOpenApiOperationObject } from 'zod-openapi'
import { everywhere, jsonResponse, problemResponses } from '../../openapi/responses.ts'
import { gameFilter } from '../../schemas/game-filter.ts'
import { availabilityList, game, gameAvailability, gameList } from '../../schemas/games.ts'

const number = z.int().min(1).meta({ description: 'Number of the game', example: 1 })
const notModified = { description: 'As the If-None-Match that was sent: nothing has changed since' }
const ofGame = { requestParams: { path: z.object({ number }) } }
const tags = ['Shop']

type Operation = 'games' | 'game' | 'gameAvailability' | 'availability' | 'stream'

/** What the shop's operations are documented to do. */
export const operations: Record<Operation, ZodOpenApiOperationObject> = {
  games: {
    operationId: 'listGames',
    summary: 'Games with prices and availability, by number',
    tags,
    requestParams: { query: gameFilter },
    responses: {
      200: jsonResponse('The games that pass every filter', gameList),
      304: notModified,
      ...problemResponses('invalid-request', 'unavailable', ...everywhere),
    },
  },
  game: {
    operationId: 'getGame',
    summary: 'One game',
    tags,
    ...ofGame,
    responses: {
      200: jsonResponse('The game', game),
      304: notModified,
      ...problemResponses('game-not-found', 'unavailable', ...everywhere),
    },
  },
  gameAvailability: {
    operationId: 'getGameAvailability',
    summary: 'What is left of one game',
    tags,
    ...ofGame,
    responses: {
      200: jsonResponse('Its categories', gameAvailability),
      304: notModified,
      ...problemResponses('game-not-found', 'unavailable', ...everywhere),
    },
  },
  availability: {
    operationId: 'getAvailability',
    summary: 'What is left of every game',
    tags,
    responses: {
      200: jsonResponse('All games', availabilityList),
      304: notModified,
      ...problemResponses('unavailable', ...everywhere),
    },
  },
  stream: {
    operationId: 'followAvailability',
    summary: 'What is left, as it changes',
    description:
      'Server-sent events: first a `snapshot` of all games, then a `change` with the games that changed, at most ten ' +
      'a second. Both have the form of GET /api/v1/availability. Reconnecting brings a fresh snapshot.',
    tags,
    responses: {
      200: {
        description: 'A stream that goes on until one side ends it',
        content: {
          'text/event-stream': {
            schema: z.string(),
            example: 'id: 42\nevent: change\ndata: {"games":[{"game":1,"onSale":true,"categories":[]}]}\n\n',
          },
        },
      },
      ...problemResponses('busy', 'unavailable', ...everywhere),
    },
  },
}
