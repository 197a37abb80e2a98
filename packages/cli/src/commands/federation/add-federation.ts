import type { Command } from 'commander'
import type { Io } from '../../output.ts'
import { addCheck } from './check.ts'
import { addNew } from './new.ts'
import { addPublish } from './publish.ts'
import { addShow } from './show.ts'

/** Adds `federation`: who sells together, and by which agreement. */
export function addFederation(program: Command, io: Io): void {
  const federation = program.command('federation').description('make, check, show and publish what sites agreed on')
  addNew(federation, io)
  addShow(federation, io)
  addCheck(federation, io)
  addPublish(federation, io)
}
