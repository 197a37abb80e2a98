import type { Request, Response } from 'express'
import type { ZodOpenApiOperationObject } from 'zod-openapi'
import type { Answer } from './edge/answer.ts'

/** One operation: where it is, what it is documented to do, and what does it. */
export type Route = {
  readonly method: 'get' | 'post' | 'delete'
  /** As OpenAPI writes it: `/api/v1/games/{number}`. */
  readonly path: string
  /** Null for what a browser needs to show the documentation itself. */
  readonly operation: ZodOpenApiOperationObject | null
  /** @returns the answer, or null where the handler has taken the response over */
  readonly handle: (request: Request, response: Response) => Answer | null | Promise<Answer | null>
}

/** The services this package knows; each can be mounted or not. */
export const serviceNames = ['shop', 'reservations'] as const
export type ServiceName = (typeof serviceNames)[number]

/** A part of the API that deploys alone. */
export type Service = {
  readonly name: ServiceName
  readonly routes: readonly Route[]
  /** Lets go of what keeps connections open. */
  readonly close: () => void
}

/** `/api/v1/games/{number}` as Express writes it. */
export const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')
