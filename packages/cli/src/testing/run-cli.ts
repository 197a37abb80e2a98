import { Command } from 'commander'
import type { ExitCode } from '../exit-codes.ts'
import type { Io } from '../output.ts'
import { prepare, run } from '../run.ts'

export type CliRun = { readonly code: ExitCode; readonly out: string; readonly err: string }

/** Runs commands added by `add` as `matchday` would, and catches what they say. */
export async function runCli(add: (program: Command, io: Io) => void, ...args: string[]): Promise<CliRun> {
  let [out, err] = ['', '']
  const io: Io = {
    write: text => {
      out += text
    },
    warn: text => {
      err += text
    },
    colour: false,
    isInteractive: false,
  }
  const program = prepare(new Command('matchday'), io)
  add(program, io)
  return { code: await run(program, args, io), out, err }
}
