import { readListFile } from '@matchday/adapters/files/master-list-file'
import type { BuiltList } from '@matchday/domain/game/openfootball/build-list'
import { exitCodes } from '../../exit-codes.ts'
import type { Io } from '../../output.ts'
import { fail } from '../../output.ts'
import { failOnFile } from '../../faults.ts'
import type { HeaderFlags } from './header-flags.ts'
import { headerOf } from './header-flags.ts'

/** A bare array of games with what the flags say of all of them; a whole list stays what it is. */
export async function importGames(
  io: Io,
  source: string | undefined,
  flags: HeaderFlags & { readonly json?: true },
): Promise<BuiltList> {
  if (source === undefined) return fail('games needs the file that they are in', exitCodes.usage)
  const read = await readListFile(source)
  if (!read.ok) return failOnFile(io, read.refusal, flags.json === true)
  if (read.value.kind === 'list') return { list: read.value.list, repairs: [] }
  return { list: { ...headerOf(flags), venues: [], games: read.value.games }, repairs: [] }
}
