import type { z } from 'zod'
import type { ZodOpenApiResponseObject } from 'zod-openapi'
import type { ProblemKind } from '../problems.ts'
import { problems, problemType } from '../problems.ts'
import { problemBody } from '../schemas/problem.ts'

export const jsonResponse = (description: string, schema: z.ZodType, example?: unknown): ZodOpenApiResponseObject => ({
  description,
  content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
})

/** The problems an operation may answer with, by status; each kind becomes an example. */
export function problemResponses(...kinds: ProblemKind[]): Record<`${4 | 5}${string}`, ZodOpenApiResponseObject> {
  const byStatus = Map.groupBy(kinds, kind => problems[kind].status)
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [`${status}`, problemResponse(ofStatus)]),
  )
}

const problemResponse = (kinds: readonly ProblemKind[]): ZodOpenApiResponseObject => ({
  description: kinds.map(kind => problems[kind].title).join('; '),
  content: {
    'application/problem+json': {
      schema: problemBody,
      examples: Object.fromEntries(kinds.map(kind => [kind, { value: exampleOf(kind) }])),
    },
  },
})

const exampleOf = (kind: ProblemKind) => {
  const { status, title, advice } = problems[kind]
  return { type: problemType(kind), title, status, detail: advice }
}

/** What every operation may answer with. */
export const everywhere: readonly ProblemKind[] = ['malformed-request', 'internal']
