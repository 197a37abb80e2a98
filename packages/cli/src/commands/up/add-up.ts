import type { Command } from 'commander'
import { EmbeddedError } from '@matchday/adapters/embedded/error'
import { exitCodes } from '../../exit-codes.ts'
import type { Io } from '../../output.ts'
import { CliFailure } from '../../output.ts'
import { defaultData } from '../../site-settings.ts'
import type { UpFlags } from './flags.ts'
import { sitesMax } from './home.ts'
import { up } from './up.ts'

/** Adds `up`: the all-in-one, with nothing installed. */
export function addUp(program: Command, io: Io): void {
  program
    .command('up')
    .description('run sites side by side on this machine, with a Postgres of their own')
    .option('--sites <n>', `how many sites, 1 to ${sitesMax}`, '2')
    .option('--port <port>', "the first site's port; the others take the ports after it", '3000')
    .option('--log <kind>', 'postgres, or kafka: on KAFKA_BROKERS, else on a broker started with Java 17', 'postgres')
    .option('--list <file>', 'the master list to sell', 'data/world-cup-2022.json')
    .option('--today <day>', "the tournament's day; 30 days before its first game unless set")
    .option('--data <dir>', 'where everything is kept', defaultData)
    .option('--postgres-port <port>', 'the port of Postgres; any free one unless set')
    .option('--fresh', 'throw away what was kept and begin anew')
    .action(async (flags: UpFlags) => {
      try {
        await up(io, flags)
      } catch (error) {
        if (error instanceof EmbeddedError) throw new CliFailure(error.message, exitCodes.io)
        throw error
      }
    })
}
