import type { z } from 'zod'
import type { ProblemKind } from '../problems.ts'
import { problemType } from '../problems.ts'
import type { FieldFault } from '../schemas/problem.ts'

type Issue = z.core.$ZodIssue

/**
 * What a schema finds wrong with a value, as fields and reasons; `fieldOf` turns a path into the name of a field. The
 * value is parsed once more, now with inputs reported, which those who send what is right need not pay for.
 */
export function faultsOf(schema: z.ZodType, value: unknown, fieldOf: (path: Issue['path']) => string): FieldFault[] {
  const { error } = schema.safeParse(value, { reportInput: true })
  return error?.issues.flatMap(issue => faultsOfIssue(issue, fieldOf)) ?? []
}

function faultsOfIssue(issue: Issue, fieldOf: (path: Issue['path']) => string): FieldFault[] {
  if (issue.code === 'unrecognized_keys') {
    const type = problemType('unknown-field')
    return issue.keys.map(key => ({ field: fieldOf([...issue.path, key]), reason: 'is not a field here', type }))
  }
  return [{ field: fieldOf(issue.path), reason: issue.message, type: problemType(kindOf(issue)) }]
}

function kindOf(issue: Issue): ProblemKind {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'missing-field'
  const field = issue.path.at(-1)
  if (field === 'quantity') return 'bad-quantity'
  if (field === 'items' && issue.code === 'too_small') return 'empty-basket'
  if (field === 'items' && issue.code === 'too_big') return 'too-many-lines'
  return 'bad-value'
}

/** RFC 6901. */
export const pointerOf = (path: Issue['path']): string =>
  path.map(part => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

export const queryField = (path: Issue['path']): string => `?${path.map(String).join('.')}`
