import type { Command } from 'commander'
import { readMasterListFile } from '@matchday/adapters/files/master-list-file'
import { changeText } from '@matchday/domain/game/list-change-text'
import { diffLists } from '@matchday/domain/game/list-diff'
import type { MasterList } from '@matchday/domain/game/master-list'
import { exitCodes } from '../../exit-codes.ts'
import type { Io } from '../../output.ts'
import { fail, json, line, plural } from '../../output.ts'
import { failOnFile } from './faults.ts'

type DiffFlags = { readonly json?: true; readonly exitCode?: true }

/** Adds `diff OLD NEW`, of two files: what changes from the one to the other. */
export function addDiff(masterlist: Command, io: Io): void {
  masterlist
    .command('diff')
    .description('what changes from one master list to another')
    .argument('<old>', 'a master list')
    .argument('<new>', 'a master list')
    .option('--exit-code', 'leave with 1 where they differ')
    .option('--json', 'answer for programs')
    .action((from: string, to: string, flags: DiffFlags) => diff(io, from, to, flags))
}

async function diff(io: Io, from: string, to: string, flags: DiffFlags): Promise<void> {
  const before = await listIn(io, from, flags)
  const changes = diffLists(before, await listIn(io, to, flags))
  if (flags.json === true) json(io, changes.map(change => ({ ...change, text: changeText(change) })))
  else if (changes.length === 0) line(io, 'The two lists are the same.')
  else for (const change of changes) line(io, changeText(change))
  if (flags.exitCode === true && changes.length > 0) {
    fail(`${from} and ${to} differ: ${plural(changes.length, 'change')}`, exitCodes.no)
  }
}

async function listIn(io: Io, file: string, flags: DiffFlags): Promise<MasterList> {
  const read = await readMasterListFile(file)
  return read.ok ? read.value : failOnFile(io, read.refusal, flags.json === true)
}
