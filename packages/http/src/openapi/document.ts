import { createDocument } from 'zod-openapi'
import type { ZodOpenApiPathsObject } from 'zod-openapi'
import type { Route } from '../route.ts'

/** The description of what is mounted, from the schemas that also check it. */
export function describeApi(routes: readonly Route[]) {
  const paths: ZodOpenApiPathsObject = {}
  for (const { method, path, operation } of routes) {
    if (operation !== null) paths[path] = { ...paths[path], [method]: operation }
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Matchday',
      version: '1',
      description:
        'Tickets of a tournament, sold by several sites at once over one shared log. Errors are problem+json with a ' +
        'stable `type`. To reserve: POST /api/v1/reservations, and keep the token of the answer.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'The token that came with a reservation' },
      },
    },
  })
}
