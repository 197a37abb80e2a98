import type { Fault } from '@matchday/domain/game/json-place'
import type { GameListing } from '@matchday/domain/game/listing'
import type { MasterList } from '@matchday/domain/game/master-list'
import { checkGames, checkMasterList } from '@matchday/domain/game/master-list'
import type { Result } from '@matchday/domain/result'
import { refuse, succeed } from '@matchday/domain/result'
import type { JsonSource, LocatedFault } from './json-source.ts'
import type { FileRefusal } from './read-json-file.ts'
import { readJsonFile } from './read-json-file.ts'

/** What a file may hold: a whole list, or bare games as other sites exchange them, without currency and limits. */
export type ListFile =
  | { readonly kind: 'list'; readonly list: MasterList }
  | { readonly kind: 'games'; readonly games: readonly GameListing[] }

/** The master list in a file, or every fault of it with its line. Bare games are refused: they cannot be sold alone. */
export async function readMasterListFile(file: string): Promise<Result<MasterList, FileRefusal>> {
  const source = await readJsonFile(file)
  return source.ok ? checked(file, source.value, checkMasterList(source.value.value)) : source
}

/** The same for either kind of file. */
export async function readListFile(file: string): Promise<Result<ListFile, FileRefusal>> {
  const source = await readJsonFile(file)
  if (!source.ok) return source
  const { value } = source.value
  if (Array.isArray(value)) {
    const games = checked(file, source.value, checkGames(value))
    return games.ok ? succeed({ kind: 'games', games: games.value }) : games
  }
  const list = checked(file, source.value, checkMasterList(value))
  return list.ok ? succeed({ kind: 'list', list: list.value }) : list
}

/** The check's faults with the lines they stand on, in the order of the file. */
export function locateFaults(file: string, source: JsonSource, faults: readonly Fault[]): LocatedFault[] {
  return faults
    .map(fault => ({ ...fault, ...source.locate(fault.path), file }))
    .toSorted((left, right) => left.line - right.line || left.column - right.column)
}

function checked<Value>(
  file: string,
  source: JsonSource,
  result: Result<Value, readonly Fault[]>,
): Result<Value, FileRefusal> {
  return result.ok ? result : refuse({ kind: 'faults', faults: locateFaults(file, source, result.refusal) })
}
