import type { Result } from '@matchday/domain/result'
import { refuse, succeed } from '@matchday/domain/result'
import type { z } from 'zod'

export type Environment = Readonly<Record<string, string | undefined>>
export type EnvironmentFault = { readonly variable: string; readonly reason: string }

/**
 * Environment variables as a schema wants them, or every fault in one go: nobody should have to start a daemon five
 * times to find five mistakes. An empty variable counts as unset. Values never appear in a fault; some are secrets.
 */
export function readEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  environment: Environment,
): Result<z.output<Schema>, readonly EnvironmentFault[]> {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
  const parsed = schema.safeParse(Object.fromEntries(given))
  if (parsed.success) return succeed(parsed.data)
  const faults = parsed.error.issues.map(({ path, message }) => ({ variable: String(path[0] ?? ''), reason: message }))
  return refuse(faults)
}

/** One fault a line, for a person who starts a daemon. */
export const describeFaults = (faults: readonly EnvironmentFault[]): string =>
  faults.map(({ variable, reason }) => `${variable}: ${reason}`).join('\n')
