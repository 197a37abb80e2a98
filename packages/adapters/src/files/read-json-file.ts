import { open } from 'node:fs/promises'
import { pathText } from '@matchday/domain/game/json-place'
import type { Result } from '@matchday/domain/result'
import { refuse, succeed } from '@matchday/domain/result'
import { fileReason } from './file-reason.ts'
import type { JsonSource, LocatedFault } from './json-source.ts'
import { parseJson } from './json-source.ts'

/** Why a file gave no document: it cannot be read at all, or it has faults, all of them here. */
export type FileRefusal =
  | { readonly kind: 'unreadable'; readonly file: string; readonly reason: string }
  | { readonly kind: 'faults'; readonly faults: readonly LocatedFault[] }

/** The same for a person: a line a fault. */
export function describeRefusal(refusal: FileRefusal): string {
  if (refusal.kind === 'unreadable') return `${refusal.file} ${refusal.reason}`
  return refusal.faults.map(({ file, line, path, reason }) => `${file}:${line}: ${pathText(path)} ${reason}`).join('\n')
}

/** A list of 9,999 games with four categories is 6 MB. */
export const fileBytesMax = 16 * 1024 * 1024

/** Reads a UTF-8 JSON file of at most 16 MiB; a byte order mark is passed over. */
export async function readJsonFile(file: string): Promise<Result<JsonSource, FileRefusal>> {
  const bytes = await readBytes(file)
  if (!bytes.ok) return bytes
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.value)
  } catch {
    const reason = 'is not UTF-8'
    return refuse({ kind: 'faults', faults: [{ file, path: [], line: 1, column: 1, reason }] })
  }
  const source = parseJson(text, file)
  return source.ok ? source : refuse({ kind: 'faults', faults: source.refusal })
}

async function readBytes(file: string): Promise<Result<Uint8Array, FileRefusal>> {
  try {
    await using handle = await open(file)
    const { size } = await handle.stat()
    if (size > fileBytesMax) return refuse({ kind: 'unreadable', file, reason: `is larger than ${fileBytesMax} bytes` })
    return succeed(await handle.readFile())
  } catch (error) {
    return refuse({ kind: 'unreadable', file, reason: fileReason(error) })
  }
}
