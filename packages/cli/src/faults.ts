import type { LocatedFault } from '@matchday/adapters/files/json-source'
import type { FileRefusal } from '@matchday/adapters/files/read-json-file'
import { pathText } from '@matchday/domain/game/json-place'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './output.ts'
import { fail, json, plural, table } from './output.ts'

/** Reports why a file gave no list and ends the command: 3 where it cannot be read, 1 where it has faults. */
export function failOnFile(io: Io, refusal: FileRefusal, asJson: boolean): never {
  if (refusal.kind === 'unreadable') fail(`${refusal.file} ${refusal.reason}`, exitCodes.io)
  const { faults } = refusal
  if (asJson) json(io, { valid: false, faults: faults.map(faultJson) })
  else faultTable(io, faults)
  const files = [...new Set(faults.map(fault => fault.file))].join(', ')
  fail(`${files}: ${plural(faults.length, 'fault')}, nothing of it is taken`, exitCodes.no)
}

/** The path as text: `games[3].availability.category1.price`. */
export const faultJson = ({ file, line, column, path, reason }: LocatedFault): object => ({
  file,
  line,
  column,
  path: pathText(path),
  reason,
})

function faultTable(io: Io, faults: readonly LocatedFault[]): void {
  const rows = faults.map(fault => [`${fault.file}:${fault.line}:${fault.column}`, pathText(fault.path), fault.reason])
  table(io, ['Line', 'Where', 'Fault'], rows)
}
