import type { Command } from 'commander'
import type { Io } from '../../output.ts'
import { addDiff } from './diff.ts'
import { addImport } from './import.ts'
import { addShow } from './show.ts'
import { addValidate } from './validate.ts'

/** Adds `masterlist` with the commands that need no server, and returns it for those that do. */
export function addMasterlist(program: Command, io: Io): Command {
  const masterlist = program.command('masterlist').description('check, make, compare and read master lists')
  addValidate(masterlist, io)
  addImport(masterlist, io)
  addDiff(masterlist, io)
  addShow(masterlist, io)
  return masterlist
}
