import type { ProblemKind } from '../../problems.ts'
import { isProblemKind, problems, problemType } from '../../problems.ts'
import type { Answer } from '../../edge/answer.ts'
import { json, problem, textHeaders } from '../../edge/answer.ts'
import type { Metrics } from '../../metrics.ts'
import { describeApi } from '../../openapi/document.ts'
import type { Route, ServiceName } from '../../route.ts'
import type { ReadinessBody } from '../../schemas/operations.ts'
import { docsRoutes } from './docs.ts'
import { indexPage } from './index-page.ts'
import { operations } from './operations.ts'

export type OperationsParts = {
  readonly site: string
  readonly services: readonly ServiceName[]
  /** What the description describes, besides these routes. */
  readonly routes: readonly Route[]
  readonly metrics: Pick<Metrics, 'read'>
  readonly readiness: () => Promise<ReadinessBody>
}

/** What every process has, whatever it sells: health, figures, and a description of itself. */
export function operationsRoutes({ site, services, routes, metrics, readiness }: OperationsParts): Route[] {
  const own: Route[] = [
    { method: 'get', path: '/healthz', operation: operations.health, handle: () => fresh(200, { status: 'alive' }) },
    {
      method: 'get',
      path: '/readyz',
      operation: operations.readiness,
      handle: async () => {
        const state = await readiness()
        return fresh(state.status === 'ready' ? 200 : 503, state)
      },
    },
    {
      method: 'get',
      path: '/metrics',
      operation: operations.metrics,
      handle: async () => {
        const { text: body, type } = await metrics.read()
        return { status: 200, headers: { ...textHeaders, 'Content-Type': type, 'Cache-Control': 'no-store' }, body }
      },
    },
    { method: 'get', path: '/', operation: operations.index, handle: indexPage(site, services) },
    { method: 'get', path: '/problems', operation: operations.problems, handle: () => json(200, allProblems) },
    {
      method: 'get',
      path: '/problems/{kind}',
      operation: operations.problem,
      handle: request => explain(String(request.params.kind)),
    },
    ...docsRoutes(),
  ]
  const description = json(200, describeApi([...routes, ...own]))
  return [...own, { method: 'get', path: '/openapi.json', operation: null, handle: () => description }]
}

const fresh = (status: number, value: unknown): Answer => json(status, value, { 'Cache-Control': 'no-store' })

const entryOf = (kind: ProblemKind) => ({ type: problemType(kind), ...problems[kind] })
const allProblems = { problems: Object.keys(problems).filter(isProblemKind).map(entryOf) }

const explain = (kind: string): Answer => (isProblemKind(kind) ? json(200, entryOf(kind)) : problem('not-found'))
