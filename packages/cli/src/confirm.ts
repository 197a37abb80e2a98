import { createInterface } from 'node:readline/promises'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './output.ts'
import { fail } from './output.ts'

/** Asks the person at the terminal, and ends the command on any answer but yes, or where nobody is there. */
export async function confirm(io: Io, question: string): Promise<void> {
  if (!io.isInteractive) fail('nobody is there to ask: say --yes', exitCodes.usage)
  const asked = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await asked.question(`${question} [y/N] `)
  asked.close()
  if (!/^y(es)?$/i.test(answer.trim())) fail('nothing was published', exitCodes.no)
}
