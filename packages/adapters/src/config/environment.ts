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

/** What several readers of one environment found, or the faults of all of them. */
export function all<const Reads extends readonly Result<unknown, readonly EnvironmentFault[]>[]>(
  reads: Reads,
): Result<ValuesOf<Reads>, readonly EnvironmentFault[]> {
  const faults = reads.flatMap(read => (read.ok ? [] : read.refusal))
  if (faults.length > 0) return refuse(faults)
  return succeed(reads.map(read => (read.ok ? read.value : undefined)) as ValuesOf<Reads>)
}

type ValuesOf<Reads> = {
  -readonly [Index in keyof Reads]: Reads[Index] extends Result<infer Value, unknown> ? Value : never
}

/** One fault a line, for a person who starts a daemon. */
export const describeFaults = (faults: readonly EnvironmentFault[]): string =>
  faults.map(({ variable, reason }) => `${variable}: ${reason}`).join('\n')
