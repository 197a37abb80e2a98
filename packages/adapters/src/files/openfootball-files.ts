import type { BuiltList } from '@matchday/domain/game/openfootball/build-list'
import { buildMasterList } from '@matchday/domain/game/openfootball/build-list'
import type { Repair } from '@matchday/domain/game/openfootball/repair'
import type { SourceFile } from '@matchday/domain/game/openfootball/source'
import type { Result } from '@matchday/domain/result'
import { refuse } from '@matchday/domain/result'
import type { JsonSource, LocatedFault } from './json-source.ts'
import { locateFaults } from './master-list-file.ts'
import type { FileRefusal } from './read-json-file.ts'
import { readJsonFile } from './read-json-file.ts'

/** Where each of the four files is. */
export type OpenfootballFiles = Readonly<Record<SourceFile, string>>

export type OpenfootballRefusal =
  | Extract<FileRefusal, { kind: 'unreadable' }>
  | { readonly kind: 'faults'; readonly faults: readonly LocatedFault[]; readonly repairs: readonly Repair[] }

/** Builds a master list from openfootball's three files and a pricing file; refused with every fault of all four. */
export async function readOpenfootballFiles(
  files: OpenfootballFiles,
): Promise<Result<BuiltList, OpenfootballRefusal>> {
  const sources = new Map<SourceFile, JsonSource>()
  const faults: LocatedFault[] = []
  for (const name of ['worldcup', 'stadiums', 'groups', 'pricing'] as const) {
    const source = await readJsonFile(files[name])
    if (source.ok) sources.set(name, source.value)
    else if (source.refusal.kind === 'unreadable') return refuse(source.refusal)
    else faults.push(...source.refusal.faults)
  }
  if (faults.length > 0) return refuse({ kind: 'faults', faults, repairs: [] })
  const value = (name: SourceFile): unknown => sources.get(name)?.value
  const openfootball = { worldcup: value('worldcup'), stadiums: value('stadiums'), groups: value('groups') }
  const built = buildMasterList(openfootball, value('pricing'))
  if (built.ok) return built
  const located = [...sources].flatMap(([name, source]) =>
    locateFaults(files[name], source, built.refusal.faults.filter(fault => fault.file === name)),
  )
  return refuse({ kind: 'faults', faults: located, repairs: built.refusal.repairs })
}
