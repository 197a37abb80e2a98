import type { ServerResponse } from 'node:http'
import type { ProblemKind } from '../problems.ts'
import { problems, problemType } from '../problems.ts'
import type { FieldFault, ProblemBody } from '../schemas/problem.ts'

export type Headers = Readonly<Record<string, string>>

/** What a handler has to say; `send` is the one place that writes it. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: string | Buffer }

/** For whoever embeds or guesses at an answer of an API: it is data, runs nothing, and belongs in no frame. */
const dataHeaders: Headers = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

export const jsonHeaders: Headers = { ...dataHeaders, 'Content-Type': 'application/json; charset=utf-8' }
const problemHeaders: Headers = {
  ...dataHeaders,
  'Content-Type': 'application/problem+json; charset=utf-8',
  'Cache-Control': 'no-store',
}
export const textHeaders: Headers = { ...dataHeaders, 'Content-Type': 'text/plain; charset=utf-8' }

export const json = (status: number, value: unknown, headers: Headers = {}): Answer => ({
  status,
  headers: { ...jsonHeaders, ...headers },
  body: JSON.stringify(value),
})

export type ProblemParts = {
  /** What happened here and what to do; the kind's own advice where there is nothing more exact. */
  readonly detail?: string
  readonly errors?: readonly FieldFault[]
  readonly instance?: string
  readonly headers?: Headers
}

/** RFC 9457, with a list of the fields concerned. */
export function problem(kind: ProblemKind, { detail, errors, instance, headers }: ProblemParts = {}): Answer {
  const { status, title, advice } = problems[kind]
  const body: ProblemBody = {
    type: problemType(kind),
    title,
    status,
    detail: detail ?? advice,
    ...(errors !== undefined && { errors: [...errors] }),
    ...(instance !== undefined && { instance }),
  }
  return { status, headers: headers ? { ...problemHeaders, ...headers } : problemHeaders, body: JSON.stringify(body) }
}

/** A part this site depends on is away; whoever tries again soon may find it back. */
export const unavailable = (detail?: string): Answer =>
  problem('unavailable', { ...(detail !== undefined && { detail }), headers: { 'Retry-After': '1' } })

/** The copy was not loaded yet since this process started. */
export const stillLoading = (): Answer => unavailable('The games are still being loaded. Try again in a moment.')

/** Writes an answer; on HEAD Node leaves the body out, and its length stays. */
export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  // A client that has gone is told nothing.
  if (response.headersSent || response.destroyed) return
  if (status === 204 || status === 304) {
    response.writeHead(status, headers).end()
    return
  }
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  response.writeHead(status, { ...headers, 'Content-Length': length }).end(body)
}
