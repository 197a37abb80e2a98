import type { Command } from 'commander'
import type { Io } from '../../output.ts'
import { addDiff } from './diff.ts'
import { addImport } from './import.ts'
import { addPublish } from './publish.ts'
import { addShow } from './show.ts'
import { addValidate } from './validate.ts'

/** Adds `masterlist`: only `publish`, and the others where they name no file, need a site. */
export function addMasterlist(program: Command, io: Io): void {
  const masterlist = program.command('masterlist').description('check, make, compare and read master lists')
  addValidate(masterlist, io)
  addImport(masterlist, io)
  addDiff(masterlist, io)
  addShow(masterlist, io)
  addPublish(masterlist, io)
}
