import type { Result } from '@matchday/domain/result'
import { refuse, succeed } from '@matchday/domain/result'
import type { Environment } from './environment.ts'

/** A flag stands for a variable: with the value that follows it, or, where `value` is named, with that. */
export type Flags = Readonly<Record<string, { readonly variable: string; readonly value?: string }>>

/** What every process of a site understands. */
export const siteFlags: Flags = {
  '--accept-topic-settings': { variable: 'MATCHDAY_ACCEPT_TOPIC_SETTINGS', value: 'true' },
}

/** The environment with the command line's flags over it, or what is wrong with those. */
export function readFlags(
  known: Flags,
  args: readonly string[],
  environment: Environment,
): Result<Environment, string> {
  const over: Record<string, string> = {}
  const rest = args.values()
  for (const arg of rest) {
    const flag = Object.hasOwn(known, arg) ? known[arg] : undefined
    if (flag === undefined) return refuse(`${arg} is not understood; there are ${described(known)}`)
    const value = flag.value ?? rest.next().value
    if (value === undefined) return refuse(`${arg} takes a value`)
    over[flag.variable] = value
  }
  return succeed({ ...environment, ...over })
}

const described = (known: Flags): string =>
  Object.entries(known).map(([name, { value }]) => (value === undefined ? `${name} VALUE` : name)).join(', ')
