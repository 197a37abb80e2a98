import { z } from 'zod'
import type { ZodOpenApiOperationObject } from 'zod-openapi'
import { everywhere, jsonResponse, problemResponses } from '../../openapi/responses.ts'
import { health, index, problemEntries, problemEntry, readiness } from '../../schemas/operations.ts'

const tags = ['Operations']

type Operation = 'health' | 'readiness' | 'metrics' | 'index' | 'problems' | 'problem'

/** What the operations that every process has are documented to do. */
export const operations: Record<Operation, ZodOpenApiOperationObject> = {
  health: {
    operationId: 'getHealth',
    summary: 'Whether the process is alive',
    tags,
    responses: { 200: jsonResponse('It is', health), ...problemResponses(...everywhere) },
  },
  readiness: {
    operationId: 'getReadiness',
    summary: 'Whether it can sell: database and log reachable, copy fresh',
    tags,
    responses: {
      200: jsonResponse('It can', readiness),
      503: jsonResponse('It cannot; the parts say why', readiness),
      ...problemResponses(...everywhere),
    },
  },
  metrics: {
    operationId: 'getMetrics',
    summary: 'Figures for Prometheus',
    tags,
    responses: {
      200: { description: 'The figures', content: { 'text/plain': { schema: z.string() } } },
      ...problemResponses(...everywhere),
    },
  },
  index: {
    operationId: 'getIndex',
    summary: 'What there is',
    tags,
    responses: {
      200: {
        description: 'Links, as a page for a browser',
        content: { 'application/json': { schema: index }, 'text/html': { schema: z.string() } },
      },
      ...problemResponses(...everywhere),
    },
  },
  problems: {
    operationId: 'listProblems',
    summary: 'Everything that may be refused',
    tags,
    responses: { 200: jsonResponse('The problems', problemEntries), ...problemResponses(...everywhere) },
  },
  problem: {
    operationId: 'getProblem',
    summary: "What a problem's type means",
    tags,
    requestParams: { path: z.object({ kind: z.string() }) },
    responses: { 200: jsonResponse('It', problemEntry), ...problemResponses('not-found', ...everywhere) },
  },
}
