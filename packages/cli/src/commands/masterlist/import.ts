import type { Command } from 'commander'
import { Option } from 'commander'
import { fileReason } from '@matchday/adapters/files/file-reason'
import { masterListText } from '@matchday/adapters/files/master-list-text'
import { writeTextFile } from '@matchday/adapters/files/write-text-file'
import type { MasterList } from '@matchday/domain/game/master-list'
import type { Repair } from '@matchday/domain/game/openfootball/repair'
import { exitCodes } from '../../exit-codes.ts'
import type { Io } from '../../output.ts'
import { fail, json, line, plural } from '../../output.ts'
import type { HeaderFlags } from './header-flags.ts'
import { addHeaderFlags } from './header-flags.ts'
import { importGames } from './import-games.ts'
import type { OpenfootballFlags } from './import-openfootball.ts'
import { importFiles } from './import-openfootball.ts'
import { repairJson, repairTable } from './repairs.ts'

type ImportFlags = HeaderFlags &
  OpenfootballFlags & {
    readonly format: 'openfootball' | 'games'
    readonly out?: string
    readonly json?: true
  }

/** Adds `import`: a master list from other people's files, every repair reported. */
export function addImport(masterlist: Command, io: Io): void {
  const command = masterlist
    .command('import')
    .description("make a master list of other people's files; report every repair, refuse what only a guess would mend")
    .argument('[source]', 'openfootball: a folder, or what the three names begin with; games: the file')
    .addOption(new Option('--format <format>').choices(['openfootball', 'games']).makeOptionMandatory())
    .option('--worldcup <file>', 'openfootball: the games')
    .option('--stadiums <file>', 'openfootball: the stadiums')
    .option('--groups <file>', 'openfootball: the groups')
    .option('--pricing <file>', 'openfootball: prices, limits, split of capacity and names')
    .option('--out <file>', 'write the list here, and the report to standard output')
    .option('--json', 'answer for programs')
  addHeaderFlags(command).action((source: string | undefined, flags: ImportFlags) => importList(io, source, flags))
}

async function importList(io: Io, source: string | undefined, flags: ImportFlags): Promise<void> {
  const { list, repairs } =
    flags.format === 'openfootball' ? await importFiles(io, source, flags) : await importGames(io, source, flags)
  const text = masterListText(list)
  if (flags.out !== undefined) await writeOut(flags.out, text)
  if (flags.json === true) return json(io, report(flags.out, text, list, repairs))
  if (flags.out === undefined) io.write(text)
  // The list itself has standard output to itself where it goes there.
  const words = flags.out === undefined ? { ...io, write: io.warn, colour: false } : io
  if (repairs.length > 0) repairTable(words, repairs)
  const where = flags.out === undefined ? 'standard output' : flags.out
  line(words, `${plural(list.games.length, 'game')} to ${where}, ${plural(repairs.length, 'repair')}`)
}

function report(out: string | undefined, text: string, list: MasterList, repairs: readonly Repair[]): object {
  const games = list.games.length
  const result = out === undefined ? { list: JSON.parse(text) as unknown } : { out }
  return { valid: true, ...result, games, repairs: repairs.map(repairJson) }
}

async function writeOut(file: string, text: string): Promise<void> {
  try {
    await writeTextFile(file, text)
  } catch (error) {
    fail(`${file} cannot be written: its place ${fileReason(error)}`, exitCodes.io)
  }
}
