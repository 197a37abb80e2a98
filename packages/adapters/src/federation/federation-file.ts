import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { Result } from '@matchday/domain/result'
import { refuse, succeed } from '@matchday/domain/result'
import { fileReason } from '../files/file-reason.ts'
import { parseJson } from '../files/json-source.ts'
import { locateFaults } from '../files/master-list-file.ts'
import type { FileRefusal } from '../files/read-json-file.ts'
import { federationFileSchema } from './federation-schema.ts'

/** Every file of this name beside the one that is named is another version of it. */
const versionName = /^federation.*\.json$/

/** The most versions one folder may hold. */
const versionsMax = 1_000

/**
 * The federation in a file's bytes, known by their SHA-256: one changed space makes another federation.
 * Refused with every fault and its line.
 */
export function parseFederation(bytes: Uint8Array, file: string): Result<Federation, FileRefusal> {
  const source = parseJson(new TextDecoder().decode(bytes), file)
  if (!source.ok) return refuse({ kind: 'faults', faults: source.refusal })
  const parsed = federationFileSchema.safeParse(source.value.value)
  if (parsed.success) return succeed({ sha256: hash('sha256', bytes, 'hex'), ...parsed.data })
  const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.map(keyOf), reason: message }))
  return refuse({ kind: 'faults', faults: locateFaults(file, source.value, faults) })
}

const keyOf = (key: PropertyKey): string | number => (typeof key === 'number' ? key : String(key))

export async function readFederationFile(file: string): Promise<Result<Federation, FileRefusal>> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    return refuse({ kind: 'unreadable', file, reason: fileReason(error) })
  }
  return parseFederation(bytes, file)
}

/** The federation a site runs by, and every version of it that the site has: a log is folded by all in turn. */
export type FederationFiles = { readonly current: Federation; readonly versions: readonly Federation[] }

/** Reads `file`, and beside it whatever else is named `federation*.json`: the earlier (and later) versions. */
export async function readFederationFiles(file: string): Promise<Result<FederationFiles, FileRefusal>> {
  const current = await readFederationFile(file)
  if (!current.ok) return current
  const folder = dirname(file)
  const names = (await readdir(folder)).filter(name => versionName.test(name) && name !== basename(file))
  if (names.length > versionsMax) {
    return refuse({ kind: 'unreadable', file: folder, reason: `holds more than ${versionsMax} federation files` })
  }
  const others = await Promise.all(names.sort().map(name => readFederationFile(join(folder, name))))
  const versions = [current.value]
  for (const other of others) {
    if (!other.ok) return other
    versions.push(other.value)
  }
  return succeed({ current: current.value, versions })
}
