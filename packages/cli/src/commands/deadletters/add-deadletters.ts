import type { Command } from 'commander'
import type { Io } from '../../output.ts'
import { addList } from './list.ts'
import { addReplay } from './replay.ts'
import { addShow } from './show.ts'

/** Adds `deadletters`: the records of the sales log that were not applied, why, and another try. */
export function addDeadLetters(program: Command, io: Io): void {
  const deadLetters = program.command('deadletters').description('look at records of the log that were not applied')
  addList(deadLetters, io)
  addShow(deadLetters, io)
  addReplay(deadLetters, io)
}
