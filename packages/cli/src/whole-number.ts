import { exitCodes } from './exit-codes.ts'
import { fail } from './output.ts'

/** A whole number of a flag or argument, 0 to `max`. @throws CliFailure that names what was given */
export function wholeNumber(text: string, what: string, max: number): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Infinity
  return value <= max ? value : fail(`${what} takes a whole number up to ${max}, not "${text}"`, exitCodes.usage)
}

/** A partition's number, as a flag or argument names it. @throws CliFailure */
export const partitionNumber = (text: string, what: string): number => wholeNumber(text, what, 10_000)

/** An offset, as an argument names it. @throws CliFailure */
export const offsetNumber = (text: string, what: string): number => wholeNumber(text, what, Number.MAX_SAFE_INTEGER)
