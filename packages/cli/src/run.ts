import type { Command } from 'commander'
import { CommanderError } from 'commander'
import type { ExitCode } from './exit-codes.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './output.ts'
import { CliFailure } from './output.ts'

/**
 * Makes a command report through `io` and throw where commander would end the process. Settings reach only the
 * subcommands added afterwards, so this comes first.
 */
export function prepare(program: Command, io: Io): Command {
  return program.exitOverride().configureOutput({ writeOut: io.write, writeErr: io.warn })
}

/** Runs a prepared program on the arguments after its name, and says what to exit with; only a defect is thrown. */
export async function run(program: Command, args: readonly string[], io: Io): Promise<ExitCode> {
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCodes.ok
  } catch (error) {
    if (error instanceof CliFailure) {
      io.warn(`${program.name()}: ${error.message}\n`)
      return error.exitCode
    }
    if (!(error instanceof CommanderError)) throw error
    // Commander has said what is wrong; help that was asked for is no mistake.
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  }
}
