import type { Command } from 'commander'
import { readMasterListFile } from '@matchday/adapters/files/master-list-file'
import { changeText } from '@matchday/domain/game/list-change-text'
import type { ListChange } from '@matchday/domain/game/list-diff'
import { diffLists } from '@matchday/domain/game/list-diff'
import type { MasterList } from '@matchday/domain/game/master-list'
import { exitCodes } from '../../exit-codes.ts'
import { withSite } from '../../open-parts.ts'
import type { Io } from '../../output.ts'
import { fail, json, line, plural } from '../../output.ts'
import type { SiteFlags } from '../../site-settings.ts'
import { addSiteFlags } from '../../site-settings.ts'
import { failOnFile } from '../../faults.ts'
import { comparable, siteList } from './site-list.ts'

type DiffFlags = SiteFlags & { readonly json?: true; readonly exitCode?: true }

/** Adds `diff [OLD] NEW`: what changes from a list, or from what a site sells by, to another. */
export function addDiff(masterlist: Command, io: Io): void {
  const command = masterlist
    .command('diff')
    .description('what changes from one master list to another, or from what a site sells by')
    .argument('<file>', 'a master list: the new one where it stands alone, else the old one')
    .argument('[new]', 'a master list')
    .option('--exit-code', 'leave with 1 where they differ')
    .option('--json', 'answer for programs')
  addSiteFlags(command).action((file: string, other: string | undefined, flags: DiffFlags) =>
    other === undefined ? diffSite(io, file, flags) : diffFiles(io, file, other, flags),
  )
}

async function diffFiles(io: Io, from: string, to: string, flags: DiffFlags): Promise<void> {
  const before = await listIn(io, from, flags)
  report(io, diffLists(before, await listIn(io, to, flags)), `${from} and ${to}`, flags)
}

async function diffSite(io: Io, file: string, flags: DiffFlags): Promise<void> {
  const after = await listIn(io, file, flags)
  const before = await withSite(flags, siteList)
  if (before === null) return fail('the site sells nothing yet', exitCodes.no)
  report(io, diffLists(before, comparable(after, before)), `the site and ${file}`, flags)
}

function report(io: Io, changes: readonly ListChange[], which: string, flags: DiffFlags): void {
  if (flags.json === true) json(io, changes.map(change => ({ ...change, text: changeText(change) })))
  else if (changes.length === 0) line(io, 'The two lists are the same.')
  else for (const change of changes) line(io, changeText(change))
  if (flags.exitCode === true && changes.length > 0) {
    fail(`${which} differ: ${plural(changes.length, 'change')}`, exitCodes.no)
  }
}

async function listIn(io: Io, file: string, flags: DiffFlags): Promise<MasterList> {
  const read = await readMasterListFile(file)
  return read.ok ? read.value : failOnFile(io, read.refusal, flags.json === true)
}
