import { Unavailable } from '@matchday/domain/ports/unavailable'

/** What the socket says when nobody answers, or somebody stopped. */
const socketCodes = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH',
  'ENETUNREACH', 'ENOENT',
])

/** SQLSTATEs: lost connections, no resources, a server stopping or starting, a cancelled or refused write. */
const sqlStates = /^(08...|53...|58...|57P0[1-5]|57014|25006)$/

const messages =
  /Connection terminated|timeout exceeded when trying to connect|read timeout|not queryable|Cannot use a pool after/

/** Whether the database could not be reached or could not work, as against: it refused what was asked. */
export function isDatabaseFault(error: unknown): boolean {
  // By shape: an error of Node's own is no instance of another realm's Error, as in a test runner's.
  if (typeof error !== 'object' || error === null) return false
  const { code, message, cause, errors } = error as Readonly<Record<string, unknown>>
  if (Array.isArray(errors) && errors.some(isDatabaseFault)) return true
  if (typeof code === 'string' && (socketCodes.has(code) || sqlStates.test(code))) return true
  return (typeof message === 'string' && messages.test(message)) || isDatabaseFault(cause)
}

/**
 * Run what needs the database.
 * @throws Unavailable where the database is the reason
 */
export async function reaching<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw isDatabaseFault(error) ? new Unavailable('database', error) : error
  }
}
