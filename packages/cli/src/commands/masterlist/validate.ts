import type { Command } from 'commander'
import { readListFile } from '@matchday/adapters/files/master-list-file'
import type { Io } from '../../output.ts'
import { json, line, plural } from '../../output.ts'
import { failOnFile } from '../../faults.ts'
import type { HeaderFlags } from './header-flags.ts'
import { addHeaderFlags, hasHeaderFlags, headerOf } from './header-flags.ts'

/** Adds `validate FILE`: 0 for a list without fault, 1 with every fault and its line. */
export function addValidate(masterlist: Command, io: Io): void {
  const command = masterlist
    .command('validate')
    .description('check a master list, or a bare array of games, and report every fault with its line')
    .argument('<file>', 'a JSON file')
    .option('--json', 'answer for programs')
  addHeaderFlags(command).action((file: string, flags: ValidateFlags) => validate(io, file, flags))
}

type ValidateFlags = HeaderFlags & { readonly json?: true }

async function validate(io: Io, file: string, flags: ValidateFlags): Promise<void> {
  const read = await readListFile(file)
  if (!read.ok) return failOnFile(io, read.refusal, flags.json === true)
  const bare = read.value.kind === 'games'
  const games = read.value.kind === 'games' ? read.value.games : read.value.list.games
  const stated = read.value.kind === 'list' || hasHeaderFlags(flags)
  if (bare && stated) headerOf(flags)
  if (flags.json === true) return json(io, { valid: true, games: games.length, currencyAndLimits: stated, faults: [] })
  const seats = games.flatMap(game => game.categories).reduce((sum, { capacity }) => sum + capacity, 0)
  line(io, `${file} is valid: ${plural(games.length, 'game')}, ${plural(seats, 'seat')}`)
  if (!stated) line(io, 'Bare games state no currency or limits: those were not checked.')
}
